"""Joining two records of one person: what stays, what follows, and the way back."""

from datetime import date, timedelta

import orjson
import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.core.actor import Actor
from gridward.core.crypto import EncryptedTextField, decrypt
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import (
    CareContact,
    Merge,
    Moved,
    Person,
    PushedEntry,
    Vulnerable,
)
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from tests.make.township import HQ, township

pytestmark = pytest.mark.django_db
CARD = "11010519491231002X"
WHY = "同一个人，电话核实"
HISTORY = {"roster_merge", "roster_moved", "core_ledgerentry", "core_ledgerlink"}


@pytest.fixture
def leaves(at):
    grids = township(at)
    homes = [
        HouseholdRow("H1", grids[0].path, "第1村3组12号"),
        HouseholdRow("H2", grids[2].path, "第2村阳光花园3栋2单元302"),
    ]
    people = [
        PersonRow("王建国", household_code="H1", phone="13812340001", document_no=CARD),
        PersonRow("汪建国", household_code="H1", phone="13812340009"),
        PersonRow("王健国", household_code="H2", phone="", needs_help=True),
        PersonRow("张伟", household_code="H2", phone="13812340002"),
    ]
    actions.load_households(homes, actor=Actor.system(), at=at)
    actions.load_persons(people, actor=Actor.system(), at=at)
    return grids


@pytest.fixture
def people(leaves):
    return list(Person.objects.order_by("pk"))


@pytest.fixture
def clerk(actor_of):
    return actor_of("analyst", HQ, user_id=7)


def pushed(person, at, name="王建国"):
    return PushedEntry.objects.create(
        path=person.path, source="市疾控", name=name, person=person, pushed_at=at
    )


def helped(person, at):
    return Vulnerable.objects.create(
        person=person, path=person.path, kind="old_alone", helper=7, helper_name="李干部",
        every_days=3, since=at.date(), due_on=at.date(),
    )  # fmt: skip


