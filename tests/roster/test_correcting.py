"""Correcting the register by hand: checked, kept, taken back."""

from datetime import timedelta

import orjson
import pytest
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import Correction, Household, Person
from gridward.ground.roster.rules import correcting as rules
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from tests.make.township import township
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
CARD = "11010519491231002X"
TYPED = {
    "name": "王建国", "sex": "2", "birth_date": "", "document_type": "resident_id",
    "document_no": CARD, "phone": "138 1234 0009", "residence": "registered",
}  # fmt: skip


@pytest.fixture
def leaves(at):
    grids = township(at)
    homes = [
        HouseholdRow("H1", grids[0].path, "第1村3组12号", phone="13812340001"),
        HouseholdRow("H2", grids[2].path, "第2村阳光花园3栋2单元302"),
    ]
    people = [
        PersonRow("王建国", household_code="H1", phone="13812340001", document_no=CARD),
        PersonRow("张伟", household_code="H2", phone="13812340002"),
    ]
    actions.load_households(homes, actor=Actor.system(), at=at)
    actions.load_persons(people, actor=Actor.system(), at=at)
    return grids


@pytest.fixture
def wang(leaves):
    return Person.objects.get(name="王建国")


def corrected(person, at, **changed):
    return actions.correct(
        person, given=TYPED | changed, reason="本人电话更正", actor=Actor.system(), at=at
    )


def test_only_what_differs_is_kept_and_the_search_finds_the_new_phone(wang, at):
    done = corrected(wang, at)
    assert orjson.loads(done.became) == {"phone": "13812340009"}
    wang.refresh_from_db()
    assert wang.phone == "13812340009"
    assert list(queries.search(Actor.system(), "13812340009")) == [wang]
    assert not queries.search(Actor.system(), "13812340001").filter(household=None).exists()
    entry = LedgerEntry.objects.get(event="roster.person_corrected")
    assert entry.data == {"fields": ["phone"]}  # which, never what
    assert entry.purpose == done.reason


def test_the_ledger_says_that_a_correction_was_taken_back_and_which(wang, at):
    actions.take_back(corrected(wang, at), actor=Actor.system(), at=at)
    first, last = LedgerEntry.objects.filter(event="roster.person_corrected").order_by("id")
    assert last.purpose == f"撤销更正：{first.purpose}"


def test_a_new_name_brings_its_sound(wang, at):
    corrected(wang, at, name="汪建国", phone="13812340001")
    wang.refresh_from_db()
    assert (wang.name_sound, wang.name_initials) == ("wangjianguo", "wjg")


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"document_no": "110105194912310021"}, {"phone": "1381234"},
     {"birth_date": "2991-01-01"}, {"birth_date": "yesterday"}],
)  # fmt: skip
def test_a_wrong_value_is_told_and_nothing_changes(wang, at, wrong):
    with pytest.raises(BadInput):
        corrected(wang, at, **wrong)
    assert not Correction.objects.exists()


def test_a_correction_needs_a_change_and_a_reason(wang, at):
    with pytest.raises(WrongState):
        corrected(wang, at, phone="13812340001")
    with pytest.raises(WrongState):
        actions.correct(wang, given=TYPED, reason=" ", actor=Actor.system(), at=at)


def test_a_number_that_belongs_to_somebody_else_is_refused(wang, at):
    zhang = Person.objects.get(name="张伟")
    with pytest.raises(Conflict):
        corrected(zhang, at, name="张伟")


def test_the_last_correction_is_taken_back_the_older_one_then(wang, at):
    first = corrected(wang, at)
    second = corrected(wang, at, phone="13812340003", name="王建")
    with pytest.raises(WrongState):
        actions.take_back(first, actor=Actor.system(), at=at)
    actions.take_back(second, actor=Actor.system(), at=at)
    with pytest.raises(WrongState):
        actions.take_back(second, actor=Actor.system(), at=at)
    wang.refresh_from_db()
    assert (wang.name, wang.phone) == ("王建国", "13812340009")
    actions.take_back(first, actor=Actor.system(), at=at)
    assert list(queries.search(Actor.system(), "13812340001").values_list("pk", flat=True)) == [
        wang.pk
    ]


def test_somebody_moves_behind_another_door_and_back(wang, leaves, at):
    home = Household.objects.get(code="H2")
    done = actions.move(wang, home=home, reason="搬家", actor=Actor.system(), at=at)
    wang.refresh_from_db()
    assert (wang.household, wang.path) == (home, leaves[2].path)
    actions.take_back(done, actor=Actor.system(), at=at)
    wang.refresh_from_db()
    assert wang.path == leaves[0].path


