"""What runs by the clock: counters are counted again every night, silence is chased in the
evening, and who was not reached by phone gets a visit."""

from datetime import datetime

from procrastinate.contrib.django import app

from gridward.core import clock, lanes, scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions
from gridward.response.canvass.actions import reconcile as sources
from gridward.response.canvass.choices import Kind, RoundState
from gridward.response.canvass.models import Round


def recount(at: datetime) -> int:
    """Recount every running round; returns how many counters had to be put right (0 is normal)."""
    with scope.everywhere():
        running = Round.objects.filter(state=RoundState.OPEN)
        return sum(actions.recount(sweep, actor=Actor.system(), at=at) for sweep in running)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="recount_rounds", queue=lanes.BULK, priority=lanes.LATER)
def recount_rounds(timestamp: int) -> None:
    recount(clock.now())


def chase_reports(at: datetime) -> int:
    """A task for every grid of a running door sweep without a report of today."""
    with scope.everywhere():
        today = local_date(at)
        running = Round.objects.filter(state=RoundState.OPEN, kind=Kind.DOOR_SWEEP)
        paths = {node.path for sweep in running for node in grid.grids(under=sweep.path, on=today)}
        return actions.chase(sorted(paths), day=today, actor=Actor.system(), at=at)


def reach_everybody(at: datetime) -> int:
    """Door visits where calls stay unanswered, tasks where a vulnerable person was not seen."""
    with scope.everywhere():
        return actions.send_to_doors(at=at) + actions.remind_helpers(at=at)


@app.periodic(cron="25 18 * * *")  # 02:25 in Shanghai
@app.task(queueing_lock="compare_all_sources", queue=lanes.BULK, priority=lanes.LATER)
def compare_all_sources(timestamp: int) -> None:
    """Everybody once a night: what a lost reaction has missed is found again."""
    with scope.everywhere():
        sources.recompare(actor=Actor.system(), at=clock.now())


@app.periodic(cron="35 9 * * *")  # 17:35 in Shanghai, after the cut-off of the daily report
@app.task(queueing_lock="chase_daily_reports")
def chase_daily_reports(timestamp: int) -> None:
    chase_reports(clock.now())


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="reach_everybody_each_hour")
def reach_everybody_each_hour(timestamp: int) -> None:
    reach_everybody(clock.now())
