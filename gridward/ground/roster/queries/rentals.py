"""Reading rentals and tenants."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.grid import queries as grid
from gridward.ground.roster.models import Rental, Tenant


def rentals_visible_to(actor: Actor) -> QuerySet[Rental]:
    """Dwellings that are let now, in the actor's scope."""
    return visible(Rental.objects.filter(ended_on=None), actor, Permission.PEOPLE_VIEW)


def tenants_visible_to(actor: Actor) -> QuerySet[Tenant]:
    """Tenants who live there now, in the actor's scope."""
    return visible(Tenant.objects.filter(until=None), actor, Permission.PEOPLE_VIEW)


def dressed_rentals(rows: Iterable[Rental]) -> list[Rental]:
    """The rentals with the name of their grid and the number of present tenants."""
    found = list(rows)
    places = grid.full_names({rental.path for rental in found})
    counted = Tenant.objects.filter(rental__in=found, until=None).values_list("rental")
    tenants = dict(counted.annotate(n=Count("pk")).order_by())
    for rental in found:
        rental.place = places.get(rental.path, rental.path)
        rental.tenants_now = tenants.get(rental.pk, 0)
    return found


def rental_counts(actor: Actor) -> list[tuple[str, int, int, int]]:
    """``(type, rentals, of these with a signed duty, tenants)``: 间, 间, 人, for each type."""
    rows = rentals_visible_to(actor).order_by().values("kind")
    counted = rows.annotate(
        n=Count("pk", distinct=True),
        n_pledged=Count("pk", filter=Q(pledged_on__isnull=False), distinct=True),
        n_tenants=Count("tenants", filter=Q(tenants__until=None), distinct=True),
    )
    return [(r["kind"], r["n"], r["n_pledged"], r["n_tenants"]) for r in counted.order_by("kind")]
