"""Reading rounds: who sees which, coverage from the counters, and the doors behind each number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Left

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.paths import EVERYWHERE, covers, lineage, widest
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.grid import queries as grid
from gridward.response.canvass import rules
from gridward.response.canvass.choices import ItemState, Kind
from gridward.response.canvass.models import Attempt, Campaign, Round, RoundCounter, RoundItem

LENGTH = {"township": 10, "village": 14, "grid": 18, "micro_grid": 21}  # characters of a path
STATES = tuple(ItemState.values)


def visible_to(actor: Actor) -> QuerySet[Round]:
    """Rounds that touch a place where the actor may see coverage."""
    return Round.objects.filter(touching(actor.paths(Permission.CANVASS_VIEW)))


def touching(paths: Iterable[str]) -> Q:
    """Rows at, below or above one of `paths`: what a place belongs to or consists of."""
    wanted = tuple(paths)
    if EVERYWHERE in wanted:
        return ~Q(pk__in=())  # not Q(): that vanishes in an OR
    return within(wanted) | Q(path__in={each for path in wanted for each in lineage(path)})


def items_visible_to(actor: Actor) -> QuerySet[RoundItem]:
    """Doors of any round in the actor's scope."""
    return visible(RoundItem.objects.all(), actor, Permission.CANVASS_VIEW)


def latest(actor: Actor, *, under: str = "", kind: str = Kind.DOOR_SWEEP) -> Round | None:
    """The round of a place to show first: a running one, else the last that was closed.

    Of one kind only: households, rentals and persons are never added (domain 5.4, 21).
    """
    rows = visible_to(actor).filter(touching([under]), kind=kind)
    return rows.order_by("-state", "-opened_at", "-pk").first()


def reach(
    actor: Actor, asked: str, *, permission: Permission = Permission.CANVASS_VIEW
) -> tuple[str, ...]:
    """The part of the actor's scope inside `asked` ("" asks for all of it)."""
    own = actor.paths(permission)
    return widest([p for p in own if covers(asked, p)] + [asked for p in own if covers(p, asked)])


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the board: a village or grid and its coverage."""

    path: str
    name: str
    coverage: rules.Coverage


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of the board as it is drawn: a place, its numbers and where they lead."""

    name: str
    href: str
    doors: str
    households: int
    numbers: tuple[tuple[str, int], ...]
    added: int
    missing: int
    percent: str


def coverage(sweep: Round, under: str | Iterable[str], by: str = "village") -> list[Place]:
    """Coverage of every village or grid under a path, from the counters, in the order of paths.

    `by`: township, village, grid or micro_grid. Reads two counter rows a grid, never the items.
    """
    tallies = _tallies(sweep, [under] if isinstance(under, str) else under, LENGTH[by])
    names = (
        grid.names(set(tallies)) if by in {"township", "village"} else grid.full_names(set(tallies))
    )
    return [
        Place(path, names.get(path, path), _coverage(sweep, kinds))
        for path, kinds in sorted(tallies.items())
    ]


def stair_coverage(sweep: Round, actor: Actor, under: str) -> list[Place]:
    """Coverage of every staircase under a village or grid, in walking order.

    Counted from the items there (some hundreds): counters end at the grid. The path of a line is
    the grid's, its name the staircase's.
    """
    rows = items_visible_to(actor).filter(within([under]), round=sweep).order_by()
    counted = rows.annotate(frozen=Q(added_at__isnull=True)).values_list(
        "path", "staircase", "state", "frozen"
    )
    found: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
    first: dict[tuple[str, str], int] = {}
    for path, stair, state, frozen, number, position in counted.annotate(
        n=Count("pk"), first=Min("position")
    ):
        kind = RoundCounter.Kind.FROZEN if frozen else RoundCounter.Kind.ADDED
        found.setdefault((path, stair), {}).setdefault(kind, {})[state] = number
        first[path, stair] = min(first.get((path, stair), position), position)
    return [
        Place(
            key[0], key[1],
            _coverage(sweep, {k: rules.Tally(counts) for k, counts in found[key].items()}),
        )
        for key in sorted(found, key=lambda key: (key[0], first[key]))
    ]  # fmt: skip


def total(sweep: Round, under: str | Iterable[str] = "") -> rules.Coverage:
    """Coverage of everything under one or more paths together."""
    paths = [under] if isinstance(under, str) else under
    return _coverage(sweep, _tallies(sweep, paths, 0).get("", {}))


def _tallies(sweep: Round, under: Iterable[str], length: int) -> dict[str, dict[str, rules.Tally]]:
    rows = RoundCounter.objects.filter(within(under), round=sweep)
    place = Left("path", length) if length else Value("")
    sums = {f"n_{state}": Sum(state) for state in STATES}
    found: dict[str, dict[str, rules.Tally]] = {}
    grouped = rows.annotate(place=place).order_by().values_list("place", "kind").annotate(**sums)
    for where, kind, *numbers in grouped:
        found.setdefault(where, {})[kind] = rules.Tally(dict(zip(STATES, numbers, strict=True)))
    return found


def _coverage(sweep: Round, kinds: dict[str, rules.Tally]) -> rules.Coverage:
    nothing = rules.Tally({})
    return rules.Coverage(
        frozen=kinds.get(RoundCounter.Kind.FROZEN, nothing),
        added=kinds.get(RoundCounter.Kind.ADDED, nothing),
        valid_results=tuple(sweep.valid_results),
    )


def missing(
    sweep: Round, actor: Actor, path: str, states: Sequence[str] = ()
) -> QuerySet[RoundItem]:
    """Doors under a path that have no valid result (or stand in one of `states`), door by door."""
    rows = items_visible_to(actor).filter(within([path]), round=sweep)
    rows = rows.filter(state__in=states) if states else rows.exclude(state__in=sweep.valid_results)
    return rows.order_by("path", "position", "pk")


def unsettled(sweep: Round) -> QuerySet[RoundItem]:
    """Doors that keep the round from closing."""
    return RoundItem.objects.filter(round=sweep, state__in=rules.UNSETTLED).order_by(
        "path", "position"
    )


def history(item: RoundItem) -> QuerySet[Attempt]:
    """Everything that happened at one door, newest first."""
    return Attempt.objects.filter(item=item).order_by("-at", "-pk")


def round_for(actor: Actor, pk: int) -> Round:
    """The round of this number. Raises `NotThere` when it is missing or hidden."""
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def scope_for(
    actor: Actor, asked: str, permission: Permission = Permission.CANVASS_VIEW
) -> tuple[str, ...]:
    """The paths that `asked` opens to this actor. Raises `NotThere` when that is nothing."""
    paths = reach(actor, asked, permission=permission)
    if not paths:
        raise NotThere
    return paths


def campaigns_visible_to(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns that touch a place where the actor may see coverage."""
    rows = Campaign.objects.filter(touching(actor.paths(Permission.CANVASS_VIEW)))
    return rows.order_by("-begun_at", "-pk")
