"""Where the figures come from: one set-based question to each room, grouped by place."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.paths import covers, depth
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.hq.dashboard.choices import FigureName
from gridward.hq.dashboard.rules.figures import Figure, add, figure
from gridward.response.canvass import queries as canvass
from gridward.response.care import queries as care
from gridward.response.care.rules import states
from gridward.response.duty import queries as duty
from gridward.response.risk import queries as risk

_VILLAGE = 2  # depth of a village's path
_GRID = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures of which place, up to which moment, and since when data is new."""

    actor: Actor
    path: str
    cut_off: datetime
    since: datetime | None = None


Part = Callable[[Asked], Iterable[tuple[str, Figure]]]


def village_of(path: str) -> str:
    """The village a path lies in; a path above the villages stays: not yet placed."""
    return _cut(path, _VILLAGE)


def grid_of(path: str) -> str:
    """The grid a path lies in; a path above the grids stays."""
    return _cut(path, _GRID)


def _cut(path: str, levels: int) -> str:
    return path if depth(path) <= levels else "/".join(path.split("/")[:levels]) + "/"


def gather(asked: Asked, by: Callable[[str], str] = village_of) -> dict[str, dict[str, Figure]]:
    """``place -> name -> Figure`` as far as the actor sees; places with nothing are left out."""
    found: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for part in _PARTS:
        for path, one in part(asked):
            if covers(asked.path, path):
                found[by(path)][one.name].append(one)
    return {
        place: {name: add(parts) for name, parts in names.items()} for place, names in found.items()
    }


def _doors(asked: Asked) -> Iterable[tuple[str, Figure]]:
    sweep = canvass.latest(asked.actor, under=asked.path)
    if sweep is None:
        return
    paths = canvass.reach(asked.actor, asked.path)
    for place in canvass.coverage(sweep, paths, by="grid"):
        cover = place.coverage
        yield (
            place.path,
            figure(FigureName.REACHED, cover.reached, asked.cut_off, denominator=cover.denominator),
        )
        yield place.path, figure(FigureName.OPEN_DOORS, cover.unsettled, asked.cut_off)
        yield place.path, figure(FigureName.ADDED, cover.added.total, asked.cut_off)


def _declarations(asked: Asked) -> Iterable[tuple[str, Figure]]:
    rows = roster.declarations_visible_to(asked.actor).filter(
        submission__received_at__lte=asked.cut_off
    )
    if asked.since is not None:
        rows = rows.filter(submission__received_at__gt=asked.since)
    late = Q(at__lte=asked.since) if asked.since else Q(pk__in=())
    grouped = (
        _inside(rows, asked)
        .values_list("path")
        .annotate(n=Count("pk"), n_late=Count("pk", filter=late))
    )
    for path, n, n_late in grouped:
        yield path, figure(FigureName.DECLARED, n, asked.cut_off, late=n_late)
    for path, n in _counted(roster.waiting_for(asked.actor), asked):
        yield path, figure(FigureName.REVIEW, n, asked.cut_off)


def _proposals(asked: Asked) -> Iterable[tuple[str, Figure]]:
    for path, n in _counted(risk.waiting(asked.actor), asked):
        yield path, figure(FigureName.PROPOSALS, n, asked.cut_off)


def _cases(asked: Asked) -> Iterable[tuple[str, Figure]]:
    for path, by_state in care.counts(asked.actor).items():
        watched = sum(by_state.get(state, 0) for state in states.OBSERVED)
        yield path, figure(FigureName.OBSERVED, watched, asked.cut_off)
        yield path, figure(FigureName.DUE, by_state.get("due_for_release", 0), asked.cut_off)


def _temperatures(asked: Asked) -> Iterable[tuple[str, Figure]]:
    today = local_date(asked.cut_off)
    for path, done in care.completion(asked.actor, since=today, until=today).items():
        taken = done.recorded + done.made_good
        yield path, figure(FigureName.TEMPERATURES, taken, asked.cut_off, denominator=done.owed)
        yield path, figure(FigureName.MISSED, done.missed, asked.cut_off, denominator=done.owed)
        yield path, figure(FigureName.ABNORMAL, done.abnormal, asked.cut_off)


def _tasks(asked: Asked) -> Iterable[tuple[str, Figure]]:
    for path, counts in duty.counts(asked.actor, asked.cut_off).items():
        yield (
            path,
            figure(FigureName.OVERDUE, counts.overdue, asked.cut_off, denominator=counts.running),
        )


def _inside(rows: QuerySet[Model], asked: Asked) -> QuerySet[Model]:
    return rows.filter(within([asked.path])).order_by()


def _counted(rows: QuerySet[Model], asked: Asked) -> Iterable[tuple[str, int]]:
    return list(_inside(rows, asked).values_list("path").annotate(n=Count("pk")))


_PARTS: tuple[Part, ...] = (_doors, _declarations, _proposals, _cases, _temperatures, _tasks)
