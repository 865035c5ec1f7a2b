"""Group commit: request threads hand over what they checked, one thread per process commits.

A durable commit costs a wait for the disk; up to 256 submissions share one. While others are still
being checked the commit waits for them a few milliseconds; somebody alone never waits. Nothing is
acknowledged before its commit, so that a process that dies loses nothing it has answered for.
"""

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from queue import Empty, SimpleQueue

from django.db import Error, InterfaceError, OperationalError, connection, transaction

from gridward.core import scope
from gridward.core.errors import Unavailable
from gridward.core.paths import widest
from gridward.ground.xforms.actions.store import Item, Outcome, store

log = logging.getLogger(__name__)
LARGEST = 256
PATIENCE = 45  # seconds: less than a client waits (60)
_LINGER = 0.006  # seconds a commit waits for those that are being checked
_Waiting = tuple[Item, "Future[Outcome]"]


class Writer:
    """The thread that commits. `close` finishes what is queued."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._coming = 0  # a hint, read without the lock
        self._counting = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="submissions", daemon=True)
        self._thread.start()

    @contextmanager
    def coming(self) -> Iterator[None]:
        """While a submission is checked that will be put next."""
        with self._counting:
            self._coming += 1
        try:
            yield
        finally:
            with self._counting:
                self._coming -= 1

    def is_running(self) -> bool:
        return self._thread.is_alive()

    def put(self, item: Item) -> "Future[Outcome]":
        answer: Future[Outcome] = Future()
        self._queue.put((item, answer))
        return answer

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

    def _batch(self) -> tuple[list[_Waiting], bool]:
        """What is waiting now, at least one; and whether it is the end."""
        batch: list[_Waiting] = []
        waiting = self._queue.get()
        until = time.monotonic() + _LINGER
        while waiting is not None:
            batch.append(waiting)
            if len(batch) == LARGEST:
                return batch, False
            left = until - time.monotonic() if self._coming else 0.0
            try:
                waiting = self._queue.get(timeout=left) if left > 0 else self._queue.get_nowait()
            except Empty:
                return batch, False
        return batch, True

    def _commit(self, batch: Sequence[_Waiting]) -> None:
        items = [item for item, _ in batch]
        try:
            outcomes = _written_again_after_a_loss(items)
        except (InterfaceError, OperationalError) as lost:
            self._give_up(batch, lost)
            return
        except Exception as wrong:
            self._one_by_one(batch, wrong)
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            answer.set_result(outcome)

    def _give_up(self, batch: Sequence[_Waiting], lost: Exception) -> None:
        """No database: everybody is told at once, so that their devices keep and send again."""
        log.warning("%s submissions were not kept, no database: %s", len(batch), lost)
        connection.close()
        for _, answer in batch:
            answer.set_exception(Unavailable())

    def _one_by_one(self, batch: Sequence[_Waiting], wrong: Exception) -> None:
        """The failed batch again, each by itself: the one at fault fails alone."""
        log.warning("A batch of %s submissions failed: %s", len(batch), wrong)
        if isinstance(wrong, Error):
            connection.close()  # it may be the connection itself; the next use opens another
        for item, answer in batch:
            try:
                answer.set_result(write([item])[0])
            except Exception as alone:
                log.exception("Submission %s was not kept.", item.instance_id)
                if isinstance(alone, Error):
                    connection.close()
                answer.set_exception(alone)


def _written_again_after_a_loss(items: Sequence[Item]) -> list[Outcome]:
    """As `write`; once more on a fresh connection when the database was started anew meanwhile.

    Whether the lost commit came through is unknown: what did stands there under its instanceID.
    """
    try:
        return write(items)
    except (InterfaceError, OperationalError) as lost:
        log.warning("The connection to the database was lost: %s", lost)
        connection.close()
        return write(items)


def write(items: Sequence[Item]) -> list[Outcome]:
    """Write and commit on this thread's connection, seeing only the places of these items."""
    with transaction.atomic():
        scope.open_for(widest(item.path for item in items))
        return store(items)


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


def deliver(item: Item) -> Outcome:
    """Hand over one item and wait until it is committed.

    Inside somebody's transaction it is written there and then: their commit is what counts.
    """
    if connection.in_atomic_block:
        with scope.row_scope([item.path]):
            return store([item])[0]
    # Hazard: while this thread waits it must not sit on a connection, or a full house of waiting
    # threads leaves none for the writer. What follows in the request gets another connection of
    # the pool, whose second wall stands as its last user left it: nothing scoped may be read then.
    connection.close()
    try:
        return writer().put(item).result(timeout=PATIENCE)
    except TimeoutError as late:  # it may still be kept: sending it again does no harm
        raise Unavailable from late
