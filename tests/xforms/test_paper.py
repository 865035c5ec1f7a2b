"""Forms on paper: how they are printed, and typing them in with the keyboard."""

import uuid
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.errors import BadInput, NotAllowed
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.models import PaperBatch, PaperSheet, Submission
from tests.make import forms as make
from tests.make.township import township
from tests.xforms.authoring import YN, book
from tests.xforms.visiting import GRID, signed_in

DAY = date(2020, 2, 20)
OPTIONS = [("m", "男"), ("f", "女"), ("x", "不详")]


# -- what is typed


@pytest.mark.parametrize(
    ("text", "most", "value"),
    [
        ("1", 1, "m"), ("２", 1, "f"), ("女", 1, "f"), ("x", 1, "x"), ("", 1, ""),
        ("13", 3, "m x"), ("1 3", 3, "m x"), ("1，3、1", 3, "m x"), ("3", 3, "x"),
    ],
)  # fmt: skip
def test_choices_are_typed_by_number_value_or_word(text, most, value):
    assert rules.chosen(text, OPTIONS, most=most) == value


@pytest.mark.parametrize(("text", "most"), [("4", 1), ("0", 1), ("甲", 3), ("1 2", 1)])
def test_what_is_no_choice(text, most):
    with pytest.raises(rules.Unreadable):
        rules.chosen(text, OPTIONS, most=most)


def test_ten_choices_need_a_blank_between():
    many = [(str(n), str(n)) for n in range(10, 30)]
    assert rules.chosen("13", many, most=20) == "22"
    assert rules.chosen("1 3", many, most=20) == "10 12"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20200219", "2020-02-19"), ("2020-2-9", "2020-02-09"), ("2020年2月9日", "2020-02-09"),
        ("2.9", "2020-02-09"), ("２月９日", "2020-02-09"), ("12.31", "2019-12-31"), ("", ""),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(text, value):
    assert rules.dated(text, today=DAY) == value


@for_all(st.dates(date(2019, 3, 1), DAY))
def test_every_day_of_the_last_year_is_understood_without_a_year(day):
    assert rules.dated(f"{day.month}.{day.day}", today=DAY) in {
        day.isoformat(), day.replace(year=2020).isoformat() if day.year == 2019 else "",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["20200230", "13.1", "昨天", "2020"])
def test_what_is_no_date(text):
    with pytest.raises(rules.Unreadable):
        rules.dated(text, today=DAY)


@pytest.mark.parametrize(
    ("text", "value"), [("8:30", "08:30:00.000"), ("8点30分", "08:30:00.000"), ("", ""),
                        ("18", "18:00:00.000"), ("1830", "18:30:00.000")],
)  # fmt: skip
def test_times(text, value):
    assert rules.timed(text) == value


@pytest.mark.parametrize("text", ["25:00", "8:61", "早上"])
def test_what_is_no_time(text):
    with pytest.raises(rules.Unreadable):
        rules.timed(text)


@pytest.mark.parametrize(
    ("text", "value"), [("３６．５℃", "36.5"), ("1,200", "1200"), ("4人", "4"), ("约四", "约四")]
)
def test_numbers(text, value):
    assert rules.numbered(text) == value


ASKED = {"a": rules.Asked("4", {"y": "是"}), "n": rules.Asked("5")}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("/data/a = 'y'", "question 4 is “是”"), (" ../a  != 'y'", "question 4 is not “是”"),
        ("selected( /data/g/a , \"y\")", "question 4 has “是”"),
        ("not(selected(/data/a, 'y'))", "question 4 has not “是”"),
        ("/data/n >= 3", "question 5 is 3 or more"), ("/data/n < 3", "question 5 is less than 3"),
        ("/data/n != ''", "question 5 is answered"), ("/data/n = ''", "question 5 is not answered"),
        ("selected(/data/n, '3')", "question 5 is “3”"),
        ("/data/a='y' and /data/n>1", "question 4 is “是” and question 5 is more than 1"),
        ("/data/a='y' or /data/n<=1 or /data/n=7",
         "question 4 is “是” or question 5 is 1 or less or question 5 is “7”"),
        ("/data/a='y' and /data/n>1 or /data/n=7", None), ("count(/data/a) > 1", None),
        ("/data/zzz = 'y'", None), ("/data/n > ''", None), ("/data/a='y' and true()", None),
    ],
)  # fmt: skip
def test_simple_conditions_stand_in_words(condition, words):
    said = rules.spoken(condition, ASKED)
    assert (None if said is None else str(said)) == words


# -- in the database

