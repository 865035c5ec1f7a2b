"""Jobs of the whole system: reactions to ledger events, and the clockwork of the ledger itself."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from procrastinate.contrib.django import app

from gridward.core import ledger, scope
from gridward.core.models import LedgerEntry
from gridward.web.reactions import REACTIONS, reactions_to

log = logging.getLogger(__name__)
_at_once: ContextVar[bool] = ContextVar("at_once", default=False)
_BATCH = 200  # ids in one job


def install() -> None:
    """Have the ledger enqueue a job for every event that something follows from."""
    for event in REACTIONS:
        ledger.listen(event, enqueue)


def enqueue(entries: list[LedgerEntry]) -> None:
    """Listener of the ledger: the reactions to these entries, later or (see `at_once`) now."""
    ids = [str(entry.id) for entry in entries]
    if _at_once.get():
        perform(ids)
        return
    for start in range(0, len(ids), _BATCH):
        react.defer(entry_ids=ids[start : start + _BATCH])


@contextmanager
def at_once() -> Iterator[None]:
    """Run reactions inside the deed itself: the simulator and tests, which cannot wait."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


def perform(entry_ids: list[str]) -> None:
    """Run every reaction to these entries."""
    with scope.everywhere():
        for entry in LedgerEntry.objects.filter(id__in=entry_ids).order_by("recorded_at", "id"):
            for reaction in reactions_to(entry.event):
                reaction(entry)


@app.task(retry=5, queue="reactions")
def react(entry_ids: list[str]) -> None:
    perform(entry_ids)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="link_ledger")
def link_ledger(timestamp: int) -> None:
    """Chain the new ledger entries, each minute."""
    with scope.everywhere():
        ledger.link()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="verify_ledger")
def verify_ledger(timestamp: int) -> None:
    """Walk the whole chain every night; a break is logged as an error."""
    with scope.everywhere():
        for broken in ledger.verify():
            log.error(
                "Ledger broken at %s (%s): %s", broken.position, broken.entry_id, broken.wrong
            )
