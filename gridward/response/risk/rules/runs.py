"""Where a series of lists names a place: runs of lists, woven together whatever their order.

A run is half open: it begins with the first list that has the row and ends with the first that has
it no more. Between two lists nothing is known, so the later one decides.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`gone` is None while the newest list has it; `row` is where the first list has it."""

    first: datetime
    gone: datetime | None
    row: str = field(default="", compare=False)

    def covers(self, at: datetime) -> bool:
        return self.first <= at and (self.gone is None or at < self.gone)


def weave(
    old: Sequence[Run],
    new: Sequence[Run],
    told: Collection[datetime],
    known: Iterable[datetime],
) -> tuple[Run, ...]:
    """The runs of one row after more lists came in.

    `told` are the moments of the new lists (`new` is complete there), `known` those of the lists
    already in, at least all between and next to the new ones. Where the two speak of one moment
    the new list is a correction of the old one.
    """
    said = {*told, *(run.gone for run in new if run.gone is not None)}
    ends = {each for run in old for each in (run.first, run.gone) if each is not None}
    moments = sorted({*known, *said, *ends})
    there = [any(run.covers(at) for run in (new if at in said else old)) for at in moments]
    made: list[Run] = []
    begun: datetime | None = None
    for at, present in zip(moments, there, strict=True):
        if present and begun is None:
            begun = at
        elif not present and begun is not None:
            made.append(_named(Run(begun, at), old, new))
            begun = None
    if begun is not None:
        made.append(_named(Run(begun, None), old, new))
    return tuple(made)


def _named(run: Run, old: Sequence[Run], new: Sequence[Run]) -> Run:
    rows = (each.row for each in (*new, *old) if each.covers(run.first))
    return Run(run.first, run.gone, next(rows, ""))
