"""What runs in the background: judging everybody, also when the hour of a policy comes."""

from procrastinate.contrib.django import app

from gridward.core import clock, lanes, scope
from gridward.core.actor import Actor
from gridward.response.risk import actions, queries
from gridward.response.risk.gateways import JUDGE_NEAR, PERFORM

_SYSTEM = Actor.system("risk.jobs")


@app.task(name=PERFORM, queue=lanes.BULK, priority=lanes.LATER, retry=3)
def perform(run_id: int) -> None:
    with scope.everywhere(), lanes.in_bulk():
        actions.perform(run_id, actor=_SYSTEM, at=clock.now())


@app.task(name=JUDGE_NEAR, queue=lanes.BULK, priority=lanes.LATER, retry=3)
def judge_near(codes: list[str]) -> None:
    with scope.everywhere(), lanes.in_bulk():
        actions.judge_near(codes, actor=_SYSTEM, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(
    name="risk.see_to_runs", queue=lanes.BULK, priority=lanes.LATER, queueing_lock="risk_runs"
)
def see_to_runs(timestamp: int) -> None:
    """Runs whose hour has come, and those whose worker died; one under way is left alone."""
    at = clock.now()
    with scope.everywhere(), lanes.in_bulk():
        for run_id in queries.due_runs(at):
            actions.perform(run_id, actor=_SYSTEM, at=at)
