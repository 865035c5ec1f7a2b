"""What follows from what: one table from ledger events to actions. The map of the whole system.

Each reaction runs as a job, enqueued in the transaction of the deed, with the ledger entry as its
argument, as the system actor; running it twice does no harm. What must be immediate and certain
(a refusal at a gate) is asked downward instead, never through here.
"""

from collections.abc import Callable
from enum import StrEnum

from gridward.core.models import LedgerEntry

Reaction = Callable[[LedgerEntry], None]

REACTIONS: dict[StrEnum, tuple[Reaction, ...]] = {}


def reactions_to(event: str) -> tuple[Reaction, ...]:
    """The reactions to an event by its stored name."""
    return next((found for known, found in REACTIONS.items() if known.value == event), ())
