from datetime import timedelta

import pytest

from gridward.core import clock
from gridward.core.models import LedgerEntry
from gridward.response.care import jobs
from gridward.response.care.rules.profile import Profile
from tests.make import care as make
from tests.make.township import township

pytestmark = pytest.mark.django_db


def test_the_clock_owes_slots_and_finds_misses_and_twice_is_once(at):
    grid = township(at)[0]
    case = make.started(grid, at, make.staff(grid))
    tomorrow_noon = at + timedelta(days=1, hours=3)
    for _ in range(2):
        jobs.run(tomorrow_noon)
    states = case.slots.order_by("due_at").values_list("state", flat=True)
    assert list(states) == ["missed", "missed", "missed", "expected"]
    assert LedgerEntry.objects.filter(event="care.slot_missed").count() == 3


def test_the_last_day_makes_a_covered_case_due(at):
    grid = township(at)[0]
    people = make.staff(grid)
    case = make.started(grid, at, people, profile=Profile(days=2))
    make.lived_through(case, 2, make.acting(people["grid_worker"], at))
    jobs.run(clock.moment(case.planned_release, clock.local(at).time()))
    case.refresh_from_db()
    assert case.state == "due_for_release"
    noon = case.terms.windows[0].end_time
    jobs.run(clock.moment(case.planned_release, noon))
    case.refresh_from_db()
    assert case.state == "active"  # the morning of the last day was missed