GUEST = book(
    [
        {"type": "note", "name": "hello", "label": "请如实填写，${who}同志"},
        {"type": "text", "name": "who", "label": "姓名", "required": "yes", "hint": "身份证上的"},
        {"type": "begin_group", "name": "g", "label": "出行"},
        {"type": "select_one yn", "name": "away", "label": "外出过吗"},
        {
            "type": "integer",
            "name": "days",
            "label": "几天",
            "relevant": "${away} = 'y'",
            "constraint": ". < 99",
            "constraint_message": "最多98天",
        },
        {"type": "date", "name": "back", "label": "返回日期", "relevant": "${days} > 1 + 1"},
        {"type": "end_group"},
        {"type": "begin_repeat", "name": "trip", "label": "行程", "relevant": "${away} = 'y'"},
        {"type": "text", "name": "place", "label": "地点"},
        {"type": "select_one yn", "name": "train", "label": "火车"},
        {"type": "end_repeat"},
        {"type": "select_multiple yn", "name": "many", "label": "哪些"},
        {"type": "time", "name": "at", "label": "几点"},
        {"type": "image", "name": "photo", "label": "照片"},
        {"type": "text", "name": "remark", "label": "备注", "appearance": "multiline"},
    ],
    YN,
    {"form_id": "guest", "form_title": "来访登记"},
)


@pytest.fixture
def guest(db, at):
    township(at)
    return actions.publish(
        xlsform=GUEST, path=make.HQ, purpose="other", public=True,
        actor=make.Actor.system(), at=at,
    )  # fmt: skip


def test_the_form_as_it_stands_on_paper(guest):
    sheet = queries.sheet(guest, "zh")
    assert [(s.title, s.repeat, str(s.when or "")) for s in sheet.sections] == [
        ("", "", ""), ("出行", "", ""), ("行程", "trip", "question 2 is “是”"), ("", "", ""),
    ]  # fmt: skip
    told = [(f.number, f.name, f.kind, str(f.when or "")) for f in sheet.fields()]
    assert told == [
        ("", "hello", "note", ""), ("1", "who", "text", ""), ("2", "away", "choice", ""),
        ("3", "days", "int", "question 2 is “是”"), ("4", "back", "date", ""),
        ("7", "many", "many", ""), ("8", "at", "time", ""), ("9", "remark", "long", ""),
    ]  # fmt: skip
    assert sheet.left_out == 1
    assert next(sheet.fields()).label == "请如实填写，____同志"


def test_no_number_is_printed_twice(guest, at, actor_of):
    worker = actor_of("grid_worker", GRID)
    first = actions.print_sheets(guest, count=3, actor=worker, at=at)
    second = actions.print_sheets(guest, count=2, actor=worker, at=at)
    assert (first.first, second.first, queries.printed(guest.form)) == (1, 4, 5)
    assert queries.not_back(guest.form, 2) == (5, [1, 2])
    with pytest.raises(BadInput):
        actions.print_sheets(guest, count=0, actor=worker, at=at)
    with pytest.raises(NotAllowed):
        actions.print_sheets(guest, count=1, actor=actor_of("grid_worker", "99/"), at=at)


def type_in(client, batch, serial, **typed):
    identity = typed.pop("identity", str(uuid.uuid4()))
    given = {"serial": serial, "identity": identity, **typed}
    return client.post(f"/forms/batches/{batch.pk}/next", given)


@pytest.fixture
def desk(guest, at):
    client = signed_in("grid_worker", GRID, "worker")
    given = {"collected_by": "李四", "collected_on": "2020-02-19"}
    assert client.post("/forms/guest/batches", given).status_code == 302
    actions.print_sheets(guest, count=20, actor=make.Actor.system(), at=at)
    return client, PaperBatch.objects.get()


def test_sheets_are_typed_one_after_the_other(desk):
    client, batch = desk
    assert client.get(f"/forms/batches/{batch.pk}/next").status_code == 200
    answer = type_in(
        client, batch, "12", who="张三", away="1", days="3天", many="12", at="8:30",
        **{"trip.0.place": "武汉", "trip.0.train": "2", "trip.1.place": "长沙"},
    )  # fmt: skip
    assert answer.status_code == 302
    sheet, kept = PaperSheet.objects.get(), Submission.objects.get()
    assert (sheet.serial, kept.channel, kept.state, kept.path) == (
        "000012", "paper", "submitted", GRID,
    )  # fmt: skip
    assert f"{kept.at:%Y-%m-%d}" == "2020-02-19"
    told = queries.answers(kept)
    assert (told["days"], told["many"], told["at"]) == ("3", "y n", "08:30:00.000")
    assert told["trip"] == [{"place": "武汉", "train": "n"}, {"place": "长沙", "train": ""}]
    assert "000012" in client.get(f"/forms/batches/{batch.pk}").content.decode()
    assert LedgerEntry.objects.filter(event="xforms.submitted").count() == 1


def test_the_check_speaks_first_and_is_overruled_by_the_paper(desk):
    client, batch = desk
    typed = {"identity": str(uuid.uuid4()), "away": "1", "days": "120"}
    answer = type_in(client, batch, "1", **typed)
    page = answer.content.decode()
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "最多98天" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    changed = type_in(client, batch, "1", **{**typed, "days": "130"}, seen=seen)
    assert changed.status_code == 422
    assert type_in(client, batch, "1", **typed, seen=seen).status_code == 302
    assert Submission.objects.get().state == "returned"


