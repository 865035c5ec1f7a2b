"""A number with its unit, its denominator and its cut-off (domain 5.4, 21)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from gridward.hq.dashboard.choices import FigureName, Unit
from gridward.response.canvass.rules import percent

# What each figure counts. A figure is added over villages only with itself.
UNITS: dict[str, Unit] = {
    FigureName.REACHED: Unit.HOUSEHOLDS,
    FigureName.OPEN_DOORS: Unit.HOUSEHOLDS,
    FigureName.ADDED: Unit.HOUSEHOLDS,
    FigureName.DECLARED: Unit.REPORTS,
    FigureName.REVIEW: Unit.REPORTS,
    FigureName.PROPOSALS: Unit.PERSONS,
    FigureName.OBSERVED: Unit.PERSONS,
    FigureName.TEMPERATURES: Unit.PERSON_TIMES,
    FigureName.MISSED: Unit.PERSON_TIMES,
    FigureName.ABNORMAL: Unit.PERSON_TIMES,
    FigureName.DUE: Unit.PERSONS,
    FigureName.OVERDUE: Unit.TASKS,
}
# More than zero of these is bad news: drawn red, and worst first.
ALARMS = frozenset({FigureName.MISSED, FigureName.ABNORMAL, FigureName.OVERDUE})


class MixedFigures(ValueError):
    """Somebody tried to add what cannot be added: two units, two figures or two cut-offs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` counts `unit`; `denominator` (same unit) is what it is a part of, None without one.

    `late` is how many of `value` belong to an earlier slot but became known in this one.
    """

    name: str
    value: int
    unit: str
    cut_off: datetime
    denominator: int | None = None
    late: int = 0
    href: str = ""

    @property
    def share(self) -> str:
        """``"86.3 %"``; empty without a denominator."""
        return "" if self.denominator is None else percent(self.value, self.denominator)

    @property
    def alarming(self) -> bool:
        return self.name in ALARMS and self.value > 0


def figure(
    name: str, value: int, cut_off: datetime, *, denominator: int | None = None, late: int = 0
) -> Figure:
    """A figure of the console with the unit it always has."""
    return Figure(name, value, UNITS[name], cut_off, denominator, late)


def add(figures: Iterable[Figure]) -> Figure:
    """The sum of one figure over several places.

    Raises `MixedFigures` unless all have one name, one unit and one cut-off: persons and
    person-times are never added (domain 5.4, 21).
    """
    parts = list(figures)
    kinds = {(part.name, part.unit, part.cut_off) for part in parts}
    if len(kinds) != 1:
        raise MixedFigures(f"{len(kinds)} kinds of figures cannot be added")
    denominators = [part.denominator for part in parts if part.denominator is not None]
    return replace(
        parts[0],
        value=sum(part.value for part in parts),
        denominator=sum(denominators) if denominators else None,
        late=sum(part.late for part in parts),
        href="",
    )


def change(now: Figure, before: Figure | None) -> int | None:
    """The difference to the same figure of the last bulletin; None when there was none."""
    if before is None:
        return None
    if (now.name, now.unit) != (before.name, before.unit):
        raise MixedFigures("only the same figure can be compared")
    return now.value - before.value
