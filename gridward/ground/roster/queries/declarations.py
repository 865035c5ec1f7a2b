"""Reading declarations."""

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.roster.models import Declaration


def declarations_visible_to(actor: Actor) -> QuerySet[Declaration]:
    """Declarations the actor may see, the latest first."""
    rows = Declaration.objects.select_related("submission__version__form")
    return visible(rows, actor, Permission.PEOPLE_VIEW).order_by("-at", "-id")


def waiting_for(actor: Actor) -> QuerySet[Declaration]:
    """The review queue: declarations a person must decide, the oldest first."""
    rows = declarations_visible_to(actor).filter(state=DeclarationState.CHECKED)
    return rows.order_by("at", "id")
