"""Source areas in force, ready for matching."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import Max, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from gridward.core.actor import Actor
from gridward.core.clock import moment
from gridward.core.permissions import Permission
from gridward.response.risk.choices import AreaLevel, Coverage
from gridward.response.risk.formats.schemes import shipped_schemes
from gridward.response.risk.models import AreaList, Sighting, SourceArea
from gridward.response.risk.queries.area_sets import LOOK_BACK
from gridward.response.risk.rules import Area, AreaSet


def areas_visible_to(actor: Actor) -> QuerySet[SourceArea]:
    """Source areas are public facts: whoever may see risk at all sees all of them."""
    # Reports of lists are long: no row of a page carries one along.
    rows = SourceArea.objects.select_related("first_list").defer("first_list__findings")
    return rows if actor.paths(Permission.RISK_VIEW) else rows.none()


def lists_visible_to(actor: Actor) -> QuerySet[AreaList]:
    rows = AreaList.objects.all()
    return rows if actor.paths(Permission.RISK_VIEW) else rows.none()


def areas_in_force(rows: QuerySet[SourceArea], on: date) -> QuerySet[SourceArea]:
    """The areas of `rows` in force at the end of a day: the list of that day, flaps closed."""
    night = moment(on + timedelta(days=1), time())
    return rows.filter(Q(until_at=None) | Q(until_at__gte=night), since_at__lt=night)


def areas_at(rows: QuerySet[SourceArea], at: datetime) -> QuerySet[SourceArea]:
    """The areas of `rows` in force at a moment."""
    return rows.filter(Q(until_at=None) | Q(until_at__gt=at), since_at__lte=at)


def as_listed(series: str, at: datetime) -> QuerySet[Sighting]:
    """The list of a series as it stood at a moment, row by row and word for word."""
    rows = Sighting.objects.filter(series=series, first_at__lte=at)
    return rows.filter(Q(gone_at=None) | Q(gone_at__gt=at)).order_by("level", "province", "pk")


def known_areas(on: date) -> AreaSet:
    """All areas that may matter on a day, those lifted lately included."""
    return _index(areas_changed(), on)


def areas_changed() -> tuple[int, datetime | None]:
    """Changes with every import: how many lists there are, and when the last one came in."""
    told = AreaList.objects.aggregate(newest=Max("imported_at"), number=Max("pk"))
    return told["number"] or 0, told["newest"]


@lru_cache(maxsize=4)
def _index(changed: tuple[int, datetime | None], on: date) -> AreaSet:
    # Areas change by an import only, so what the lists say of themselves tells whether it is fresh.
    rows = SourceArea.objects.exclude(code="").filter(valid_from__lte=on)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on - LOOK_BACK))
    return AreaSet(
        _value(row) for row in rows.select_related("first_list").defer("first_list__findings")
    )


def _value(row: SourceArea) -> Area:
    return Area(
        key=row.pk,
        level=row.level,
        code=row.code,
        name=row.name,
        text=row.text,
        whole=row.coverage == Coverage.WHOLE,
        since=row.valid_from,
        until=row.valid_to,
        source=row.first_list.source,
    )


def areas_found(rows: QuerySet[SourceArea], text: str, level: str) -> QuerySet[SourceArea]:
    """The rows that contain the text, of one level."""
    if text:
        rows = rows.filter(Q(name__contains=text) | Q(text__contains=text))
    return rows.filter(level=level) if level else rows


def level_counts(found: AreaList) -> list[tuple[str | Promise, int]]:
    """``(label, areas)`` of a list."""
    return [(AreaLevel(level).label, n) for level, n in found.counts.items()]


@dataclass(frozen=True, slots=True)
class ListLine:
    """An imported list with the names of its levels."""

    pk: int
    row: AreaList
    counts: list[tuple[str | Promise, int, str]]


def list_lines(rows: QuerySet[AreaList]) -> list[ListLine]:
    """The rows, each with its counts from high to low."""
    levels = list(AreaLevel)
    return [
        ListLine(
            row.pk, row, [(k.label, row.counts[k], k.value) for k in levels if k in row.counts]
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class SightingLine:
    """A row of lists, with the list that first had it and the first that had it no more."""

    row: Sighting
    first: AreaList | None
    gone: datetime | None


def sighting_lines(area: SourceArea) -> list[SightingLine]:
    """Every list's words about an area, the oldest first."""
    rows = list(
        Sighting.objects.filter(series=area.series, key=area.key).order_by("first_at", "level")
    )
    lists = AreaList.objects.filter(series=area.series, listed_at__in=[r.first_at for r in rows])
    known = {each.listed_at: each for each in lists}
    return [SightingLine(row, known.get(row.first_at), row.gone_at) for row in rows]


def scheme_title(code: str) -> str:
    """The title of a rule set in the reader's language; the code of one that ships without."""
    found = next((each for each in shipped_schemes() if each.code == code), None)
    if found is None:
        return code
    return found.title_zh if (get_language() or "zh").startswith("zh") else found.title_en
