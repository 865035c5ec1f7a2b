"""Jobs of the whole system: reactions to ledger events, and the clockwork of the ledger itself."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from operator import attrgetter

import orjson
from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from gridward.core import clock, lanes, ledger, scope, sql
from gridward.core.actor import Actor
from gridward.core.batch import retention
from gridward.core.choices import Event
from gridward.core.models import LedgerEntry
from gridward.web import lists
from gridward.web.batch import places
from gridward.web.reactions import REACTIONS, reactions_to

log = logging.getLogger(__name__)
_at_once: ContextVar[bool] = ContextVar("at_once", default=False)
_held: ContextVar[list[str] | None] = ContextVar("held", default=None)
# What `react.defer` asks the database for; its Python costs a submission more than its insertion.
_DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY[
  ROW(%s::text, %s::text, %s::int, NULL, NULL, %s::jsonb, NULL)::procrastinate_job_to_defer_v1])"""
_SILENCE = 20.0  # seconds without a sign of life of a worker (settings: one every 5)
_KEPT_HOURS = 72  # finished jobs stay to be looked at; failed ones stay until somebody sees to them


def install() -> None:
    """Have the ledger enqueue a job for every event that something follows from."""
    for event in REACTIONS:
        ledger.listen(event, enqueue, job=_job)


def _job() -> ledger.Job | None:
    """What `enqueue` enqueues; None when the reactions are run there and then."""
    immediate = _at_once.get() or _held.get() is not None
    return None if immediate else ledger.Job(react.queue, react.name, lanes.priority())


def enqueue(entries: list[LedgerEntry]) -> None:
    """Listener of the ledger: the reactions to these entries, later or (see `at_once`) now."""
    ids = [str(entry.id) for entry in entries]
    if (held := _held.get()) is not None:
        held.extend(ids)
        return
    if _at_once.get():
        perform(ids)
        return
    for start in range(0, len(ids), ledger.TOGETHER):
        given = orjson.dumps({"entry_ids": ids[start : start + ledger.TOGETHER]}).decode()
        sql.rows(_DEFER, [react.queue, react.name, lanes.priority(), given])


@contextmanager
def at_once() -> Iterator[None]:
    """Run reactions inside the deed itself: the simulator and tests, which cannot wait."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


@contextmanager
def gathered() -> Iterator[None]:
    """Run the reactions to all that happens inside together at its end, as a queue brings them."""
    held: list[str] = []
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    perform(held)


def perform(entry_ids: list[str]) -> None:
    """Run every reaction to these entries."""
    with scope.everywhere():
        entries = LedgerEntry.objects.filter(id__in=entry_ids).order_by("recorded_at", "id")
        for event, together in groupby(entries, key=attrgetter("event")):
            batch = list(together)
            for reaction in reactions_to(event):
                reaction(batch)


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=3), queue=lanes.REACTIONS)
def react(entry_ids: list[str]) -> None:
    """Run the reactions; an entry that fails holds up no other, it gets a job of its own."""
    try:
        perform(entry_ids)
    except (InterfaceError, OperationalError):
        raise  # no database: the whole job again, what is done is done
    except Exception:
        if len(entry_ids) == 1:
            raise
        log.exception("Some of %s reactions failed, each entry gets a job.", len(entry_ids))
        for entry_id in entry_ids:
            react.configure(priority=lanes.LATER).defer(entry_ids=[entry_id])


@app.task(retry=RetryStrategy(max_attempts=4, exponential_wait=3), queue=lanes.REACTIONS)
def refresh_list(name: str, under: str) -> None:
    """One entity list of phones anew, at one place and below."""
    with scope.everywhere():
        lists.refresh(name, under, clock.now())


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="fill_lists", queue=lanes.BULK, priority=lanes.LATER)
def fill_lists(timestamp: int) -> None:
    """All entity lists wholly, each night: what a lost job left behind."""
    with scope.everywhere():
        lists.fill(clock.now())


@app.periodic(cron="* * * * * */20")  # the sixth field is seconds
@app.task(queueing_lock="take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that was killed are put back into the queue; every job may run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=_SILENCE):
        log.warning("Job %s (%s) was left behind, it runs again.", job.id, job.task_name)
        await manager.retry_job(job=job)


@app.periodic(cron="41 2 * * *")
@app.task(
    queueing_lock="forget_old_jobs", pass_context=True, queue=lanes.BULK, priority=lanes.LATER
)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Finished jobs go after a few days, each night."""
    await context.app.job_manager.delete_old_jobs(nb_hours=_KEPT_HOURS)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="link_ledger")
def link_ledger(timestamp: int) -> None:
    """Chain the new ledger entries, each minute."""
    with scope.everywhere():
        ledger.link()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="verify_ledger", queue=lanes.BULK, priority=lanes.LATER)
def verify_ledger(timestamp: int) -> None:
    """Walk the whole chain every night; a break is logged as an error."""
    with scope.everywhere():
        for broken in ledger.verify():
            log.error(
                "Ledger broken at %s (%s): %s", broken.position, broken.entry_id, broken.wrong
            )


@app.periodic(cron="53 2 * * *")
@app.task(queueing_lock="delete_copies", queue=lanes.BULK, priority=lanes.LATER)
def delete_copies(timestamp: int) -> None:
    """Snapshots and runs whose last day is over go, each night, and the ledger says so."""
    at = clock.now()
    gone = retention.expire(places.data(), clock.local_date(at))
    if gone:
        kinds = ("snapshots", "runs")
        named = {kind: [each.name for each in gone if each.kind == kind] for kind in kinds}
        with scope.everywhere():
            ledger.record(
                Event.COPIES_DELETED, actor=Actor.system("batch"), path="", at=at, data={**named}
            )
