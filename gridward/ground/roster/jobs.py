"""What runs in the background: imports, and going on with those that a crash interrupted."""

from procrastinate.contrib.django import app

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.roster import actions, queries
from gridward.ground.roster.gateways import RUN_IMPORT


@app.task(name=RUN_IMPORT, queue="imports", retry=3)
def run_import(import_id: int) -> None:
    with scope.everywhere():
        actions.run(import_id, actor=Actor.system(), at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="roster.resume_imports", queue="imports", queueing_lock="resume_imports")
def resume_imports(timestamp: int) -> None:
    """Go on with imports whose worker is gone; one that is being run is left alone."""
    with scope.everywhere():
        for import_id in queries.running_imports():
            actions.run(import_id, actor=Actor.system(), at=clock.now())
