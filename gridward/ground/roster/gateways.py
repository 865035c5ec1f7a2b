"""The queue of jobs, called by name: jobs stand above the actions that order them."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridward.core import lanes

RUN_IMPORT = "roster.run_import"
SEEK = "roster.seek_new"


def enqueue_import(import_id: int) -> None:
    """Have an import run by a worker, in the transaction of the deed. Ordered twice, the second
    worker finds the import locked or finished and leaves it alone."""
    job = app.configure_task(RUN_IMPORT, queue=lanes.BULK, priority=lanes.LATER)
    job.defer(import_id=import_id)


def enqueue_seeking() -> None:
    """Have a worker seek double records of new persons; one job for all that came meanwhile."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(SEEK, queueing_lock=SEEK, queue=lanes.BULK, priority=lanes.LATER).defer()
