"""From runs of lists to dated intervals of an area: flapping closed, renamed rows joined.

The rule of flapping (the source drops a row for one or a few lists now and then, and brings it
back): an area that is missing for less than 24 hours and comes back at the same level of the same
scheme was there all the time. What another level says in between is a statement, not a gap, and is
never closed. Half a day of silence is the source's mistake; lifting and listing anew takes at least
a round of tests, which takes longer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gridward.core.clock import local_date
from gridward.response.risk.rules.runs import Run

FLAP = timedelta(hours=24)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """An area in one level of one scheme, half open; `flaps` are the gaps that were closed: the
    list without it, and the list that has it again."""

    since: datetime
    until: datetime | None
    level: str
    scheme: str
    flaps: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def days(self) -> tuple[date, date | None]:
        """The same in days, half open: a day on which it was lifted is none of its days, but what
        was listed at all was listed for one day."""
        first = local_date(self.since)
        if self.until is None:
            return first, None
        return first, max(local_date(self.until), first + timedelta(days=1))


def intervals(
    runs: Iterable[tuple[str, str, Run]], *, flap: timedelta = FLAP
) -> tuple[Interval, ...]:
    """The intervals of one area out of its runs ``(level, scheme, run)``, however written."""
    known = sorted(runs, key=lambda each: (each[2].first, each[0], each[1]))
    made: list[Interval] = []
    for level, scheme in dict.fromkeys((level, scheme) for level, scheme, _ in known):
        own = [run for lv, sc, run in known if (lv, sc) == (level, scheme)]
        others = [run for lv, sc, run in known if (lv, sc) != (level, scheme)]
        made += _of_level(level, scheme, own, others, flap)
    return tuple(sorted(made, key=lambda each: (each.since, each.level, each.scheme)))


def _of_level(
    level: str, scheme: str, own: Sequence[Run], others: Sequence[Run], flap: timedelta
) -> Iterable[Interval]:
    since, until, flaps = own[0].first, own[0].gone, list[tuple[datetime, datetime]]()
    for run in own[1:]:
        if until is None or run.first <= until:  # two spellings of one place in one list
            until = None if until is None or run.gone is None else max(until, run.gone)
        elif run.first - until < flap and not _said(others, until, run.first):
            flaps.append((until, run.first))
            until = run.gone
        else:
            yield Interval(since, until, level, scheme, tuple(flaps))
            since, until, flaps = run.first, run.gone, []
    yield Interval(since, until, level, scheme, tuple(flaps))


def _said(others: Iterable[Run], begin: datetime, end: datetime) -> bool:
    """Whether another level or scheme was told within the gap."""
    return any(run.first < end and (run.gone is None or run.gone > begin) for run in others)