def test_findings_in_a_table_stand_beside_their_line(desk):
    client, batch = desk
    lines = {"trip.0.place": "武汉", "trip.2.place": "长沙"}
    page = type_in(client, batch, "1", who="张三", away="2", **lines).content.decode()
    wrong = [line.split('name="')[1].split('"')[0] for line in page.split("is-invalid")[1:]]
    assert wrong == ["trip.0.place", "trip.2.place"]
    assert "前面的回答不应填写" in page


def test_what_cannot_be_read_is_typed_again(desk):
    client, batch = desk
    answer = type_in(client, batch, "1", who="张三", away="9", back="13.45")
    page = answer.content.decode()
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "请输入 1 至 2" in page
    assert "不是日期" in page


def test_a_number_typed_twice_is_shown_and_may_be_kept(desk):
    client, batch = desk
    type_in(client, batch, "7", who="张三", away="2")
    twice = {"identity": str(uuid.uuid4()), "who": "李四", "away": "2"}
    answer = type_in(client, batch, "０００7", **twice)
    page = answer.content.decode()
    assert (answer.status_code, "编号 000007 的表已录入过" in page) == (422, True)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert type_in(client, batch, "7", **twice, seen=seen).status_code == 302
    assert PaperSheet.objects.filter(serial="000007").count() == 2


def seen_in(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_number_that_was_never_printed_is_asked_about(desk):
    client, batch = desk
    typed = {"identity": str(uuid.uuid4()), "who": "张三", "away": "1", "days": "120"}
    answer = type_in(client, batch, "21", **typed)
    page = answer.content.decode()
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "没有印过编号 000021 的表" in page
    assert "最多98天" in page  # asked together: one more Enter must not skip the answers
    assert type_in(client, batch, "21", **typed, seen=seen_in(page)).status_code == 302
    assert PaperSheet.objects.get().serial == "000021"


def test_a_sheet_of_another_edition_is_asked_about(desk, guest, at):
    client, batch = desk
    newer = book(
        [{"type": "text", "name": "who", "label": "姓名"}], YN,
        {"form_id": "guest", "form_title": "来访登记", "version": "2"},
    )  # fmt: skip
    who = make.Actor.system()
    with scope.everywhere():
        second = actions.publish(
            xlsform=newer, path=make.HQ, purpose="other", public=True, actor=who, at=at
        )
    actions.print_sheets(second, count=1, actor=who, at=at)
    page = type_in(client, batch, "21", who="张三", away="2").content.decode()
    assert "用版本 2 印制" in page


@pytest.mark.parametrize("text", ["甲", "12a", "", "-3"])
def test_what_is_no_number_of_a_sheet(desk, text):
    client, batch = desk
    answer = type_in(client, batch, text, who="张三", away="2")
    assert (answer.status_code, Submission.objects.count()) == (422, 0)
    assert "不是表的编号" in answer.content.decode()


def test_words_where_a_number_belongs_are_named_and_may_be_kept(desk):
    client, batch = desk
    typed = {"identity": str(uuid.uuid4()), "who": "张三", "away": "1", "days": "约四"}
    page = type_in(client, batch, "3", **typed).content.decode()
    assert "“约四”不是整数" in page
    assert 'aria-describedby="e_days"' in page
    assert type_in(client, batch, "3", **typed, seen=seen_in(page)).status_code == 302
    assert Submission.objects.get().state == "returned"


def test_sent_twice_is_kept_once(desk):
    client, batch = desk
    typed = {"identity": str(uuid.uuid4()), "who": "张三", "away": "2"}
    page = type_in(client, batch, "1", **typed)
    again = type_in(client, batch, "1", **typed)
    assert (page.status_code, again.status_code) == (302, 422)
    assert (Submission.objects.count(), PaperSheet.objects.count()) == (1, 1)


def test_doubts_about_a_number():
    known = {"last": 20, "edition": "1"}
    assert rules.serial_doubt("000003", printed_as="1", **known) is None
    assert "21" in str(rules.serial_doubt("000021", printed_as=None, **known))
    assert rules.serial_doubt("000001", last=0, printed_as=None, edition="1")
    assert str(rules.no_number("x", whole=False)).endswith("36.5.")
    assert rules.serial_number("No.０12") == "000012"


def test_pages_of_paper(desk, guest):
    client, _batch = desk
    version = f"/forms/guest/{guest.version}/paper"
    specimen = client.get(version).content.decode()
    assert "样张" in specimen
    assert "第2题为“是”时填写" in specimen
    assert client.post(version, {"count": "2"}).status_code == 302
    printed = client.get(client.post(version, {"count": "1"})["Location"]).content.decode()
    assert "000023" in printed
    assert client.get(f"{version}?run=999").status_code == 404
    page = client.get("/forms/guest/batches").content.decode()
    assert "李四" in page
    assert "23 份尚未录入" in page
    assert client.post("/forms/guest/batches", {"collected_by": "x"}).status_code == 422


def test_a_pile_elsewhere_is_hidden(desk):
    _client, batch = desk
    neighbour = signed_in("grid_worker", "430124105/201/002/", "neighbour")
    for way in (f"/forms/batches/{batch.pk}", f"/forms/batches/{batch.pk}/next"):
        assert neighbour.get(way).status_code == 404
