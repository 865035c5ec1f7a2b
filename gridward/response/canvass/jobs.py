"""What runs by the clock: counters are counted again every night."""

from datetime import datetime

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.response.canvass import actions
from gridward.response.canvass.choices import RoundState
from gridward.response.canvass.models import Round


def recount(at: datetime) -> int:
    """Recount every running round; returns how many counters had to be put right (0 is normal)."""
    with scope.everywhere():
        running = Round.objects.filter(state=RoundState.OPEN)
        return sum(actions.recount(sweep, actor=Actor.system(), at=at) for sweep in running)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="recount_rounds")
def recount_rounds(timestamp: int) -> None:
    recount(clock.now())
