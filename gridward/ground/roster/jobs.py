"""What runs in the background: imports, and going on with those that a crash interrupted."""

from procrastinate.contrib.django import app

from gridward.core import clock, lanes, scope
from gridward.core.actor import Actor
from gridward.ground.roster import actions, queries
from gridward.ground.roster.gateways import RUN_IMPORT, SEEK


@app.task(name=RUN_IMPORT, queue=lanes.BULK, priority=lanes.LATER, retry=3)
def run_import(import_id: int) -> None:
    with scope.everywhere(), lanes.in_bulk():
        actions.run(import_id, actor=Actor.system(), at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(
    name="roster.resume_imports", queue=lanes.BULK, priority=lanes.LATER,
    queueing_lock="resume_imports",
)  # fmt: skip
def resume_imports(timestamp: int) -> None:
    """Go on with imports whose worker is gone; one that is being run is left alone."""
    with scope.everywhere(), lanes.in_bulk():
        for import_id in queries.running_imports():
            actions.run(import_id, actor=Actor.system(), at=clock.now())


@app.task(name=SEEK, queue=lanes.BULK, priority=lanes.LATER, queueing_lock=SEEK, retry=3)
def seek_new() -> None:
    """Double records of persons who came in since."""
    with scope.everywhere(), lanes.in_bulk():
        actions.seek_new(actor=Actor.system(), at=clock.now())


@app.periodic(cron="23 * * * *")
@app.task(
    name="roster.seek_left_over", queue=lanes.BULK, priority=lanes.LATER,
    queueing_lock="seek_left_over",
)  # fmt: skip
def seek_left_over(timestamp: int) -> None:
    """Those whose event was lost, and a register that was never searched."""
    with scope.everywhere(), lanes.in_bulk():
        actions.seek_new(actor=Actor.system(), at=clock.now())