def snapshot():
    """All rows of all tables of the product but the history of joinings, in plain text."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if not model.__module__.startswith("gridward.") or table in HISTORY:
                continue
            sealed = [f.column for f in model._meta.fields if isinstance(f, EncryptedTextField)]
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows = [orjson.loads(row[0]) for row in cursor.fetchall()]
            plain = [row | {name: decrypt(row[name]) for name in sealed} for row in rows]
            found[table] = sorted(plain, key=orjson.dumps)
    return found


def test_the_loser_leaves_and_all_that_pointed_at_it_follows(people, clerk, at):
    kept, gone, *_rest = people
    entry, helper = pushed(gone, at), helped(gone, at)
    done = actions.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert gone.valid_to is not None
    entry.refresh_from_db()
    helper.refresh_from_db()
    assert (entry.person, helper.person) == (kept, kept)
    assert {(row.label, row.row) for row in Moved.objects.all()} == {
        ("roster.pushedentry", entry.pk), ("roster.vulnerable", helper.pk),
    }  # fmt: skip
    assert queries.standing_person(gone) == kept
    assert list(queries.merges_visible_to(clerk)) == [done]
    told = LedgerEntry.objects.get(event="roster.persons_merged")
    assert told.data == {"kept": kept.pk, "gone": gone.pk}  # ids alone


def test_the_value_that_stays_is_told_with_its_reason(people, clerk, at):
    kept, gone = people[0], people[2]  # the second one needs a visit, has no phone
    done = actions.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    kept.refresh_from_db()
    assert kept.needs_help
    assert (kept.name, kept.phone, kept.document_no) == ("王建国", "13812340001", CARD)
    picks = {pick["field"]: pick for pick in done.picks}
    assert picks["needs_help"]["side"] == "gone"
    assert picks["phone"]["why"]["message"] == "The other record says nothing."
    assert "13812340001" not in orjson.dumps(done.picks).decode()


def test_what_a_person_chose_beats_the_rule(people, clerk, at):
    kept, gone = people[0], people[1]
    actions.merge(kept, gone, reason=WHY, actor=clerk, at=at, chosen={"name": "gone"})
    kept.refresh_from_db()
    assert (kept.name, kept.name_sound) == ("汪建国", "wangjianguo")


def test_a_corrected_value_beats_the_one_of_a_list(people, clerk, at):
    kept, gone = people[0], people[1]
    typed = {"name": "汪建国", "document_type": "none", "document_no": "", "phone": "13812340077"}
    actions.correct(gone, given=typed, reason="本人说的", actor=Actor.system(), at=at)
    actions.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    kept.refresh_from_db()
    assert kept.phone == "13812340077"
    assert queries.search(Actor.system(), "13812340077").get() == kept


def test_two_document_numbers_wait_for_a_choice(people, clerk, at):
    kept, gone = people[0], people[3]
    gone.document_no, gone.document_digest = "430124197003085125", "x"
    gone.save()
    with pytest.raises(WrongState):
        actions.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    done = actions.merge(kept, gone, reason=WHY, actor=clerk, at=at, chosen={"document": "kept"})
    assert {p["side"] for p in done.picks if p["field"] == "document"} == {"kept"}


def test_joining_needs_the_permission_at_both_places(people, actor_of, at):
    secretary = actor_of("community_lead", people[0].path)
    with pytest.raises(NotAllowed):
        actions.merge(people[0], people[3], reason=WHY, actor=secretary, at=at)
    worker = actor_of("grid_worker", HQ)
    with pytest.raises(NotAllowed):
        actions.merge(people[0], people[1], reason=WHY, actor=worker, at=at)
    assert not Merge.objects.exists()


@pytest.mark.parametrize("wrong", ["same", "left", "no reason"])
def test_what_cannot_be_joined(people, clerk, at, wrong):
    kept, gone = people[0], people[1]
    if wrong == "left":
        Person.objects.filter(pk=gone.pk).update(valid_to=date(2990, 1, 1))
    with pytest.raises(WrongState):
        actions.merge(
            kept, kept if wrong == "same" else gone, reason="" if wrong == "no reason" else WHY,
            actor=clerk, at=at,
        )  # fmt: skip


def test_two_helpers_become_one_and_part_again(people, clerk, at):
    mine, other = helped(people[0], at), helped(people[1], at)
    CareContact.objects.create(
        entry=other, path=other.path, at=at, channel="phone", outcome="well", by=7
    )
    done = actions.merge(people[0], people[1], reason=WHY, actor=clerk, at=at)
    other.refresh_from_db()
    assert (other.person, other.ended_on is None) == (people[0], False)
    assert Vulnerable.objects.get(person=people[0], ended_on=None) == mine
    actions.unmerge(done, actor=clerk, at=at)
    other.refresh_from_db()
    assert (other.person, other.ended_on) == (people[1], None)


def test_a_correction_made_since_stays_when_the_joining_goes(people, clerk, at):
    kept, gone = people[2], people[0]
    done = actions.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    typed = {
        "name": "王建国", "document_no": CARD, "phone": "13812340088", "needs_help": "on",
        "residence": "registered",
    }  # fmt: skip
    actions.correct(kept, given=typed, reason="本人来电", actor=Actor.system(), at=at)
    actions.unmerge(done, actor=clerk, at=at)
    kept.refresh_from_db()
    assert kept.phone == "13812340088"
    assert kept.document_no == ""  # that came with the other record, and went with it


def test_only_the_last_joining_of_a_record_goes_back(people, clerk, at):
    first = actions.merge(people[0], people[1], reason=WHY, actor=clerk, at=at)
    second = actions.merge(people[3], people[0], reason=WHY, actor=clerk, at=at)
    people[1].refresh_from_db()
    assert queries.standing_person(people[1]) == people[3]
    with pytest.raises(WrongState):
        actions.unmerge(first, actor=clerk, at=at)
    actions.unmerge(second, actor=clerk, at=at)
    with pytest.raises(WrongState):
        actions.unmerge(second, actor=clerk, at=at)
    actions.unmerge(first, actor=clerk, at=at)
    assert Person.objects.filter(valid_to=None).count() == 4


def test_everything_that_points_at_a_person_is_known_here():
    """A new table with a person must say what a joining does with it."""
    known = {
        "roster.person.merged_into", "roster.declaration.person", "roster.pushedentry.person",
        "roster.vulnerable.person", "roster.matchkey.person", "roster.matchcandidate.person",
        "roster.merge.kept", "roster.merge.gone",
        "risk.classification.person", "risk.stay.person", "risk.runchange.person",
        "risk.objection.person", "care.case.person",
    }  # fmt: skip
    found = {
        f"{relation.related_model._meta.label_lower}.{relation.field.name}"
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.one_to_many or relation.one_to_one
    }
    assert found == known


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_joinings_taken_back_restore_every_row(people, clerk, at, data):
    """Chains, joinings of joined records, choices by hand: taken back, all is as it was."""
    with transaction.atomic():
        _there_and_back(people, clerk, at + timedelta(days=data.draw(st.integers(0, 3))), data)
        transaction.set_rollback(True)


def _there_and_back(people, clerk, now, data):
    for person in people:
        for _n in range(data.draw(st.integers(0, 2))):
            pushed(person, now)
        if data.draw(st.booleans()):
            helped(person, now)
    before = snapshot()
    done = []
    for _n in range(data.draw(st.integers(1, 3))):
        here = list(Person.objects.filter(valid_to=None).order_by("pk"))
        kept, gone = data.draw(st.permutations(here))[:2]
        fields = st.sampled_from(["name", "phone", "home", "document", "needs_help"])
        chosen = data.draw(st.dictionaries(fields, st.sampled_from(["kept", "gone"])))
        chosen = {"document": "kept"} | chosen
        done.append(actions.merge(kept, gone, reason=WHY, actor=clerk, at=now, chosen=chosen))
    assert snapshot() != before
    for item in reversed(done):
        actions.unmerge(item, actor=clerk, at=now)
    assert snapshot() == before
