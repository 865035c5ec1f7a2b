"""Who has how many open doors, and how they could be shared out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.db.models import Count, Min, QuerySet

from gridward.core.actor import Actor
from gridward.core.paths import covers
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.access import queries as access
from gridward.ground.access.rules import ROLES
from gridward.ground.grid import queries as grid
from gridward.response.canvass import rules
from gridward.response.canvass.models import Round, RoundItem, Split, Team, TeamMember
from gridward.response.canvass.queries.board import touching

WALKERS = ("grid_worker",)  # who knocks by profession; teams bring in others
RECORDERS = tuple(role for role, held in ROLES.items() if Permission.CANVASS_RECORD in held)


@dataclass(frozen=True, slots=True)
class Load:
    """One person's open doors before and after a proposal."""

    user: int | None
    name: str
    before: int
    after: int
    stairs: int


@dataclass(frozen=True, slots=True)
class Move:
    """One staircase that would change hands."""

    place: str
    stair: str
    doors: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fair sharing-out, not yet applied. `mark` tells whether the doors changed meanwhile."""

    given: dict[tuple[str, str], int]
    loads: tuple[Load, ...]
    moves: tuple[Move, ...]
    doors: int
    mark: str


def teams_visible_to(actor: Actor) -> QuerySet[Team]:
    """Teams in force that touch a place where the actor may see coverage."""
    rows = Team.objects.filter(touching(actor.paths(Permission.CANVASS_VIEW)), ended_at=None)
    return rows.prefetch_related("members").order_by("path")


def splits_of(sweep: Round, actor: Actor) -> QuerySet[Split]:
    """Sharings-out of a round in the actor's scope, newest first."""
    rows = Split.objects.filter(within(actor.paths(Permission.CANVASS_VIEW)), round=sweep)
    return rows.order_by("-at", "-pk")


def able_to_record(path: str, *, on: date, actor: Actor) -> dict[int, str]:
    """``user id -> name`` of everybody whose post lets them record all of a place."""
    held = access.in_force(access.visible_to(Actor.system()), on).filter(role__in=RECORDERS)
    actor.require(Permission.GRID_VIEW, path)
    return {p.user_id: str(p.user) for p in held if covers(p.path, path)}


def stairs(sweep: Round, under: str, *, on: date) -> list[rules.Stair]:
    """Every staircase with open doors under a path, in walking order, with who may walk it."""
    rows = RoundItem.objects.filter(within([under]), round=sweep, state__in=rules.UNSETTLED)
    counted = rows.order_by().values_list("path", "staircase", "hand")
    found: dict[tuple[str, str], list[tuple[int, int, int | None]]] = {}
    for path, name, hand, doors, first in counted.annotate(n=Count("pk"), first=Min("position")):
        found.setdefault((path, name), []).append((first, doors, hand))
    hands = _walkers(under, on=on)
    ordered = sorted(found, key=lambda key: (key[0], min(found[key])[0]))
    return [
        rules.Stair(
            key=key, doors=sum(doors for _first, doors, _hand in found[key]),
            hand=max(found[key], key=lambda part: part[1])[2],
            hands=frozenset(user for user, path in hands if covers(path, key[0])),
        )
        for key in ordered
    ]  # fmt: skip


def _walkers(under: str, *, on: date) -> set[tuple[int, str]]:
    posts = access.in_force(access.visible_to(Actor.system()), on).filter(role__in=WALKERS)
    found = {(p.user_id, p.path) for p in posts.filter(touching([under]))}
    members = TeamMember.objects.filter(touching([under]), team__ended_at=None)
    return found | set(members.values_list("user_id", "path"))


def proposal(sweep: Round, under: str, *, on: date) -> Proposal:
    """How the open doors under a path would be shared out fairly, staircase by staircase."""
    every = stairs(sweep, under, on=on)
    given = rules.share_out(every)
    before, after = rules.loads(every), rules.loads(every, given)
    names = people(before.keys() | after.keys())
    places = grid.full_names({stair.key[0] for stair in every})
    held: dict[int | None, int] = {}
    for stair in every:
        hand = given.get(stair.key, stair.hand)
        held[hand] = held.get(hand, 0) + 1
    moved = [stair for stair in every if given.get(stair.key, stair.hand) != stair.hand]
    return Proposal(
        given=given,
        loads=tuple(
            Load(user, names.get(user, ""), before.get(user, 0), after.get(user, 0),
                 held.get(user, 0))
            for user in sorted(before.keys() | after.keys(), key=lambda u: (u is None, names[u]))
        ),
        moves=tuple(
            Move(
                places.get(stair.key[0], stair.key[0]), stair.key[1], stair.doors,
                names[stair.hand], names[given[stair.key]],
            )
            for stair in moved
        ),
        doors=sum(stair.doors for stair in every),
        mark=sha256(repr([(s, given.get(s.key)) for s in every]).encode()).hexdigest()[:16],
    )  # fmt: skip


def people(users: Iterable[int | None]) -> dict[int | None, str]:
    """``user id -> name``; None has the empty name, accounts that are gone their number."""
    wanted = set(users)
    known = get_user_model().objects.filter(pk__in={u for u in wanted if u is not None})
    names: dict[int | None, str] = {user.pk: str(user) for user in known}
    return {user: "" if user is None else names.get(user, str(user)) for user in wanted}


def allotment(sweep: Round, under: str) -> QuerySet[RoundItem]:
    """Every door under a path that somebody answers for by name (包干), in walking order."""
    rows = RoundItem.objects.filter(within([under]), round=sweep, hand__isnull=False)
    return rows.order_by("hand", "path", "position")
