"""Reading corrections."""

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.roster.models import Correction


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """What was corrected by hand in the actor's places, newest first."""
    return visible(Correction.objects.order_by("-at", "-pk"), actor, Permission.PEOPLE_EDIT)
