"""What each village must do after a slot, in a few set-based questions."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model, QuerySet

from gridward.core.clock import local_date
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.hq.dashboard.choices import Line
from gridward.hq.dashboard.queries.sources import Asked, grid_of, village_of
from gridward.response.canvass import queries as canvass
from gridward.response.care import queries as care
from gridward.response.duty import queries as duty
from gridward.response.risk import queries as risk

_IDS = 500  # ids kept on one line; the count is always whole

Content = list[dict[str, object]]


def contents(asked: Asked, villages: Iterable[str]) -> dict[str, Content]:
    """``village -> lines``: every kind has a line, one with zero too."""
    today = local_date(asked.cut_off)
    actor = asked.actor
    rows: dict[str, QuerySet[Model]] = {
        Line.DECLARATIONS: roster.waiting_for(actor),
        Line.PROPOSALS: risk.waiting(actor),
        Line.CASES: care.active(actor),
        Line.MISSED: care.slots_visible_to(actor).filter(day=today, state="missed"),
        Line.TASKS: duty.overdue(actor, asked.cut_off),
    }
    doors = _doors(asked)
    found = {kind: _by_village(each, asked) for kind, each in rows.items()}
    return {
        village: [
            doors.get(village, {"kind": Line.DOORS, "count": 0, "ids": [], "grids": {}})
            if kind == Line.DOORS
            else _line(kind, found[kind].get(village, []))
            for kind in Line
        ]
        for village in villages
    }


def _doors(asked: Asked) -> dict[str, dict[str, object]]:
    sweep = canvass.latest(asked.actor, under=asked.path)
    if sweep is None:
        return {}
    open_doors: dict[str, dict[str, int]] = defaultdict(dict)
    for place in canvass.coverage(sweep, canvass.reach(asked.actor, asked.path), by="grid"):
        if place.coverage.unsettled:
            open_doors[village_of(place.path)][place.path] = place.coverage.unsettled
    return {
        village: {
            "kind": Line.DOORS, "count": sum(grids.values()), "ids": [sweep.pk], "grids": grids,
        }
        for village, grids in open_doors.items()
    }  # fmt: skip


def _by_village(rows: QuerySet[Model], asked: Asked) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    inside = rows.filter(within([asked.path])).order_by("pk").values_list("pk", "path")
    for pk, path in inside.iterator(chunk_size=5_000):
        found[village_of(path)].append((pk, path))
    return found


def _line(kind: str, rows: list[tuple[int, str]]) -> dict[str, object]:
    grids: dict[str, int] = {}
    for _pk, path in rows:
        grids[grid_of(path)] = grids.get(grid_of(path), 0) + 1
    return {"kind": kind, "count": len(rows), "ids": [pk for pk, _ in rows[:_IDS]], "grids": grids}
