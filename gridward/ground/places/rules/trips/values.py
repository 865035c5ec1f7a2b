"""What is read in a case text: words with a meaning, and the stays and legs they add up to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Label(StrEnum):
    """What a piece of the text says."""

    LEFT = "left"  # the place a journey began at
    TRANSIT = "transit"  # passed, changed trains at, or visited for a while
    DESTINATION = "destination"  # where the journey ended: mostly the own city
    ARRIVED = "arrived"  # when that journey was made
    HOME = "home"  # lives, is registered or works there
    PLACE = "place"  # any other place, also one that was not visited
    DATE = "date"  # any other day
    TIME = "time"  # an hour without a day
    ONSET = "onset"
    FIRST_VISIT = "first_visit"
    ISOLATED = "isolated"
    CONFIRMED = "confirmed"
    HOSPITAL = "hospital"
    ORGANISATION = "organisation"  # clinic, disease control centre, committee
    TRANSPORT = "transport"
    NUMBER = "number"  # of a train, a flight or a bus


DATES = frozenset(
    {Label.ARRIVED, Label.DATE, Label.ONSET, Label.FIRST_VISIT, Label.ISOLATED, Label.CONFIRMED}
)
PLACES = frozenset({Label.LEFT, Label.TRANSIT, Label.DESTINATION, Label.HOME, Label.PLACE})


@dataclass(frozen=True, slots=True)
class When:
    """A day or days, as far as they can be told. `clock` is ``HH:MM`` of the first, or empty."""

    first: date | None
    last: date | None
    clock: str = ""

    def __str__(self) -> str:
        """2020-01-22, 2020-01-22 14:30, 2020-01-22/2020-01-25; empty when no day is known."""
        if self.first is None:
            return self.clock
        day = str(self.first)
        if self.last and self.last != self.first:
            return f"{day}/{self.last}"
        return f"{day} {self.clock}" if self.clock else day


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the text and what they say.

    `value`: an ISO day or days for dates, ``train`` .. for transport, the number in capitals for
    numbers, the words of the place otherwise. `relative`: 当日 or 次日 and the like.
    """

    label: Label
    start: int
    end: int
    value: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed stay: where, from when to when, how and by what it was reached.

    `role` is that of the place; `source` says which characters it was read from. A proposal is
    never a fact before a person confirms it.
    """

    place: str
    role: Label
    arrived: date | None
    left: date | None
    transport: str
    number: str
    source: tuple[int, int]
    certain: bool  # false when the day or the role was only inferred


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text."""

    spans: tuple[Span, ...]
    stays: tuple[Proposal, ...]
    onset: date | None
    visited: date | None
    isolated: date | None
    confirmed: date | None
