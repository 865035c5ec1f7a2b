"""Group commit: request threads hand over deliveries, one thread per process checks and commits.

A durable commit costs a wait for the disk; up to 256 submissions share one. The checking is done by
the same thread, one submission after the other: XPath gives up the interpreter's lock with each
expression, so that thirty threads that check at once spend more on taking turns than on the
answers. What comes while it checks joins the batch; somebody alone never waits. Nothing is
acknowledged before its commit, so that a process that dies loses nothing it has answered for.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from django.db import Error, InterfaceError, OperationalError, connection

from gridward.core import scope
from gridward.core.errors import Unavailable
from gridward.ground.xforms.actions.store import Item, Outcome, commit, store

log = logging.getLogger(__name__)
LARGEST = 256
PATIENCE = 45  # seconds: less than a client waits (60)
_LONGEST = 0.03  # seconds of checking before a commit that others wait for
Work = Callable[[], Item]  # checks and files one delivery


class Ticket:
    """What a request thread waits on: the outcome of its delivery, or why there is none."""

    __slots__ = ("_done", "_outcome", "_wrong", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self._done = threading.Lock()  # held until it is decided; lighter than a Future
        self._done.acquire()
        self._outcome: Outcome | None = None
        self._wrong: Exception | None = None

    def kept(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._done.release()

    def failed(self, wrong: Exception) -> None:
        self._wrong = wrong
        self._done.release()

    def result(self, timeout: float) -> Outcome:
        """The outcome. Raises what went wrong; `TimeoutError`."""
        if not self._done.acquire(timeout=timeout):
            raise TimeoutError
        self._done.release()
        if self._wrong is not None:
            raise self._wrong
        assert self._outcome is not None
        return self._outcome


_Checked = tuple[Item, Ticket]


class Writer:
    """The thread that checks and commits. `close` finishes what is queued."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="submissions", daemon=True)
        self._thread.start()

    def is_running(self) -> bool:
        return self._thread.is_alive()

    def put(self, work: Work) -> Ticket:
        ticket = Ticket(work)
        self._queue.put(ticket)
        return ticket

    def close(self) -> None:
        if self.process == os.getpid():
            self._queue.put(None)
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            batch, last = self._batch()
            if batch:
                self._commit(batch)
            if last:
                connection.close()
                return

    def _batch(self) -> tuple[list[_Checked], bool]:
        """What is waiting now, checked; and whether it is the end."""
        batch: list[_Checked] = []
        waiting = self._queue.get()
        until = time.monotonic() + _LONGEST
        while waiting is not None:
            try:
                batch.append((waiting.work(), waiting))
            except Exception as wrong:
                waiting.failed(wrong)
            if len(batch) == LARGEST or time.monotonic() > until:
                return batch, False
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: Sequence[_Checked]) -> None:
        items = [item for item, _ in batch]
        try:
            outcomes = _written_again_after_a_loss(items)
        except (InterfaceError, OperationalError) as lost:
            self._give_up(batch, lost)
            return
        except Exception as wrong:
            self._one_by_one(batch, wrong)
            return
        for (_, ticket), outcome in zip(batch, outcomes, strict=True):
            ticket.kept(outcome)

    def _give_up(self, batch: Sequence[_Checked], lost: Exception) -> None:
        """No database: everybody is told at once, so that their devices keep and send again."""
        log.warning("%s submissions were not kept, no database: %s", len(batch), lost)
        connection.close()
        for _, ticket in batch:
            ticket.failed(Unavailable())

    def _one_by_one(self, batch: Sequence[_Checked], wrong: Exception) -> None:
        """The failed batch again, each by itself: the one at fault fails alone."""
        log.warning("A batch of %s submissions failed: %s", len(batch), wrong)
        if isinstance(wrong, Error):
            connection.close()  # it may be the connection itself; the next use opens another
        for item, ticket in batch:
            try:
                ticket.kept(commit([item])[0])
            except Exception as alone:
                log.exception("Submission %s was not kept.", item.instance_id)
                if isinstance(alone, Error):
                    connection.close()
                ticket.failed(alone)


def _written_again_after_a_loss(items: Sequence[Item]) -> list[Outcome]:
    """As `commit`; once more on a fresh connection when the database was started anew meanwhile.

    Whether the lost commit came through is unknown: what did stands there under its instanceID.
    """
    try:
        return commit(items)
    except (InterfaceError, OperationalError) as lost:
        log.warning("The connection to the database was lost: %s", lost)
        connection.close()
        return commit(items)


_lock = threading.Lock()
_writers: dict[int, Writer] = {}


def writer() -> Writer:
    """The writer of this process; a forked process starts its own."""
    process = os.getpid()
    with _lock:
        found = _writers.get(process)
        if found is None or not found.is_running():
            found = _writers[process] = Writer()
            atexit.register(found.close)
        return found


def deliver(work: Work) -> Outcome:
    """Hand over one delivery and wait until it is committed. Raises what `work` raises.

    Inside somebody's transaction it is written there and then: their commit is what counts.
    """
    if connection.in_atomic_block:
        item = work()
        with scope.row_scope([item.path]):
            return store([item])[0]
    # Hazard: while this thread waits it must not sit on a connection, or a full house of waiting
    # threads leaves none for the writer. What follows in the request gets another connection of
    # the pool, whose second wall stands as its last user left it: nothing scoped may be read then.
    connection.close()
    try:
        return writer().put(work).result(PATIENCE)
    except TimeoutError as late:  # it may still be kept: sending it again does no harm
        raise Unavailable from late
