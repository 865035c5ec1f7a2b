"""Two records of one person are joined: the rooms above follow by the event, and go back."""

from datetime import timedelta

import orjson
import pytest

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Moved, Person
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.models import Submission, Version
from gridward.ground.xforms.queries import shipped
from gridward.response.canvass.actions import reconcile as sources
from gridward.response.care.actions import cancel
from gridward.response.care.models import Case
from gridward.response.duty.models import Task
from gridward.response.risk import actions as risk
from gridward.response.risk.models import Classification, Stay
from gridward.web.reactions import reactions_to
from tests.make import care
from tests.make.township import HQ
from tests.risk import make
from tests.roster.test_merging import WHY, snapshot

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
JOINED, PARTED = "roster.persons_merged", "roster.persons_unmerged"


@pytest.fixture
def clerk(actor_of):
    return actor_of("analyst", user_id=7)


def follow(*events):
    """Run the reactions to what stands in the ledger, event by event in the order given."""
    for event in events:
        entries = list(LedgerEntry.objects.filter(event=event).order_by("recorded_at", "id"))
        for react in reactions_to(event):
            if react.__module__ == "gridward.web.reactions" and "follow" in react.__name__:
                react(entries)


def judged(at, stay, name="张三丰"):
    person = make.person(at, name=name)
    declared = make.declaration(at, stay, who=person)
    version = Version.objects.filter(form__form_id="screening").exclude(xform="").first()
    version = version or xforms.publish(
        xlsform=shipped("screening"), path=HQ, purpose="declaration", public=True, actor=SYSTEM,
        at=at,
    )  # fmt: skip
    told = {"xml": '<data id="screening"/>', "version": version}
    Submission.objects.filter(pk=declared.submission_id).update(**told)
    risk.take_declaration(declared.pk, actor=SYSTEM, at=at)
    return person


def standing():
    """Every row of every table; those of the comparison are made anew, so their numbers differ."""
    told = snapshot()
    table = "canvass_reconciliation"
    bare = [{name: row[name] for name in row if name != "id"} for row in told[table]]
    return told | {table: sorted(bare, key=orjson.dumps), "duty_task": []}


@pytest.fixture
def two(at):
    make.ready(at)
    mild = {"text": "湖南长沙", "code": "430100000000", "from": "2020-01-10", "to": "2020-02-17"}
    people = judged(at, mild), judged(at, make.WUHAN, "张叁丰")
    sources.recompare(actor=SYSTEM, at=at)
    return people


def test_stays_and_classes_follow_and_go_back(two, clerk, at):
    kept, gone = two
    risk.follow_unmerge(actor=SYSTEM, at=at)
    before = standing()
    done = roster.merge(kept, gone, reason=WHY, actor=clerk, at=at)
    follow(JOINED, JOINED)
    assert set(Stay.objects.values_list("person_id", flat=True)) == {kept.pk}
    assert Classification.objects.get(person=kept, state="proposed").measure != "none"
    assert not Classification.objects.filter(person=gone).exists()
    roster.unmerge(done, actor=clerk, at=at)
    follow(PARTED, PARTED)
    assert standing() == before


@pytest.mark.parametrize("stays", [0, 1])
def test_of_two_decided_classes_the_stricter_stands(two, clerk, at, stays):
    for person in two:
        for row in Classification.objects.filter(person=person, state="proposed"):
            risk.override(
                row, measure="home_isolation" if person == two[1] else "self_monitoring",
                reason="核实", actor=make.commander(), at=at,
            )  # fmt: skip
    decided = Classification.objects.filter(state="overridden").latest("pk")
    said = risk.object_to(decided, text="没去过武汉", actor=make.commander(), at=at)
    classified = set(Classification.objects.values_list("person_id", flat=True))
    before = standing()
    done = roster.merge(two[stays], two[1 - stays], reason=WHY, actor=clerk, at=at)
    follow(JOINED)
    stands = Classification.objects.get(person=two[stays], state="overridden")
    assert stands.measure == "home_isolation"
    assert Classification.objects.exclude(person=two[stays]).count() == 0
    said.refresh_from_db()
    assert said.person_id == two[stays].pk
    roster.unmerge(done, actor=clerk, at=at)
    follow(PARTED)
    assert standing() == before
    assert set(Classification.objects.values_list("person_id", flat=True)) == classified


def test_a_case_follows_its_person(two, clerk, at):
    grid = Node.objects.get(path=make.GRID)
    care.staff(grid)
    case = care.planned(grid, at, who=two[1])
    before = standing()
    done = roster.merge(*two, reason=WHY, actor=clerk, at=at)
    follow(JOINED)
    assert Case.objects.get().person == two[0]
    roster.unmerge(done, actor=clerk, at=at)
    follow(PARTED)
    assert Case.objects.get() == case
    assert standing() == before


def test_of_two_open_cases_a_person_ends_one_and_the_other_follows(two, clerk, at):
    grid = Node.objects.get(path=make.GRID)
    lead = care.acting(care.staff(grid)["community_lead"], at)
    mine, other = (care.planned(grid, at, who=person) for person in two)
    done = roster.merge(*two, reason=WHY, actor=clerk, at=at)
    follow(JOINED, JOINED)
    other.refresh_from_db()
    assert other.person == two[1]  # it waits where it was
    [task] = Task.objects.filter(subject_id=str(other.pk), kind="case_review")
    assert task.title["message"].startswith("Two open cases")
    cancel(mine, reason="误建", actor=lead, at=at)
    follow("care.cancelled")
    other.refresh_from_db()
    assert other.person == two[0]
    roster.unmerge(done, actor=clerk, at=at)
    follow(PARTED)
    other.refresh_from_db()
    assert other.person == two[1]
    task.refresh_from_db()
    assert task.state == "cancelled"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_chain_is_followed_whichever_event_comes_first(two, clerk, at, order):
    third = judged(at, make.DONGGUAN, "章三丰")
    sources.recompare(actor=SYSTEM, at=at)
    before = standing()
    done = [
        roster.merge(two[0], two[1], reason=WHY, actor=clerk, at=at),
        roster.merge(third, two[0], reason=WHY, actor=clerk, at=at + timedelta(hours=1)),
    ]
    for n in order:
        risk.follow_merge(done[n].pk, actor=SYSTEM)
    assert set(Stay.objects.values_list("person_id", flat=True)) == {third.pk}
    for item in reversed(done):
        roster.unmerge(item, actor=clerk, at=at)
    risk.follow_unmerge(actor=SYSTEM, at=at)
    assert standing() == before
    assert not Moved.objects.filter(returned_at=None).exists()


def test_a_joining_taken_back_before_anybody_followed_moves_nothing(two, clerk, at):
    before = standing()
    done = roster.merge(*two, reason=WHY, actor=clerk, at=at)
    roster.unmerge(done, actor=clerk, at=at)
    follow(JOINED, PARTED)
    assert standing() == before
    assert Person.objects.filter(valid_to=None).count() == 2
