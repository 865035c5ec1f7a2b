"""Two lanes of background work: what somebody waits for, and what takes its time.

Each lane is a program of its own (`web.launch`, compose.yaml), so that the reactions to a form do
not wait for the end of a list of 100,000 rows. A single worker for everything also works: what is
bulk has the lower priority, and so have the reactions to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

REACTIONS: Final = "reactions"
CLOCK: Final = "default"  # short jobs of the clock
BULK: Final = "bulk"
PROMPT_LANE: Final = (REACTIONS, CLOCK)
BULK_LANE: Final = (BULK,)
LATER: Final = -10  # priority; the higher one goes first
_priority: ContextVar[int] = ContextVar("priority", default=0)


def priority() -> int:
    """The priority of jobs that follow from what is being done."""
    return _priority.get()


@contextmanager
def in_bulk() -> Iterator[None]:
    """Do something long: what follows from it waits for what follows from single deeds."""
    token = _priority.set(LATER)
    try:
        yield
    finally:
        _priority.reset(token)
