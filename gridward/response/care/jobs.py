"""What the clock does for observed people; each job may run at any time, twice is once.

The jobs run every few minutes instead of at fixed hours, so that no time zone of a server matters
and a missed run is made up by the next one.
"""

from datetime import datetime

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.response.care import actions

_SYSTEM = Actor.system("care.jobs")


def run(at: datetime) -> None:
    """Everything that is due at `at`: slots of the business day, misses, due cases."""
    with scope.everywhere():
        actions.expect_slots(day=clock.local_date(at), actor=_SYSTEM, at=at)
        actions.mark_missed(actor=_SYSTEM, at=at)
        actions.refresh_due(actor=_SYSTEM, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="care_clock")
def tick(timestamp: int) -> None:
    """The clock of the care room."""
    run(clock.now())
