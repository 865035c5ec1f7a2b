"""The queue of jobs, called by name: jobs stand above the actions that order them."""

from collections.abc import Iterable
from typing import Any

from procrastinate.contrib.django import app

from gridward.core import lanes

PERFORM = "risk.perform"
JUDGE_NEAR = "risk.judge_near"


def enqueue_run(run_id: int) -> None:
    """Have a worker do a run. Ordered twice, the second worker finds it locked or done."""
    app.configure_task(PERFORM, queue=lanes.BULK, priority=lanes.LATER).defer(run_id=run_id)


def enqueue_near(codes: Iterable[str]) -> None:
    """Have a worker judge whoever was near these divisions: source areas there changed."""
    wanted: list[Any] = sorted(set(codes))  # any JSON for the queue
    if wanted:
        job = app.configure_task(JUDGE_NEAR, queue=lanes.BULK, priority=lanes.LATER)
        job.defer(codes=wanted)
