"""What somebody waits for does not wait for what takes its time."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from gridward.core import lanes, ledger
from gridward.core.actor import Actor
from gridward.ground.xforms.choices import Event
from gridward.web import jobs
from gridward.web.launch import township
from gridward.web.launch.supervisor import Program, Supervisor
from tests.xforms.conftest import committed

__all__ = ["committed"]
ROOT = Path(__file__).parents[2]
LANES = (lanes.PROMPT_LANE, lanes.BULK_LANE)
BULKY = {
    "gridward.web.jobs.fill_lists", "gridward.web.jobs.forget_old_jobs",
    "gridward.web.jobs.verify_ledger", "gridward.response.canvass.jobs.recount_rounds",
    "gridward.response.canvass.jobs.compare_all_sources", "roster.resume_imports",
    "roster.run_import",
}  # fmt: skip


def run_worker(**more: Any) -> None:
    """Work off what waits, as a worker does that stops when nothing is left."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined] # of Django's connector alone

    with app.replace_connector(connector) as other:

        async def run() -> None:
            async with other.open_async():
                await other.run_worker_async(wait=False, install_signal_handlers=False, **more)

        asyncio.run(run())


def states() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text FROM procrastinate_jobs"
            " WHERE task_name = ANY(%s) ORDER BY id",
            [["roster.resume_imports", jobs.react.name]],
        )
        return dict(cursor.fetchall())


def priorities() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE args ? 'entry_ids'")
        return [row[0] for row in cursor.fetchall()]


def test_each_job_has_a_lane_and_what_is_long_is_not_in_the_prompt_one():
    known = {name: task.queue for name, task in app.tasks.items() if not _of_the_queue(name)}
    assert set(known.values()) <= {queue for lane in LANES for queue in lane}
    assert {name for name, queue in known.items() if queue in lanes.BULK_LANE} >= BULKY


def _of_the_queue(name: str) -> bool:
    return name.startswith(("builtin:", "procrastinate."))


def test_production_and_demo_start_a_worker_for_each_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Program] = []
    monkeypatch.setattr(Supervisor, "keep", lambda _self, programs, also: kept.extend(programs))
    wish = township.Wish(ROOT / "var", "127.0.0.1", 8000)
    township._keep(Supervisor({"DATABASE_URL": ""}, lambda _line: None), wish, ["manage.py"])
    queues = [list(each.command)[-1] for each in kept if "procrastinate" in each.command]
    assert queues == [",".join(lane) for lane in LANES]
    compose = (ROOT / "compose.yaml").read_text()
    for lane in LANES:
        assert f'"worker", "--queues", "{",".join(lane)}"]' in compose


@pytest.mark.usefixtures("committed")
def test_a_reaction_is_done_while_a_long_job_waits_for_its_own_worker():
    app.configure_task("roster.resume_imports", queue=lanes.BULK).defer(timestamp=0)
    jobs.react.defer(entry_ids=[])
    run_worker(queues=list(lanes.PROMPT_LANE))
    assert states() == {"roster.resume_imports": "todo", "gridward.web.jobs.react": "succeeded"}


@pytest.mark.django_db
def test_what_follows_from_a_bulk_deed_comes_after_what_follows_from_a_single_one(at):
    note = ledger.Note(Event.SUBMITTED, "1/")
    with lanes.in_bulk():
        ledger.record_many([note], actor=Actor.system(), at=at)
    ledger.record_many([note], actor=Actor.system(), at=at)
    assert priorities() == [lanes.LATER, 0]
    assert ledger.in_one([], ledger.Job("q", "t", lanes.LATER))["priority"] == lanes.LATER
