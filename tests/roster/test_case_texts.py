"""Case texts at the desk. The texts are invented."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, TooLarge, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.places.rules.trips import Label, Proposal, Reading
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import CaseTextState as S
from gridward.ground.roster.models import CaseText, Declaration, Person
from gridward.ground.roster.rules import case_texts as rules
from gridward.ground.roster.rules import rides
from gridward.ground.roster.rules.case_texts import Row
from gridward.response.risk.models import Stay
from tests.make.township import HQ, posting, user

TEXT = "病例41:女，48岁，1月20日从武汉乘G1112次高铁返回长沙市，1月25日发病，1月28日确诊。"
TOLD_ON = date(2020, 1, 30)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def actor():
    return Actor.system()


@pytest.fixture
def item(town, actor, at):
    return actions.take_texts([TEXT], path=HQ, told_on=TOLD_ON, actor=actor, at=at)[0]


@pytest.fixture
def person(town):
    return Person.objects.get(name="王建国")


@pytest.fixture
def desk(client, town):
    who = user("desk")
    posting(who, Node.objects.get(path=HQ), "analyst")
    client.force_login(who)
    return client


def as_typed(rows, **changes):
    """The fields of the table as a browser sends them."""
    given = {}
    for number, row in enumerate(rows):
        given |= {
            f"place-{number}": row.place, f"arrived-{number}": row.arrived,
            f"left-{number}": row.left, f"transport-{number}": row.transport,
            f"number-{number}": row.number, f"keep-{number}": row.keep,
        }  # fmt: skip
    return given | changes


def test_texts_are_split_at_empty_lines() -> None:
    assert rules.split("一。\r\n二。\r\n \r\n三。\n\n\n四") == ["一。\n二。", "三。", "四"]
    assert rules.split(" \n") == []


def test_of_a_table_the_longest_column_is_read() -> None:
    rows = [["编号", "内容"], ["1", TEXT], ["2"], ["3", "太短"]]
    assert rules.longest_cells(rows) == [TEXT]
    assert rules.longest_cells([]) == []


def test_a_text_says_which_case_it_is() -> None:
    assert rules.title(TEXT) == "病例41"
    assert rules.title("第17例，男") == "第17例"
    assert rules.title("女，23岁") == ""


def test_short_names_are_written_out_in_the_rows() -> None:
    stay = Proposal("甬", Label.DESTINATION, None, date(2020, 1, 2), "", "", (0, 1), certain=True)
    reading = Reading((), (stay,), None, None, None, None)
    (row,) = rules.rows_of(reading)
    assert (row.place, row.arrived, row.left, row.role) == ("宁波", "", "2020-01-02", "destination")
    assert rules.stored([row.as_json()]) == [row]
    (near,) = rules.rows_of(reading, ["甬江县", "长沙市"])
    assert near.place == "甬江县"


def test_what_is_typed_replaces_what_was_read() -> None:
    rows = [Row("武汉", left="2020-01-20", start=3, end=5)]
    given = as_typed(
        rows, **{"place-0": " 武汉市 ", "transport-0": "ship", "number-0": "g 1112", "keep-0": "",
                 "place-1": "岳阳", "arrived-1": "2020-01-21", "transport-1": "train"},
    )  # fmt: skip
    changed, added = rules.typed(given, rows)
    assert (changed.place, changed.transport, changed.number) == ("武汉市", "", "G1112")
    assert (changed.keep, changed.start) == ("", 3)
    assert (added.place, added.arrived, added.transport, added.keep) == (
        "岳阳", "2020-01-21", "train", "yes",
    )  # fmt: skip
    assert rules.typed(as_typed(rows), rows) == rows


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [Row("武汉", keep="")],
        [Row("")],
        [Row("武汉", arrived="2020-01-02", left="2020-01-01")],
    ],
)
def test_rows_that_cannot_be_declared(rows: list[Row]) -> None:
    assert not rules.may_declare(rows).allowed


def test_kept_rows_are_the_answers() -> None:
    rows = [
        Row("武汉", number="G1"),
        Row("岳阳", keep=""),
        Row("长沙", transport="train", number="G2"),
    ]
    told = rules.answers({"name": "王", "phone": "", "document_type": "resident_id"}, rows)
    assert told["document_type"] == "id_card"
    assert "phone" not in told
    assert [(t["place"], t["number"]) for t in told["trip"]] == [("武汉", ""), ("长沙", "G2")]


def test_states_of_a_text() -> None:
    assert rules.may_become(S.OPEN, S.CONFIRMED).allowed
    assert not rules.may_become(S.DROPPED, S.CONFIRMED).allowed


@pytest.mark.django_db
def test_a_text_is_kept_encrypted_with_its_proposals(item) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select text, rows from roster_casetext")
        assert all("武汉" not in each for each in cursor.fetchone())
    assert [(r.place, r.arrived, r.left, r.number) for r in item.proposals] == [
        ("武汉", "", "2020-01-20", ""),
        ("长沙市", "2020-01-20", "", "G1112"),
    ]
    assert item.title == "病例41"
    assert Declaration.objects.count() == 0


@pytest.mark.django_db
def test_one_character_stands_for_the_own_county_first(town, actor, at) -> None:
    text = "1月20日从武汉返宁。"
    (item,) = actions.take_texts([text], path=HQ, told_on=TOLD_ON, actor=actor, at=at)
    assert item.proposals[1].place == queries.own_names(HQ)[0]


@pytest.mark.django_db
def test_nothing_and_too_much_are_refused(town, actor, at) -> None:
    with pytest.raises(BadInput):
        actions.take_texts([], path=HQ, told_on=TOLD_ON, actor=actor, at=at)
    with pytest.raises(TooLarge):
        actions.take_texts(["x" * 20_001], path=HQ, told_on=TOLD_ON, actor=actor, at=at)


@pytest.mark.django_db
def test_confirmed_stays_become_a_declaration_of_the_person(item, person, actor, at) -> None:
    declaration = actions.confirm_text(item, person=person, actor=actor, at=at)
    assert (declaration.state, declaration.person) == ("accepted", person)
    stays = [(s["text"], s["from"], s["to"], s["number"]) for s in declaration.facts["stays"]]
    assert stays == [
        ("武汉", None, "2020-01-20", ""), ("长沙市", "2020-01-20", None, "G1112"),
    ]  # fmt: skip
    assert declaration.submission.channel == "text"
    item.refresh_from_db()
    assert (item.state, item.submission_id) == ("confirmed", declaration.submission_id)
    with pytest.raises(WrongState):
        actions.confirm_text(item, person=person, actor=actor, at=at)


@pytest.mark.django_db
def test_somebody_without_a_number_is_declared_for_the_one_chosen(item, actor, at) -> None:
    other = Person.objects.get(name="张伟")
    Person.objects.filter(pk=other.pk).update(phone="", phone_digest="")
    declaration = actions.confirm_text(
        item, person=Person.objects.get(pk=other.pk), actor=actor, at=at
    )
    assert (declaration.state, declaration.person_id) == ("accepted", other.pk)


@pytest.mark.django_db
def test_a_place_that_is_not_certain_waits_for_its_name(item, person, actor, at) -> None:
    rows = item.proposals
    item = actions.change_stays(item, as_typed(rows, **{"place-0": "五汗那边"}), actor=actor)
    declaration = actions.confirm_text(item, person=person, actor=actor, at=at)
    assert (declaration.state, declaration.facts["review"]) == ("checked", True)


@pytest.mark.django_db
def test_taken_back_the_declaration_is_returned_and_the_text_waits_again(
    item, person, actor, at
) -> None:
    declaration = actions.confirm_text(item, person=person, actor=actor, at=at)
    item = actions.reopen_text(item, actor=actor, at=at)
    declaration.refresh_from_db()
    assert (item.state, item.submission_id, declaration.state) == ("open", None, "returned")
    again = actions.confirm_text(item, person=person, actor=actor, at=at)
    assert again.pk != declaration.pk
    assert again.state == "accepted"
    actions.return_(actions.reopen(again, actor=actor, at=at), why="错", actor=actor, at=at)
    with pytest.raises(WrongState):
        actions.reopen_text(item, actor=actor, at=at)


@pytest.mark.django_db
def test_a_dropped_text_declares_nothing_and_can_be_taken_back(item, actor, at) -> None:
    actions.drop_text(item, actor=actor, at=at)
    item.refresh_from_db()
    assert item.state == "dropped"
    assert actions.reopen_text(item, actor=actor, at=at).state == "open"
    assert Declaration.objects.count() == 0


@pytest.mark.django_db
def test_without_a_screening_form_nothing_can_be_declared(item, person, town, actor, at) -> None:
    town.form.state = "closed"
    town.form.save()
    with pytest.raises(BadInput):
        actions.confirm_text(item, person=person, actor=actor, at=at)


@pytest.mark.django_db
def test_the_desk_reads_corrects_and_confirms(desk, person) -> None:
    sent = {"text": f"{TEXT}\n\n病例42:男，无外出史。", "told_on": "2020-01-30", "path": HQ}
    page = desk.post(reverse("roster:case_text_take"), sent, follow=True)
    told = page.content.decode()
    assert 'class="said said-left"' in told
    assert "G1112" in told
    item = CaseText.objects.order_by("pk").first()
    assert item is not None
    where = reverse("roster:case_text", args=[item.pk])
    deed = reverse("roster:case_text_decide", args=[item.pk])
    given = as_typed(item.proposals, **{"place-2": "岳阳市", "do": "save"})
    desk.post(deed, given)
    item.refresh_from_db()
    assert len(item.proposals) == 3
    unsaid = desk.get(where, {"q": "王建国"}).content.decode()
    assert "王**" not in unsaid
    found = desk.get(where, {"q": "王建国", "why": "核对病例41"}).content.decode()
    assert f"confirm:{person.pk}" in found
    assert "13812340001" not in found
    none = desk.get(where, {"q": "赵无名", "why": "核对病例41"})
    assert none.context["people"] == []
    after = desk.post(deed, {"do": f"confirm:{person.pk}", **as_typed(item.proposals)})
    assert after.status_code == 302
    assert Declaration.objects.get().person == person
    shown = desk.get(where, headers=ENGLISH).content.decode()
    assert reverse("roster:declaration", args=[Declaration.objects.get().pk]) in shown
    assert "It can be taken back until a risk class rests on it" in shown
    desk.post(deed, {"do": "reopen"})
    assert Declaration.objects.get().state == "returned"
    read = LedgerEntry.objects.filter(event="roster.case_text_read")
    assert read.filter(subject_id=str(item.pk)).count() >= 4


@pytest.mark.django_db
def test_texts_come_out_of_files_too(desk) -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["编号", "病例文本"])
    page.append(["1", TEXT])
    out = io.BytesIO()
    book.save(out)
    files = [
        SimpleUploadedFile("cases.xlsx", out.getvalue()),
        SimpleUploadedFile("cases.txt", f"{TEXT}\n\n{TEXT}".encode("gb18030")),
    ]
    for file in files:
        sent = {"told_on": "2020-01-30", "path": HQ, "file": file}
        assert desk.post(reverse("roster:case_text_take"), sent).status_code == 302
    assert CaseText.objects.count() == 3


@pytest.mark.django_db
def test_the_list_shows_what_waits_and_goes_out_without_the_texts(desk, item) -> None:
    page = desk.get(reverse("roster:case_texts")).content.decode()
    assert "病例41" in page
    gone = desk.get(reverse("roster:case_texts"), {"state": "dropped"}).content.decode()
    assert "病例41" not in gone
    out = b"".join(desk.get(reverse("roster:case_texts"), {"format": "csv"}).streaming_content)
    assert "病例41" in out.decode("utf-8-sig")
    assert "武汉" not in out.decode("utf-8-sig")
    drop = desk.post(reverse("roster:case_text_decide", args=[item.pk]), {"do": "drop"})
    assert drop.url == reverse("roster:case_texts")


@pytest.mark.django_db
def test_wrong_input_and_foreign_texts_are_refused(desk, client, item) -> None:
    bad = desk.post(reverse("roster:case_text_take"), {"text": "", "path": HQ})
    assert bad.status_code == 422
    nobody = desk.post(reverse("roster:case_text_decide", args=[item.pk]), {"do": "confirm:x"})
    assert nobody.status_code == 404
    assert desk.get(reverse("roster:case_text", args=[999_999])).status_code == 404
    worker = user("walker")
    posting(worker, Node.objects.filter(level="grid")[0], "grid_worker")
    client.force_login(worker)
    assert client.get(reverse("roster:case_texts")).status_code == 403
    assert client.get(reverse("roster:case_text", args=[item.pk])).status_code == 404


@pytest.mark.django_db
def test_the_next_text_that_waits(town, actor, at) -> None:
    one, two = actions.take_texts([TEXT, TEXT], path=HQ, told_on=TOLD_ON, actor=actor, at=at)
    assert queries.next_case_text(actor, after=one.pk) == two
    assert queries.next_case_text(actor, after=two.pk) == one
    actions.drop_text(one, actor=actor, at=at)
    assert queries.next_case_text(actor, after=two.pk) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("g 1112次", ("", "")),
        ("G1112次", ("G1112", "")),
        ("CZ3456航班 2020/1/22", ("CZ3456", "2020-01-22")),
        ("3U8731", ("3U8731", "")),
        ("G1112 王", ("", "")),
        ("张三", ("", "")),
    ],
)
def test_a_search_for_a_train(text: str, expected: tuple[str, str]) -> None:
    assert rides.ride(text) == expected
    assert rides.number(" g 1112次 ") == "G1112"


@pytest.mark.parametrize(
    ("stay", "day", "expected"),
    [
        ({"number": "G1", "from": "2020-01-20", "to": None}, "2020-01-20", True),
        ({"number": "G1", "from": "2020-01-20", "to": "2020-01-22"}, "2020-01-21", True),
        ({"number": "G1", "from": None, "to": "2020-01-22"}, "2020-01-21", False),
        ({"number": "G1", "from": None, "to": None}, "2020-01-21", True),
        ({"number": "G1", "from": "2020-01-20", "to": None}, "", True),
        ({"number": "G2", "from": "2020-01-20", "to": None}, "", False),
    ],
)
def test_who_was_on_a_train(stay: dict[str, str | None], day: str, expected: bool) -> None:  # noqa: FBT001 - a case of the table
    assert rides.was_on([stay], "G1", day) is expected


@pytest.mark.django_db
def test_people_are_found_by_the_train_they_came_by(item, person, actor, at) -> None:
    actions.confirm_text(item, person=person, actor=actor, at=at)
    assert list(queries.search(actor, "G1112 2020-01-20")) == [person]
    assert list(queries.search(actor, "g1112次")) == [person]
    assert not queries.search(actor, "G1112 2020-01-21")
    actions.reopen_text(item, actor=actor, at=at)
    assert not queries.search(actor, "G1112")


@pytest.mark.django_db
def test_once_a_stay_was_judged_the_page_says_where_to_correct_it(desk, item, person, actor, at):
    declaration = actions.confirm_text(item, person=person, actor=actor, at=at)
    Stay.objects.create(
        declaration=declaration, person=person, path=declaration.path, number=1, text="武汉"
    )
    page = desk.get(reverse("roster:case_text", args=[item.pk]), headers=ENGLISH)
    shown = page.content.decode()
    assert "A risk class or a case rests on it already" in shown
    assert 'value="reopen"' not in shown
    refused = desk.post(reverse("roster:case_text_decide", args=[item.pk]), {"do": "reopen"})
    assert refused.status_code == 409
