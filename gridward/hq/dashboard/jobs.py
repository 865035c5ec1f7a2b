"""What runs by the clock: slots are planned a day ahead and turn red by themselves."""

from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard import actions


def plan(at: datetime) -> int:
    """Plan today's and tomorrow's slots of every township; returns how many townships there are."""
    with scope.everywhere():
        today = clock.local_date(at)
        nodes = grid.in_force(grid.visible_to(Actor.system()), today).filter(level="township")
        towns = list(nodes.values_list("path", flat=True))
        for path in towns:
            for day in (today, today + timedelta(days=1)):
                actions.plan_slots(path, day)
        return len(towns)


def mark_late(at: datetime) -> int:
    """Mark slots that are past their time."""
    with scope.everywhere():
        return actions.mark_late(at)


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="plan_slots")
def plan_slots(timestamp: int) -> None:
    plan(clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="mark_slots_late")
def mark_slots_late(timestamp: int) -> None:
    mark_late(clock.now())