def test_moving_needs_the_right_at_both_doors(wang, leaves, at, actor_of):
    secretary = actor_of("community_lead", leaves[0].path[: -len("001/")])
    with pytest.raises(NotAllowed):
        actions.move(
            wang, home=Household.objects.get(code="H2"), reason="搬家", actor=secretary, at=at
        )


def test_who_left_is_out_of_the_register_until_brought_back(wang, at):
    later = at + timedelta(days=30)
    with pytest.raises(BadInput):
        actions.leave(wang, on=wang.valid_from, reason="迁出", actor=Actor.system(), at=later)
    with pytest.raises(Conflict):
        actions.leave(
            wang.household, on=later.date(), reason="拆迁", actor=Actor.system(), at=later
        )
    done = actions.leave(wang, on=later.date(), reason="迁出", actor=Actor.system(), at=later)
    assert not queries.visible_to(Actor.system()).filter(pk=wang.pk).exists()
    actions.leave(wang.household, on=later.date(), reason="拆迁", actor=Actor.system(), at=later)
    actions.take_back(done, actor=Actor.system(), at=later)
    assert queries.visible_to(Actor.system()).filter(pk=wang.pk).exists()


def test_a_door_is_read_again_from_its_address(leaves, at):
    home = Household.objects.get(code="H2")
    given = {"address": "第2村阳光花园5栋1单元101", "size": "4人", "phone": "0731-88880000"}
    actions.correct(home, given=given, reason="门牌更正", actor=Actor.system(), at=at)
    home.refresh_from_db()
    assert (home.building, home.unit, home.room, home.size) == ("5", "1", "101", 4)
    for wrong in ({"size": "many"}, {"size": "100"}, {"address": ""}, {"phone": "12"}):
        with pytest.raises(BadInput):
            actions.correct(
                home, given=given | wrong, reason="门牌更正", actor=Actor.system(), at=at
            )


def test_a_card_tells_sex_and_birth_when_they_are_not_typed(at):
    told = rules.person(TYPED | {"sex": "0"}, today=at.date()).values
    assert (told["sex"], str(told["birth_date"])) == ("2", "1949-12-31")
    bare = rules.person({"name": "李四"}, today=at.date())
    assert bare.values["document_type"] == "none"
    assert not bare.findings


def test_the_pages_tell_a_story(leaves, wang):
    browser = signed_in("community_lead", leaves[0].path[: -len("001/")])
    page = browser.get(reverse("roster:correct_person", args=[wang.pk])).content.decode()
    assert "13812340001" in page
    assert LedgerEntry.objects.filter(event="roster.person_identified").count() == 1
    to = reverse("roster:correct_person", args=[wang.pk])
    assert browser.post(to, TYPED | {"reason": "本人来电"}).status_code == 302
    listed = browser.get(reverse("roster:corrections")).content.decode()
    assert "本人来电" in listed
    assert "13812340009" not in listed
    exported = browser.get(reverse("roster:corrections"), {"format": "csv"}).getvalue()
    assert "本人来电" in exported.decode("utf-8-sig")
    done = Correction.objects.get()
    assert browser.post(reverse("roster:take_back", args=[done.pk])).status_code == 302
    assert "已撤回" in browser.get(reverse("roster:corrections")).content.decode()
    undone = browser.get(reverse("roster:corrections"), {"state": "standing"}).content.decode()
    assert "本人来电" not in undone


def test_a_household_gets_a_member_and_loses_one(leaves, wang):
    browser = signed_in("community_lead", leaves[0].path[: -len("001/")])
    home = wang.household
    to = reverse("roster:add_member", args=[home.pk])
    assert "给这户添加人员" in browser.get(to).content.decode()
    given = TYPED | {"name": "王小明", "document_no": "", "document_type": "none"}
    assert browser.post(to, given).status_code == 302
    assert home.persons.count() == 2
    page = browser.get(reverse("roster:correct_household", args=[home.pk])).content.decode()
    assert "第1村3组12号" in page
    gone = reverse("roster:leave", args=["person", home.persons.get(name="王小明").pk])
    assert browser.post(gone, {"reason": "迁出", "on": "2999-01-01"}).status_code == 302
    assert home.persons.filter(valid_to=None).count() == 1
    moved = reverse("roster:leave", args=["person", wang.pk])
    assert browser.post(moved, {"reason": "搬家", "code": "H2"}).status_code == 404
    given = {"address": "第1村3组12号", "size": "3", "tenure": "owner", "channel": "door"}
    told = browser.post(
        reverse("roster:correct_household", args=[home.pk]), given | {"reason": "改为上门"}
    )
    assert told.status_code == 302


def test_a_worker_without_the_right_does_not_correct(leaves, wang):
    browser = signed_in("analyst", "430124105/")
    assert browser.get(reverse("roster:correct_person", args=[wang.pk])).status_code == 403
