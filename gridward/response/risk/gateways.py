"""The queue of jobs, called by name: jobs stand above the actions that order them."""

from procrastinate.contrib.django import app

from gridward.core import lanes

PERFORM = "risk.perform"


def enqueue_run(run_id: int) -> None:
    """Have a worker do a run. Ordered twice, the second worker finds it locked or done."""
    app.configure_task(PERFORM, queue=lanes.BULK, priority=lanes.LATER).defer(run_id=run_id)
