"""Who acts, who answers for a place, and what is missing."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor, grants
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.access import rules
from gridward.ground.access.models import Posting, User
from gridward.ground.grid import queries as grid


def in_force(rows: QuerySet[Posting], on: date) -> QuerySet[Posting]:
    """The postings of `rows` that hold on a day."""
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def visible_to(actor: Actor) -> QuerySet[Posting]:
    return visible(Posting.objects.select_related("user", "node"), actor, Permission.GRID_VIEW)


def postings_of(user_id: int) -> QuerySet[Posting]:
    """All postings of one user, ended ones included."""
    return Posting.objects.filter(user_id=user_id).select_related("node").order_by("path")


def actor_for(user: User, *, on: date) -> Actor:
    """The actor a user is on a day: the sum of the postings then in force.

    A posting that ends takes its scope away the same day. A user without postings may do nothing.
    """
    return standing(user, on=on)[0]


def standing(user: User, *, on: date) -> tuple[Actor, frozenset[str]]:
    """The actor a user is on a day, and the roles behind it."""
    held = list(in_force(Posting.objects.filter(user=user), on).values_list("role", "path"))
    given = [grants(rules.ROLES[role], path) for role, path in held]
    actor = Actor(user_id=user.pk, name=user.name, grants=frozenset().union(*given))
    return actor, frozenset(role for role, _path in held)


def roles_of(user: User, *, on: date) -> list[str]:
    """The roles a user holds on a day, sorted."""
    return sorted(
        set(in_force(Posting.objects.filter(user=user), on).values_list("role", flat=True))
    )


def responsible(path: str, roles: Iterable[str], *, on: date) -> Posting | None:
    """Who answers for a place: the nearest posting upwards in the order of `roles` (R13)."""
    wanted = list(roles)
    ranked = sorted(
        _above(path, wanted, on), key=lambda p: (-len(p.path), wanted.index(p.role), p.pk)
    )
    return ranked[0] if ranked else None


def team(path: str, roles: Iterable[str], *, on: date) -> dict[str, Posting | None]:
    """For each role its nearest holder upwards from `path`."""
    wanted = list(roles)
    ranked = sorted(_above(path, wanted, on), key=lambda p: (len(p.path), -p.pk))
    nearest = {posting.role: posting for posting in ranked}  # the last one of a role stays
    return {role: nearest.get(role) for role in wanted}


def _above(path: str, roles: list[str], on: date) -> Iterable[Posting]:
    if not roles:
        return ()
    held = Posting.objects.filter(path__in=lineage(path), role__in=roles)
    return in_force(held, on).select_related("user")


def gap_report(actor: Actor, *, on: date) -> list[rules.Gap]:
    """Grids in the actor's scope without lead or team, and incomplete duty records."""
    duties = [
        rules.Duty(p.path, p.role, p.user.name, p.post, p.duty)
        for p in in_force(visible_to(actor), on)
    ]
    leaves = grid.in_force(grid.visible_to(actor), on).filter(level="grid")
    return rules.gaps(leaves.values_list("path", flat=True), duties)


def accounts(actor: Actor) -> QuerySet[User]:
    """All accounts, for those who manage them; nothing for anybody else."""
    if not actor.paths(Permission.ACCOUNT_MANAGE):
        return User.objects.none()
    return User.objects.order_by("username")


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """``id -> name`` of accounts, ended ones too."""
    return dict(User.objects.filter(pk__in=list(user_ids)).values_list("pk", "name"))
