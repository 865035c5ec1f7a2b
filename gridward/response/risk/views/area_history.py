"""What applied where: the map of a day, the timeline, one area with the lists that named it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gridward.core import clock
from gridward.core.clock import local, local_date
from gridward.core.errors import NotThere
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.places import queries as places
from gridward.response.risk import queries
from gridward.response.risk.choices import AreaLevel
from gridward.response.risk.forms.areas import AreaMapFilter, AreaStretch
from gridward.response.risk.models import SourceArea

MAP = (("name", _("Division")), *((level.value, level.label, "end") for level in AreaLevel))
TIMELINE = (
    ("level", _("Risk level")), ("scheme", _("Scheme")), ("name", _("Division")),
    ("text", _("Which part")), ("boundary", _("Boundary")), ("code", _("Code")),
    ("since", _("Since")), ("until", _("Until")), ("flaps", _("Closed gaps")),
    ("source", _("Source")),
)  # fmt: skip
SIGHTINGS = (
    ("level", _("Risk level")), ("written", _("As written")), ("row", _("Row")),
    ("first", _("First list with it")), ("gone", _("First list without it")),
    ("source", _("Source"), "narrow"),
)  # fmt: skip


@require_GET
@signed_in
def area_map(request: ActingRequest) -> HttpResponseBase:
    """Tiles of the divisions below ``?under=`` on a day, coloured by the highest level in them."""
    form = AreaMapFilter(request.GET)
    day = form.day(local_date(clock.now()))
    under = form.place()
    rows = queries.areas_in_force(queries.areas_visible_to(request.actor), day)
    if level := form.cleaned_data.get("level"):
        rows = rows.filter(level=level)
    kept = {"on": day.isoformat(), "level": level or ""}
    picture = queries.tile_map(rows, under, kept)
    if kind := request.GET.get("format"):
        head = [gettext("Code"), *(str(column[1]) for column in MAP)]
        return table_response(
            kind, gettext("Areas by division"), head, map(_tile_cells, picture.tiles)
        )
    context = {
        "form": form, "day": day, "map": picture, "columns": MAP, "under": under, "asked": kept,
        "way": queries.way_down(under),
        "here": [(e.value, e.label, n) for e in AreaLevel if (n := picture.here.get(e.value))],
        "tiles": sorted((t for t in picture.tiles if t.total), key=lambda t: -t.total),
        "legend": [(queries.FILLS[each.value], each.label) for each in AreaLevel],
    }  # fmt: skip
    return render(request, "risk/area_map.html", context)


def _tile_cells(tile: queries.Tile) -> list[Cell]:
    return [tile.code, tile.name, *(tile.counts.get(each.value, 0) for each in AreaLevel)]


@require_GET
@signed_in
def area_timeline(request: ActingRequest) -> HttpResponseBase:
    """Areas as bars over a stretch of days; ``?q= under= level= on= days= page= format=``."""
    form = AreaStretch(request.GET)
    first, last = form.stretch(local_date(clock.now()))
    rows = queries.areas_visible_to(request.actor)
    said = form.cleaned_data if form.is_valid() else {}
    rows = queries.areas_found(rows, said.get("q", ""), said.get("level", ""))
    if under := form.place():
        rows = rows.filter(code__startswith=under)
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in TIMELINE]
        inside = queries.within_stretch(rows, first, last)
        return table_response(kind, gettext("Timeline of areas"), head, _cells(inside))
    lines, page = queries.area_timeline(rows, first, last, request.GET)
    context = {
        "form": form, "first": first, "last": last, "lines": lines, "page": page,
        "axis": queries.axis(first, last), "width": queries.WIDTH, "under": under,
        "place": places.full_name(under.ljust(12, "0")) if under else "",
        "legend": [(queries.FILLS[each.value], each.label) for each in AreaLevel],
    }  # fmt: skip
    return render(request, "risk/area_timeline.html", context)


def _cells(rows: QuerySet[SourceArea]) -> Iterator[list[Cell]]:
    for row in rows.order_by("code", "key", "since_at").iterator(chunk_size=2_000):
        until = local(row.until_at).isoformat(timespec="minutes") if row.until_at else ""
        yield [
            row.get_level_display(), queries.scheme_title(row.scheme), row.name, row.text,
            row.get_boundary_display(),
            row.code, local(row.since_at).isoformat(timespec="minutes"), until, len(row.flaps),
            row.first_list.source,
        ]  # fmt: skip


@require_GET
@signed_in
def area(request: ActingRequest, pk: int) -> HttpResponse:
    """One area: all its intervals, and every list that named it, word for word."""
    row = queries.areas_visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise NotThere
    every = queries.areas_visible_to(request.actor).filter(series=row.series, key=row.key)
    intervals = every.order_by("since_at")
    context = {
        "area": row, "place": places.full_name(row.code.ljust(12, "0")) if row.code else "",
        "intervals": [(each, queries.scheme_title(each.scheme)) for each in intervals],
        "sightings": queries.sighting_lines(row), "columns": SIGHTINGS,
    }  # fmt: skip
    return render(request, "risk/area.html", context)


@require_GET
@signed_in
def area_set(request: ActingRequest) -> HttpResponseBase:
    """The area set of a day as a table whose name holds its version; ``?on= format=``."""
    form = AreaMapFilter(request.GET)
    on: date = form.day(local_date(clock.now()))
    found = queries.area_set_on(on)
    if not queries.areas_visible_to(request.actor).exists():
        raise NotThere
    name = f"areas-{on.isoformat()}-{found.version[:12]}"
    return table_response(
        request.GET.get("format", "csv"), name, queries.SET_COLUMNS, map(_set_cells, found.rows())
    )


def _set_cells(row: queries.AreaRow) -> list[Cell]:
    return [*row[:6], row[6].isoformat(), row[7].isoformat() if row[7] else ""]
