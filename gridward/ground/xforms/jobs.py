"""What the clock does for entities; twice is once."""

from datetime import datetime

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.xforms import actions

_SYSTEM = Actor.system("xforms.jobs")


def run(at: datetime) -> int:
    """Changes that have waited five days for the one they build on; returns how many."""
    with scope.everywhere():
        return actions.force_held(actor=_SYSTEM, at=at)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="force_held_entities")
def force_held(timestamp: int) -> None:
    """Each hour."""
    run(clock.now())
