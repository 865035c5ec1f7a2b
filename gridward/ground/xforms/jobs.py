"""What the clock does for entities and for submissions in pieces; twice is once."""

from datetime import datetime

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.xforms import actions
from gridward.ground.xforms.actions.store import complete_late

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


@app.periodic(cron="17 4 * * *")
@app.task(queueing_lock="prune_entity_versions")
def prune_versions(timestamp: int) -> None:
    """Each night, old versions of entities that no phone can build on any more."""
    with scope.everywhere():
        actions.prune_versions(actor=_SYSTEM, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="complete_late_submissions")
def complete_submissions(timestamp: int) -> None:
    """Submissions whose last piece did not come within an hour count as they are."""
    with scope.everywhere():
        complete_late(actor=_SYSTEM, at=clock.now())
