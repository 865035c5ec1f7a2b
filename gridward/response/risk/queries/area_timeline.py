"""What applied where over time: areas with their intervals as bars, a page at a time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from gridward.core.clock import local, moment
from gridward.core.paging import COUNT_LIMIT, SIZE, Page
from gridward.response.risk.choices import AreaLevel
from gridward.response.risk.models import SourceArea
from gridward.response.risk.queries.area_map import FILLS

WIDTH = 1_000  # of the picture of one row


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval within the stretch shown: where it begins, how long it is, what it says."""

    pk: int
    x: float
    width: float
    fill: str
    text: str
    gaps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One area with its bars."""

    pk: int
    name: str
    text: str
    code: str
    bars: tuple[Bar, ...]


def within_stretch(rows: QuerySet[SourceArea], first: date, last: date) -> QuerySet[SourceArea]:
    """The areas of `rows` in force at any time of the days from `first` to `last`."""
    begin, end = moment(first, time()), moment(last + timedelta(days=1), time())
    return rows.filter(Q(until_at=None) | Q(until_at__gt=begin), since_at__lt=end)


def timeline(
    rows: QuerySet[SourceArea], first: date, last: date, asked: Mapping[str, str]
) -> tuple[list[Row], Page[SourceArea]]:
    """A page of the areas of `rows` in a stretch, by code; each with all its bars."""
    inside = within_stretch(rows, first, last)
    # One row an area: the first of its intervals within the stretch stands for it.
    heads = inside.order_by("code", "key", "since_at").distinct("code", "key")
    total = min(
        inside.order_by().values("key").distinct()[: COUNT_LIMIT + 1].count(), COUNT_LIMIT + 1
    )
    capped, total = total > COUNT_LIMIT, min(total, COUNT_LIMIT)
    wish = asked.get("page", "1")
    number = min(max(int(wish) if wish.isdecimal() else 1, 1), max(1, -(-total // SIZE)))
    wanted = list(heads.values_list("pk", flat=True)[(number - 1) * SIZE : number * SIZE])
    shown = list(inside.filter(pk__in=wanted).order_by("code", "key"))
    found: defaultdict[str, list[SourceArea]] = defaultdict(list)
    for area in inside.filter(key__in=[head.key for head in shown]).order_by("since_at"):
        found[area.key].append(area)
    begin, end = moment(first, time()), moment(last + timedelta(days=1), time())
    lines = [
        Row(head.pk, head.name, head.text, head.code,
            tuple(_bar(area, begin, end) for area in found[head.key]))
        for head in shown
    ]  # fmt: skip
    return lines, Page(shown, number, SIZE, total, capped)


def _bar(area: SourceArea, begin: datetime, end: datetime) -> Bar:
    span = (end - begin).total_seconds()

    def at(when: datetime) -> float:
        return round(min(max((when - begin).total_seconds() / span, 0), 1) * WIDTH, 1)

    x, to = at(area.since_at), at(area.until_at) if area.until_at else float(WIDTH)
    until = f"{local(area.until_at):%m-%d %H:%M}" if area.until_at else ""
    text = f"{AreaLevel(area.level).label} {local(area.since_at):%m-%d %H:%M} – {until}"
    gaps = [(at(datetime.fromisoformat(a)), at(datetime.fromisoformat(b))) for a, b in area.flaps]
    marks = tuple((a, max(b - a, 1.0)) for a, b in gaps)
    return Bar(area.pk, x, max(to - x, 2.0), FILLS[area.level], text, marks)


def axis(first: date, last: date) -> list[tuple[int, str]]:
    """A handful of days with their place in the picture, for the head of the table."""
    days = (last - first).days + 1
    step = max(1, -(-days // 6))
    return [
        (round(n / days * WIDTH), f"{first + timedelta(days=n):%m-%d}")
        for n in range(0, days, step)
    ]
