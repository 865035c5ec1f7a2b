"""What coverage is: counts by state, the rate, and how it is written. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from gridward.response.canvass.rules.door import UNSETTLED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stand in each state; the unit is that of the round's kind."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, states: Iterable[str]) -> int:
        return sum(self.counts.get(state, 0) for state in set(states))

    @property
    def unsettled(self) -> int:
        return self.of(UNSETTLED)

    def plus(self, other: Self) -> Self:
        states = self.counts.keys() | other.counts.keys()
        return type(self)({s: self.counts.get(s, 0) + other.counts.get(s, 0) for s in states})


@dataclass(frozen=True, slots=True)
class Coverage:
    """排查率 of one place: households with a valid result / households of the frozen scope.

    `added` are named additions: shown beside the rate, never in its denominator (domain 5.4, 10).
    """

    frozen: Tally
    added: Tally
    valid_results: tuple[str, ...]

    @property
    def denominator(self) -> int:
        return self.frozen.total

    @property
    def reached(self) -> int:
        return self.frozen.of(self.valid_results)

    @property
    def missing(self) -> int:
        return self.denominator - self.reached

    @property
    def rate(self) -> float | None:
        return self.reached / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        return percent(self.reached, self.denominator)

    @property
    def unsettled(self) -> int:
        """Households that keep the round from closing, additions included."""
        return self.frozen.unsettled + self.added.unsettled


def percent(part: int, whole: int) -> str:
    """``363, 388 -> "93.6 %"``: rounded half up, but 100 % only when nothing is missing."""
    if not whole:
        return "–"
    exact = Decimal(part) * 100 / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part < whole and shown >= 100:
        shown = Decimal("99.9")
    if part and not shown:
        shown = Decimal("0.1")
    return f"{shown} %"
