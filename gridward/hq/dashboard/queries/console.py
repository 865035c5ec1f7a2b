"""The live console: figures, the table of places, the trend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.paths import depth
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard.choices import FigureName, Line, SlotState
from gridward.hq.dashboard.models import FrozenFigure, ReportSlot
from gridward.hq.dashboard.queries.sources import Asked, gather, grid_of, village_of
from gridward.hq.dashboard.rules.figures import Figure, add, figure
from gridward.response.canvass import queries as canvass

# Which page lists what a figure counts.
_PAGES = {
    FigureName.DECLARED: "roster:declarations",
    FigureName.REVIEW: "roster:declarations",
    FigureName.PROPOSALS: "risk:proposals",
    FigureName.OBSERVED: "care:cases",
    FigureName.TEMPERATURES: "care:cases",
    FigureName.MISSED: "care:cases",
    FigureName.ABNORMAL: "care:cases",
    FigureName.DUE: "care:due",
    FigureName.OVERDUE: "duty:tasks",
}
# Which of its rows a page shows for a figure, where that is not what it shows by itself.
_ASKING = {
    FigureName.OVERDUE: "&which=overdue", FigureName.DECLARED: "&state=",
    FigureName.OBSERVED: "&state=observed",
}  # fmt: skip
# Figures that are zero when no room speaks of them; the others are not there without a round.
_ZERO = tuple(name for name in FigureName if name not in {"reached", "temperatures"})


@dataclass(frozen=True, slots=True)
class Table:
    """Places and their figures; `total` adds them up."""

    places: list[tuple[str, str, dict[str, Figure]]]  # path, name, figures
    total: dict[str, Figure]


def table(actor: Actor, path: str, at: datetime, *, since: datetime | None = None) -> Table:
    """Live figures under a path by village, in a village by grid; zeros are explicit."""
    asked = Asked(actor, path, at, since)
    finer = depth(path) >= 2
    by: Callable[[str], str] = grid_of if finer else village_of
    found = gather(asked, by)
    nodes = grid.in_force(grid.visible_to(actor), local_date(at)).filter(path__startswith=path)
    level = "grid" if finer else "village"
    names = dict(nodes.filter(level=level).values_list("path", "name"))
    for place in found.keys() - names.keys():
        names[place] = ""  # not yet placed: its name is said by the page
    rows = [(p, names[p], _filled(found.get(p, {}), at)) for p in sorted(names)]
    return Table(rows, _sum(figures for _path, _name, figures in rows))


def _filled(figures: dict[str, Figure], at: datetime) -> dict[str, Figure]:
    zeros = {name.value: figure(name, 0, at) for name in _ZERO}
    return {name: both for name in FigureName if (both := {**zeros, **figures}.get(name))}


def _sum(rows: Iterable[dict[str, Figure]]) -> dict[str, Figure]:
    parts: dict[str, list[Figure]] = {}
    for figures in rows:
        for name, one in figures.items():
            parts.setdefault(name, []).append(one)
    return {name: add(parts[name]) for name in FigureName if name in parts}


def links(figures: dict[str, Figure], actor: Actor, path: str) -> list[Figure]:
    """The figures with the address of the list behind each, where there is one."""
    sweep = canvass.latest(actor, under=path)
    linked = []
    for name, one in figures.items():
        if name in {FigureName.REACHED, FigureName.OPEN_DOORS, FigureName.ADDED}:
            board = "canvass:board" if name != FigureName.OPEN_DOORS else "canvass:doors"
            asks = "&state=unsettled" if name == FigureName.OPEN_DOORS else ""
            href = f"{reverse(board, args=[sweep.pk])}?under={path}{asks}" if sweep else ""
        else:
            page, asks = reverse(_PAGES[FigureName(name)]), _ASKING.get(FigureName(name), "")
            href = f"{page}?under={path}{asks}"
        linked.append(replace(one, href=href))
    return linked


def pages_of_lines(actor: Actor, path: str) -> dict[str, str]:
    """``kind of a line -> address of its live list``."""
    sweep = canvass.latest(actor, under=path)
    doors = reverse("canvass:doors", args=[sweep.pk]) if sweep else ""
    return {
        Line.DOORS: f"{doors}?under={path}&state=unsettled" if doors else "",
        Line.DECLARATIONS: f"{reverse('roster:declarations')}?under={path}",
        Line.PROPOSALS: f"{reverse('risk:proposals')}?under={path}",
        Line.CASES: f"{reverse('care:cases')}?under={path}",
        Line.MISSED: reverse("care:rounds"),
        Line.TASKS: f"{reverse('duty:tasks')}?under={path}",
    }


@dataclass(frozen=True, slots=True)
class Trend:
    """Closed slots in the order of time, and for each figure its row in each slot (or None)."""

    slots: list[ReportSlot]
    series: dict[str, list[FrozenFigure | None]]


def trend(actor: Actor, path: str, names: Iterable[str], *, last: int = 42) -> Trend:
    """Frozen figures of a place over the last slots (42 slots are two weeks)."""
    top = path.split("/", 1)[0] + "/"
    closed = ReportSlot.objects.filter(path=top, state=SlotState.CLOSED)
    slots = list(closed.order_by("-due_at")[:last])[::-1]
    rows = FrozenFigure.objects.filter(slot__in=slots, path=path, name__in=list(names))
    if not actor.may(Permission.DASHBOARD_VIEW, path):
        rows = rows.none()
    found = {(row.slot_id, row.name): row for row in rows}
    return Trend(slots, {n: [found.get((slot.pk, n)) for slot in slots] for n in names})
