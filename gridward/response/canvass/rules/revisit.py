"""At which time of day a door that stayed closed is tried again, and in which order. Pure."""

from enum import IntEnum

from gridward.response.canvass.choices import ItemState, PartOfDay
from gridward.response.canvass.rules.door import BITS

# Who is missed by day is at work: the evening comes first. After the evening, before work.
_ORDER = (PartOfDay.EVENING, PartOfDay.MORNING, PartOfDay.AFTERNOON)


class Turn(IntEnum):
    """The order of the worker's list."""

    NOW = 0  # stayed closed at another time of day, and this is the time to try again
    FIRST = 1  # nobody was there yet
    LATER = 2  # to be tried again at another time of day


def proposed(tried: int) -> PartOfDay | None:
    """When to go again: the evening, else the morning, else the afternoon; None after all three.

    `tried` are the parts of the day at which nobody answered, as bits. A door missed in the
    morning is proposed for the evening.
    """
    return next((part for part in _ORDER if not tried & BITS[part]), None)


def turn(state: str, tried: int, now: PartOfDay) -> Turn | None:
    """Whose turn a door is at this time of day; None when it is settled."""
    if state == ItemState.OPEN:
        return Turn.FIRST
    if state != ItemState.ATTEMPTED:
        return None
    return Turn.NOW if proposed(tried) in {now, None} else Turn.LATER


def due_bits(now: PartOfDay) -> list[int]:
    """All values of `tried` for which a closed door is to be tried again at this time of day."""
    return [bits for bits in range(8) if turn(ItemState.ATTEMPTED, bits, now) == Turn.NOW]
