"""The queue of jobs, called by name: jobs stand above the actions that order them."""

from procrastinate.contrib.django import app

from gridward.core import lanes

RUN_IMPORT = "roster.run_import"


def enqueue_import(import_id: int) -> None:
    """Have an import run by a worker, in the transaction of the deed. Ordered twice, the second
    worker finds the import locked or finished and leaves it alone."""
    job = app.configure_task(RUN_IMPORT, queue=lanes.BULK, priority=lanes.LATER)
    job.defer(import_id=import_id)
