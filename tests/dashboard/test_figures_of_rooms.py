"""Figures of the other rooms against a plain count of their own tables."""

from datetime import timedelta

import pytest

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.hq.dashboard import actions, queries
from gridward.hq.dashboard.choices import FigureName
from gridward.hq.dashboard.models import Delivery
from gridward.response.care import actions as care
from gridward.response.care.models import Slot
from gridward.response.duty import actions as duty
from gridward.response.risk import actions as judging
from gridward.response.risk.models import Classification
from tests.make.care import FEVER, NORMAL, acting, staff, started
from tests.make.township import HQ, township
from tests.risk import make as risk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
VILLAGE = "430124105/201/"


def test_persons_person_times_and_tasks(at, actor_of):
    grid = township(at - 24 * HOUR)[0]
    people = staff(grid)
    first, second = (started(grid, at - 24 * HOUR, people) for _ in range(2))
    today = clock.local_date(at)
    care.expect_slots(day=today, actor=Actor.system(), at=at)
    worker = acting(people["grid_worker"], at)
    morning = first.slots.filter(day=today).earliest("due_at")
    care.record_slot(morning, NORMAL, actor=worker, at=morning.due_at - HOUR)
    evening = second.slots.filter(day=today).latest("due_at")
    care.record_slot(evening, FEVER, actor=worker, at=evening.due_at - HOUR)
    later = evening.due_at + HOUR
    care.mark_missed(actor=Actor.system(), at=later)
    duty.open_task(
        kind="visit", path=grid.path, due_at=at, subject=first, title="上门", actor=Actor.system(),
        at=at,
    )  # fmt: skip
    slot = actions.close_slot(
        path=HQ, day=today, slot="evening", actor=actor_of("analyst"), at=later
    )
    told = queries.figures_of(slot)
    for place in (HQ, VILLAGE):
        figures = told[place]
        owed = Slot.objects.filter(day=today).exclude(state="dropped")
        assert figures["observed"].value == 2
        assert figures["temperatures"].value == 2
        assert figures["temperatures"].denominator == owed.count() == 4
        assert figures["missed"].value == owed.filter(state="missed").count() == 2
        assert figures["abnormal"].value == 1
        assert figures["overdue"].value >= 1
        assert figures["observed"].unit != figures["temperatures"].unit
    assert told["430124105/202/"]["observed"].value == 0
    lines = {line["kind"]: line for line in Delivery.objects.get(path=VILLAGE).content}
    assert sorted(lines["cases"]["ids"]) == sorted([first.pk, second.pk])
    assert lines["missed"]["grids"] == {grid.path: 2}
    assert lines["tasks"]["count"] == told[VILLAGE]["overdue"].value


def test_proposals_wait_for_a_person(at, actor_of):
    risk.ready(at)
    declared = risk.declaration(at, risk.WUHAN, who=risk.person(at))
    judging.take_declaration(declared.pk, actor=Actor.system(), at=at)
    waiting = Classification.objects.filter(state="proposed").count()
    found = queries.table(actor_of("analyst"), HQ, at).total
    assert found[FigureName.PROPOSALS].value == waiting == 1
    assert found[FigureName.PROPOSALS].unit == "persons"
