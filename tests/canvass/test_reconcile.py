"""Self-report, door visit and list from above, compared."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Household, Person
from gridward.ground.roster.rules.records import PersonRow
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms import queries as forms
from gridward.response.canvass.actions import reconcile as actions
from gridward.response.canvass.models import Discrepancy, Reconciliation
from gridward.response.canvass.queries import reconcile as queries
from gridward.response.canvass.rules import reconcile as rules
from gridward.response.canvass.rules.reconcile import (
    DoorSide,
    HouseholdFacts,
    ListSide,
    PersonFacts,
    SelfSide,
    Stay,
)
from gridward.response.duty.models import Task
from tests.canvass.doors import FIRST, doors, knock, sweep
from tests.make.township import HQ, posting, user
from tests.roster.conftest import CARD
from tests.roster.test_imports import brought_in, sheet

SYSTEM = Actor.system()
TODAY = date(2020, 2, 20)
WUHAN = Stay("湖北省武汉市", "420100000000", date(2020, 1, 10), date(2020, 2, 1))
LIST = ["姓名", "身份证号", "联系电话", "地址", "人员类别", "涉疫地区", "离开日期", "推送单位"]


def listed(at, stay=WUHAN, phone=""):
    return ListSide(at, "省大数据局", "涉疫地区来返", stay, phone)


def kinds(found):
    return [str(one.kind) for one in found]


def test_nobody_has_heard_of_somebody_on_a_list(at):
    silent = PersonFacts(lists=[listed(at)])
    assert kinds(rules.of_person(silent, today=TODAY)) == ["listed_silent"]
    absent = PersonFacts(lists=[listed(at)], door=DoorSide(at, "absent"))
    found = rules.of_person(absent, today=TODAY)
    assert str(found[0].sides[2].says) == "Result of the visit: Absent at every visit"
    met = PersonFacts(lists=[listed(at)], door=DoorSide(at, "done"))
    assert not rules.of_person(met, today=TODAY)


def test_no_journey_or_another_place_against_the_list(at):
    no = PersonFacts(told=SelfSide(at, travelled=False), lists=[listed(at)])
    assert kinds(rules.of_person(no, today=TODAY)) == ["trip_denied"]
    early = PersonFacts(told=SelfSide(at - timedelta(days=90), travelled=False), lists=[listed(at)])
    assert not rules.of_person(early, today=TODAY)
    other = SelfSide(at, travelled=True, stays=(Stay("长沙市", "430100000000"),))
    found = rules.of_person(PersonFacts(told=other, lists=[listed(at)]), today=TODAY)
    assert kinds(found) == ["place_differs"]
    same = SelfSide(at, travelled=True, stays=(Stay("武汉市江岸区", "420102000000"),))
    assert not rules.of_person(PersonFacts(told=same, lists=[listed(at)]), today=TODAY)
    words = SelfSide(at, stays=(Stay("武汉"),))
    assert not rules.of_person(PersonFacts(told=words, lists=[listed(at)]), today=TODAY)


def test_at_home_here_while_the_list_has_them_elsewhere(at):
    still = Stay("武汉市", "420100000000", date(2020, 2, 10), date(2020, 3, 1))
    met = PersonFacts(door=DoorSide(at, "done"), lists=[listed(at, still)])
    assert kinds(rules.of_person(met, today=TODAY)) == ["home_listed"]
    undated = PersonFacts(door=DoorSide(at, "done"), lists=[listed(at, Stay("武汉"))])
    assert not rules.of_person(undated, today=TODAY)


def test_phones_differ_but_a_familys_phone_alone_says_nothing(at):
    told = SelfSide(at, phone="13800000001", stays=(WUHAN,))
    differs = PersonFacts(told=told, lists=[listed(at, phone="13800000002")], phone="13800000003")
    found = rules.of_person(differs, today=TODAY)
    assert (kinds(found), len(found[0].sides)) == (["phone_differs"], 3)
    assert not rules.of_person(PersonFacts(told=told, phone="13800000003"), today=TODAY)


def test_households_by_number_of_people_empty_doors_and_illness(at):
    told = SelfSide(at, size=4, ill=False)
    door = DoorSide(at, "done", people=3, ill=True)
    found = rules.of_household(HouseholdFacts(told=told, door=door, size=5))
    assert kinds(found) == ["size_differs", "ill_differs"]
    assert [str(side.says) for side in found[0].sides] == ["4 people", "3 people", "5 people"]
    unknown = rules.of_household(HouseholdFacts(told=told, door=door))
    assert [str(side.says) for side in unknown[0].sides] == ["4 people", "3 people"]
    assert not rules.of_household(HouseholdFacts(told=told, door=DoorSide(at, "done", people=4)))
    empty = HouseholdFacts(told=told, door=DoorSide(at, "vacant"), listed=1)
    assert len(rules.of_household(empty)[0].sides) == 3
    assert not rules.of_household(HouseholdFacts(door=DoorSide(at, "moved")))
    assert kinds(rules.of_household(HouseholdFacts(grouped=told, door=DoorSide(at, "moved")))) == [
        "empty_door"
    ]  # fmt: skip


def test_clearing_needs_a_reason_and_an_open_case():
    assert rules.clear("open", rules.S.EXPLAINED, "他回来了").allowed
    assert not rules.clear("open", rules.S.EXPLAINED, " ").allowed
    assert not rules.clear("resolved", rules.S.RESOLVED, "已核实").allowed


TEXTS = st.text(alphabet="武汉市孝感省县区 ", max_size=8)


@given(TEXTS, TEXTS, st.sampled_from(["", "420100000000", "420102001000", "430000000000"]))
def test_same_place_is_symmetric_and_reflexive(one, other, code):
    a, b = Stay(one, code), Stay(other, "420100000000")
    assert rules.is_same_place(a, b) == rules.is_same_place(b, a)
    assert rules.is_same_place(b, b)


@pytest.fixture
def town(at):
    codes = doors(at)
    people = [
        PersonRow("王建国", household_code=codes[0], document_no=CARD, phone="13812340001"),
        PersonRow("李秀英", household_code=codes[0]),
        PersonRow("张伟", household_code=codes[1], phone="13812340002"),
    ]
    roster.load_persons(people, actor=SYSTEM, at=at)
    sweep(at - timedelta(hours=2))
    return codes


def from_above(at, *rows):
    return brought_in(sheet(list(rows), LIST), at, target="pushed", take_good="yes")


def declares(at, **answers):
    version = forms.forms_visible_to(SYSTEM).filter(form_id="screening").first()
    edition = (
        forms.latest(version)
        if version
        else xforms.publish(
            xlsform=forms.shipped("screening"), path=HQ, purpose="declaration", public=True,
            actor=SYSTEM, at=at,
        )
    )  # fmt: skip
    told = {
        "name": "王建国", "sex": "1", "document_type": "id_card", "document_no": CARD,
        "phone": "13812340001", "address": "第1村1组 1号", "household_size": "4", "travelled": "n",
        "contact": "n", "temperature": "36.5", "symptoms": "none", **answers,
    }  # fmt: skip
    sent = xforms.submit_many(
        version=edition, entries=[xforms.Entry(answers=told)], actor=SYSTEM, channel="import",
        at=at,
    )  # fmt: skip
    return roster.route(sent[0].id, actor=SYSTEM, at=at)


WANG = ["王建国", CARD, "", "", "涉疫地区来返", "湖北省武汉市", "2020/2/1", "省大数据局"]


@pytest.mark.django_db
def test_a_list_against_silence_then_a_report_against_the_list(town, at):
    from_above(at, WANG, ["没人认识", "", "", "第1村", "密接", "武汉", "", "市疾控"])
    first = actions.recompare(actor=SYSTEM, at=at)
    assert (first.people, first.found, first.opened) == (3, 2, 2)
    assert set(Discrepancy.objects.values_list("kind", flat=True)) == {"listed_silent"}
    assert Task.objects.filter(kind="discrepancy", state="open").count() == 2
    again = actions.recompare(actor=SYSTEM, at=at + timedelta(hours=1))
    assert (again.found, again.opened, again.settled) == (2, 0, 0)
    told = declares(at + timedelta(hours=1))
    assert told.state == "accepted"
    after = actions.compare_declared([told.pk], actor=SYSTEM, at=at + timedelta(hours=1))
    assert (after.opened, after.settled) == (1, 1)
    silent = Discrepancy.objects.get(kind="listed_silent", person_id__isnull=False)
    assert (silent.state, silent.why, silent.decided_by) == (
        "resolved", "the sources agree now", None,
    )  # fmt: skip
    assert Discrepancy.objects.get(kind="trip_denied").state == "open"
    whole = queries.compared(SYSTEM)
    assert (whole.people, whole.listed, whole.listed_told, whole.silent) == (3, 2, 1, 1)
    assert whole.contradicting == 2


@pytest.mark.django_db
def test_what_was_explained_stays_so_until_something_new_is_said(town, at):
    from_above(at, WANG)
    declares(at)
    actions.recompare(actor=SYSTEM, at=at)
    row = Discrepancy.objects.get(kind="trip_denied")
    with pytest.raises(NotAllowed):
        actions.clear_discrepancy(
            row, state="explained", why="x", actor=Actor(user_id=9, name="nobody"), at=at
        )
    actions.clear_discrepancy(row, state="explained", why="票是他儿子买的", actor=SYSTEM, at=at)
    assert Task.objects.get(subject_id=str(row.pk)).state == "done"
    actions.recompare(actor=SYSTEM, at=at)
    row.refresh_from_db()
    assert (row.state, row.why) == ("explained", "票是他儿子买的")
    from_above(at, [*WANG[:5], "湖北省孝感市", "2020/2/10", "省大数据局"])
    actions.recompare(actor=SYSTEM, at=at)
    row.refresh_from_db()
    assert row.state == "explained"  # the first list still says the same
    with pytest.raises(WrongState):
        actions.clear_discrepancy(row, state="explained", why="again", actor=SYSTEM, at=at)


@pytest.mark.django_db
def test_part_by_part_is_the_same_as_all_at_once(town, at):
    from_above(at, WANG, ["张伟", "", "13812340002", "", "密接", "", "", "市疾控"])
    told = declares(at, household_size="2")
    knock(town[1], "vacant", at)
    actions.compare_declared([told.pk], actor=SYSTEM, at=at)
    homes = Household.objects.filter(code__in=town[:2]).values_list("pk", flat=True)
    persons = Person.objects.values_list("pk", flat=True)
    actions.recompare(actor=SYSTEM, at=at, persons=list(persons), households=list(homes))
    part = sorted(Discrepancy.objects.filter(state="open").values_list("key", "seal"))
    rows = sorted(Reconciliation.objects.values_list("person_id", "by_self", "by_door", "by_list"))
    whole = actions.recompare(actor=SYSTEM, at=at)
    assert (whole.opened, whole.settled) == (0, 0)
    assert sorted(Discrepancy.objects.filter(state="open").values_list("key", "seal")) == part
    again = Reconciliation.objects.values_list("person_id", "by_self", "by_door", "by_list")
    assert sorted(again) == rows
    assert {"trip_denied", "empty_door", "listed_silent"} <= {key.split(":")[0] for key, _s in part}


@pytest.mark.django_db
def test_what_stands_already_is_not_written_again(town, at):
    from_above(at, WANG, ["没人认识", "", "", "第1村", "密接", "武汉", "", "市疾控"])
    declares(at)
    actions.recompare(actor=SYSTEM, at=at)
    before = set(Reconciliation.objects.values_list("pk", "person_id", "by_door"))
    actions.recompare(actor=SYSTEM, at=at)
    assert set(Reconciliation.objects.values_list("pk", "person_id", "by_door")) == before
    knock(town[0], "done", at)
    actions.recompare(actor=SYSTEM, at=at)
    after = set(Reconciliation.objects.values_list("pk", "person_id", "by_door"))
    assert {person for _pk, person, door in after if door}
    assert {pk for pk, _person, door in before} & {pk for pk, _p, door in after if not door}


@pytest.mark.django_db
def test_the_pages_filter_case_task_and_export(town, at, client):
    from_above(at, WANG)
    declares(at)
    actions.recompare(actor=SYSTEM, at=at)
    who = user("analyst")
    posting(who, Node.objects.get(path=HQ), "analyst")
    posting(who, Node.objects.get(path=HQ), "grid_worker")
    client.force_login(who)
    page = client.get(reverse("canvass:discrepancies")).content.decode()
    assert "王**" in page
    assert "王建国" not in page
    row = Discrepancy.objects.get(kind="trip_denied")
    assert client.get(reverse("canvass:discrepancies"), {"kind": "ill_differs"}).status_code == 200
    assert "王**" not in client.get(reverse("canvass:discrepancies")).content.decode()  # kept
    client.get(reverse("canvass:discrepancies"), {"kind": "", "state": "", "under": ""})
    assert client.get(reverse("canvass:discrepancy", args=[row.pk])).status_code == 200
    client.post(reverse("canvass:discrepancy_task", args=[row.pk]))
    assert Task.objects.filter(subject_id=str(row.pk)).count() == 1
    out = client.get(reverse("canvass:discrepancies"), {"format": "csv"})
    assert "武汉" in b"".join(out.streaming_content).decode()
    assert LedgerEntry.objects.filter(event="canvass.discrepancy_exported").exists()
    from_above(at, [WANG[0], WANG[1], "13899990001", *WANG[3:]])
    actions.recompare(actor=SYSTEM, at=at)
    phones = Discrepancy.objects.get(kind="phone_differs")
    for address in (
        reverse("canvass:discrepancies"),
        reverse("canvass:discrepancy", args=[phones.pk]),
    ):
        shown = client.get(address, {"kind": ""}).content.decode()
        assert "138****0001" in shown
        assert "13899990001" not in shown
    sent = client.post(
        reverse("canvass:discrepancy", args=[row.pk]), {"state": "resolved", "why": "已核实"}
    )
    assert sent.status_code == 302
    assert client.get(reverse("canvass:discrepancy", args=[999_999])).status_code == 404


@pytest.mark.django_db
def test_a_stranger_of_another_grid_sees_nothing(town, at, actor_of):
    from_above(at, WANG)
    actions.recompare(actor=SYSTEM, at=at)
    assert queries.discrepancies_visible_to(actor_of("grid_worker", FIRST)).count() == 1
    other = actor_of("grid_worker", "430124105/202/002/")
    assert not queries.discrepancies_visible_to(other).exists()
