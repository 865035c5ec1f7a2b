"""Invariants of the domain that judging could break: running cases, hours and days, figures.

Buildings in one zone at a time: `test_zone_actions`; analysis slots: `tests/dashboard`.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.ground.grid.models import Node
from gridward.response.care import actions as care
from gridward.response.risk import actions, queries
from gridward.response.risk.choices import RunKind
from gridward.response.risk.models import JudgingRun, PolicyAdoption
from gridward.response.risk.rules.days import planned_release
from gridward.response.risk.rules.impact import Count, Impact
from tests.make import care as making
from tests.make.township import HQ
from tests.risk import make

SYSTEM = Actor.system()
MEASURES = st.sampled_from(["none", "self_monitoring", "home_isolation", "central_isolation"])
COUNTS = st.lists(
    st.builds(
        Count,
        st.sampled_from([f"{HQ}201/001/", f"{HQ}201/002/", f"{HQ}202/001/", f"{HQ}202/"]),
        MEASURES, MEASURES, st.integers(1, 50),
    ),
    max_size=12,
)  # fmt: skip


@pytest.mark.django_db
def test_7_another_policy_changes_no_case_that_runs(at):
    make.ready(at)
    making.staff(Node.objects.get(path=make.GRID))
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    row = actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    assert row is not None
    actions.confirm(row, actor=make.commander(), at=at)
    case = care.plan_from(row.pk, actor=SYSTEM, at=at)
    assert case is not None
    case.refresh_from_db()
    before = (case.profile, case.planned_release, case.day_one)
    assert case.planned_release == planned_release(case.day_one, 0, case.profile["days"])
    later = at + timedelta(hours=1)
    make.adopted(later, "generic-respiratory")
    run = JudgingRun.objects.get(kind=RunKind.ADOPTION, due_at=later)
    actions.perform(run.pk, actor=SYSTEM, at=later)
    run.refresh_from_db()
    assert run.proposed == 1
    case.refresh_from_db()
    row.refresh_from_db()
    assert (case.profile, case.planned_release, case.day_one) == before
    assert (row.state, queries.pack_for(row).code) == ("confirmed", "2020-02-local")


@pytest.mark.django_db
def test_19_an_hour_has_a_zone_and_a_day_is_that_of_shanghai(at):
    make.ready(at)
    night = datetime(2020, 2, 20, 16, 30, tzinfo=UTC)  # half past midnight of the 21st there
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    row = actions.take_declaration(told.pk, actor=SYSTEM, at=night)
    assert row is not None
    assert row.as_of == clock.local_date(night) == date(2020, 2, 21)
    adoption = PolicyAdoption.objects.get()
    assert adoption.starts_at.tzinfo is not None
    assert queries.policy_in_force(make.GRID, adoption.starts_at) == adoption
    assert queries.policy_in_force(make.GRID, adoption.starts_at - timedelta(seconds=1)) is None


@given(COUNTS)
def test_21_persons_beds_and_readings_are_figures_of_their_own(counts):
    slots = {"self_monitoring": 1, "home_isolation": 2, "central_isolation": 2}
    impact = Impact(tuple(counts), slots, slots)
    before, after = impact.cost()
    for side, cost in (("before", before), ("after", after)):
        persons = {m: sum(c.persons for c in counts if getattr(c, side) == m) for m in slots}
        assert cost.persons == sum(persons.values())
        assert cost.beds == persons["central_isolation"]
        assert cost.slots == sum(n * slots[m] for m, n in persons.items())
    assert sum(n for *_, n in impact.changes()) == sum(c.persons for c in counts if c.changes)
    for lines in (impact.by_village(), impact.by_grid()):
        assert sum(line.changed for line in lines) == sum(n for *_, n in impact.changes())
        assert sum(line.after.beds for line in lines) == after.beds
    assert Impact.read(impact.stored()).counts == impact.counts
