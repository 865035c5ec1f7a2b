"""The console: cards, map, trend, table; and the same for the wall."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.core import clock
from gridward.core.clock import local, local_date
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paths import depth
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard import queries
from gridward.hq.dashboard.choices import FigureName, Unit
from gridward.hq.dashboard.models import FrozenFigure
from gridward.hq.dashboard.queries.sources import Asked, gather, grid_of
from gridward.hq.dashboard.rules import slots as slot_rules
from gridward.hq.dashboard.rules.figures import UNITS, Figure
from gridward.hq.dashboard.views.entry import place_for

# What the map and the trend can show: a share of the whole, or a count that should be zero.
METRICS = {"coverage": FigureName.REACHED, "overdue": FigureName.OVERDUE}
TRENDS = {
    "coverage": (FigureName.REACHED,),
    "observed": (FigureName.OBSERVED, FigureName.DUE, FigureName.PROPOSALS),
    "temperatures": (FigureName.TEMPERATURES, FigureName.MISSED, FigureName.ABNORMAL),
}


@signed_in
def console(request: ActingRequest) -> HttpResponseBase:
    place, at = place_for(request), clock.now()
    board = queries.table(request.actor, place, at)
    if kind := request.GET.get("format"):
        return table_response(kind, _("Figures by place"), *_export(board))
    return render(request, "dashboard/console.html", _context(request, place, board, at))


@signed_in
def screen(request: ActingRequest) -> HttpResponse:
    """For the wall of the headquarters: large, without names, renews itself every minute."""
    place, at = place_for(request), clock.now()
    board = queries.table(request.actor, place, at)
    partial = request.headers.get("HX-Request") == "true"
    template = "dashboard/_screen.html" if partial else "dashboard/screen.html"
    return render(request, template, _context(request, place, board, at))


def _context(
    request: ActingRequest, place: str, board: queries.Table, at: datetime
) -> dict[str, object]:
    top = place.split("/", 1)[0] + "/"
    today = local_date(at)
    metric = request.GET.get("metric", "coverage")
    names = grid.full_names({place, top})
    choices = grid.in_force(grid.visible_to(request.actor), today).filter(path__startswith=top)
    return {
        "place": place, "place_name": names.get(place) or names.get(top, place), "at": at,
        "cards": [_card(one) for one in queries.links(board.total, request.actor, place)],
        "heads": [(name, FigureName(name).label, Unit(UNITS[name]).label) for name in board.total],
        "rows": [_row(path, name, figures, board) for path, name, figures in board.places],
        "places": choices.filter(level__in=["township", "village"]).order_by("path"),
        "metric": metric if metric in METRICS else "coverage",
        "trend": request.GET.get("trend", "coverage"), "trends": TRENDS,
        "slots": [
            {"slot": s, "late": slot_rules.is_late(s.state, due_at=s.due_at, at=at)}
            for s in queries.slots_of(top, today)
        ],
    }  # fmt: skip


def _card(one: Figure) -> dict[str, object]:
    # Coverage is read as a share; all else as a count.
    if one.name == FigureName.REACHED and one.denominator:
        label, value, unit = _("Coverage rate"), one.share, ""
        denominator, note = None, f"{one.value} / {one.denominator} {Unit(one.unit).label}"
    else:
        label, value = str(FigureName(one.name).label), str(one.value)
        unit = str(Unit(one.unit).label)
        denominator, note = one.denominator, one.share
    return {
        "name": one.name, "label": label, "value": value, "unit": unit,
        "denominator": denominator, "note": note,
        "cutoff": one.cut_off, "href": one.href, "tone": "bad" if one.alarming else "",
    }  # fmt: skip


def _row(
    path: str, name: str, figures: dict[str, Figure], board: queries.Table
) -> dict[str, object]:
    finer = depth(path) == 2
    return {
        "name": name or _("Not yet placed"),
        "href": f"{reverse('dashboard:console')}?under={path}" if finer else "",
        "cells": [(_said(figures.get(each)), _alarming(figures.get(each))) for each in board.total],
    }


def _said(one: Figure | None) -> str:
    if one is None:
        return "–"
    return f"{one.share} ({one.value}/{one.denominator})" if one.denominator else str(one.value)


def _alarming(one: Figure | None) -> bool:
    return one is not None and one.alarming


def _export(board: queries.Table) -> tuple[list[str], list[list[str | int | float | None]]]:
    head = [_("Code"), _("Place")]
    for name in board.total:
        label, unit = FigureName(name).label, Unit(UNITS[name]).label
        head += [f"{label} ({unit})", f"{label}: {_('Out of')}"]
    rows: list[list[str | int | float | None]] = []
    for path, name, figures in [*board.places, ("", _("Total"), board.total)]:
        row: list[str | int | float | None] = [path.replace("/", ""), name or _("Not yet placed")]
        for each in board.total:
            one = figures.get(each)
            row += [one.value, one.denominator] if one else [None, None]
        rows.append(row)
    return head, rows


@signed_in
def map_data(request: ActingRequest) -> JsonResponse:
    """The grids as GeoJSON with a value each: a share for coverage, a count for overdue tasks."""
    place, at = place_for(request), clock.now()
    metric = request.GET.get("metric", "coverage")
    name = METRICS.get(metric, FigureName.REACHED)
    found = gather(Asked(request.actor, place, at), grid_of)
    nodes = grid.in_force(grid.visible_to(request.actor), local_date(at))
    nodes = nodes.filter(path__startswith=place, level="grid")
    titles = grid.full_names(set(nodes.values_list("path", flat=True)))
    console_url = reverse("dashboard:console")
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {
                "name": titles.get(path, path),
                **_coloured(found.get(path, {}).get(name), name),
                "href": f"{console_url}?under={path}",
            },
        }
        for path, geometry in nodes.order_by("path").values_list("path", "geometry")
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _coloured(one: Figure | None, name: str) -> dict[str, object]:
    if one is None:
        return {"value": 0, "text": "0"} if name == FigureName.OVERDUE else {"value": None}
    if name == FigureName.REACHED:
        share = one.value / one.denominator if one.denominator else None
        return {"value": share, "text": f"{one.share} ({one.value}/{one.denominator})"}
    return {"value": one.value, "text": f"{one.value} {Unit(one.unit).label}"}


@signed_in
def trend(request: ActingRequest) -> JsonResponse:
    """Frozen figures over the last two weeks of slots."""
    place = place_for(request)
    kind = request.GET.get("trend", "coverage")
    names = TRENDS.get(kind, TRENDS["coverage"])
    found = queries.trend(request.actor, place, names)
    is_share = names == TRENDS["coverage"]
    series = [
        {
            "name": str(FigureName(name).label),
            "data": [_point(row, share=is_share) for row in rows],
        }
        for name, rows in found.series.items()
    ]  # fmt: skip
    last = found.slots[-1].cut_off if found.slots else None
    return JsonResponse(
        {
            "kind": "line", "percent": is_share, "unit": Unit(UNITS[names[0]]).label,
            "cutoff": f"{local(last):%m-%d %H:%M}" if last else "",
            "x": [f"{local(slot.due_at):%m-%d %H:%M}" for slot in found.slots], "series": series,
        }
    )  # fmt: skip


def _point(row: FrozenFigure | None, *, share: bool) -> float | None:
    """The value on the trend; a share where there was something to be shared."""
    if row is None or not share:
        return row.value if row else None
    return row.value / row.denominator if row.denominator else None
