"""Old versions that registers fed are deleted; what a phone may still build on is not."""

import uuid
from datetime import timedelta

import pytest

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, jobs, queries
from gridward.ground.xforms.models import Entity, HeldSubmission
from gridward.ground.xforms.rules.entities import KEEP_FOR
from tests.make import forms as make
from tests.make.township import township
from tests.xforms.visiting import GRID

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
DAY = timedelta(days=1)


@pytest.fixture
def house(db, at):
    """A household that the register said something new of on every tenth day for half a year."""
    township(at)
    identity = uuid.uuid4()
    with scope.everywhere():
        for day in range(0, 181, 10):
            row = actions.EntityRow(identity, GRID, "5组12号", {"people": str(day)})
            actions.put_entities("houses", [row], actor=SYSTEM, at=at + day * DAY)
    return Entity.objects.get(uuid=identity)


def versions(entity):
    return list(entity.versions.order_by("version").values_list("version", flat=True))


def test_what_no_phone_can_have_any_more_goes(house, at):
    now = at + 180 * DAY
    assert versions(house) == list(range(1, 20))
    assert actions.prune_versions(actor=SYSTEM, at=now) == 7
    # Version 9 was the present one until day 90: a phone may have fetched it then.
    assert versions(house) == [1, *range(9, 20)]
    assert actions.prune_versions(actor=SYSTEM, at=now) == 0
    assert LedgerEntry.objects.get(event="xforms.entities_pruned").data["count"] == 7


def test_every_version_of_the_last_ninety_days_is_still_a_base(house, at):
    now = at + 180 * DAY
    current = {
        max(v.version for v in house.versions.all() if v.at <= moment)
        for moment in (now - n * DAY for n in range(KEEP_FOR.days + 1))
    }
    actions.prune_versions(actor=SYSTEM, at=now)
    assert current <= set(versions(house))
    assert {state.version for state in queries.states(house)} >= current


def test_an_entity_in_conflict_keeps_all(house, at):
    Entity.objects.filter(pk=house.pk).update(conflict="soft")
    assert actions.prune_versions(actor=SYSTEM, at=at + 180 * DAY) == 0


def test_what_people_and_phones_made_stays(house, at):
    house.versions.filter(version__in=[3, 4]).update(source="form")
    house.versions.filter(version=5).update(source="person")
    actions.prune_versions(actor=SYSTEM, at=at + 180 * DAY)
    assert versions(house)[:4] == [1, 3, 4, 5]


def test_with_a_change_that_waits_nothing_goes(house, version_of_a_visit, at):
    HeldSubmission.objects.create(
        submission=version_of_a_visit, path=GRID, entity_uuid=house.uuid, branch_id=uuid.uuid4(),
        base_version=2, held_at=at,
    )  # fmt: skip
    assert actions.prune_versions(actor=SYSTEM, at=at + 180 * DAY) == 0


@pytest.fixture
def version_of_a_visit(house, at):
    with scope.everywhere():
        return actions.submit(
            version=make.published(at), xml=make.xml(make.published(at)), attachments={},
            actor=Actor.resident(make.HQ), channel="self", at=at,
        )  # fmt: skip


def test_the_job_of_the_night(house):
    jobs.prune_versions(0)  # today is years later
    assert versions(house) == [1, 19]
