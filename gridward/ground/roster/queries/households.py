"""Reading households."""

from collections.abc import Iterable

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.roster.models import Household


def households_visible_to(actor: Actor) -> QuerySet[Household]:
    """Households in force that the actor may see."""
    return visible(Household.objects.filter(valid_to=None), actor, Permission.PEOPLE_VIEW)


def household_by_code(code: str) -> Household | None:
    """The household in force under a code."""
    return Household.objects.filter(code=code, valid_to=None).first()


def ids_by_code(codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """``code -> (id, path)`` of the households in force."""
    rows = Household.objects.filter(code__in=list(codes), valid_to=None)
    return {code: (pk, path) for code, pk, path in rows.values_list("code", "pk", "path")}


def in_force(under: str) -> QuerySet[Household]:
    """Households in force at a path and below: what coverage is counted over."""
    return Household.objects.filter(valid_to=None, path__startswith=under).order_by("path", "id")
