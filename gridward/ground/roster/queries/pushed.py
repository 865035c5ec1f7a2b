"""Reading lists handed down by superiors."""

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.roster.models import PushedEntry


def pushed_visible_to(actor: Actor) -> QuerySet[PushedEntry]:
    """Entries of lists from above in the actor's places."""
    return visible(PushedEntry.objects.all(), actor, Permission.PEOPLE_VIEW)
