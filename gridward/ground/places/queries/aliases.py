"""What was learned."""

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.places.models import Alias


def aliases_visible_to(actor: Actor) -> QuerySet[Alias]:
    """Learned names the actor may withdraw: those of the own places."""
    return visible(Alias.objects.all(), actor, Permission.PLACES_REVIEW, field="near")


def aliases_searched(rows: QuerySet[Alias], text: str, state: str) -> QuerySet[Alias]:
    """`state`: "" in force, "withdrawn", "all"."""
    if text:
        wanted = Q(text__contains=text) | Q(full_name__contains=text)
        rows = rows.filter(wanted | Q(learned_by_name__contains=text))
    if state == "all":
        return rows
    return rows.filter(valid_to__isnull=state != "withdrawn")


def alias_text(alias_id: int) -> str:
    """The text of a learned name; "" when there is none of that number."""
    return Alias.objects.filter(pk=alias_id).values_list("text", flat=True).first() or ""
