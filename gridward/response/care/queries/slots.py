"""Slots the actor may see and the round they make."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.response.care.models import Slot
from gridward.response.care.rules import states

DOOR = (
    "path", "case__household__building", "case__household__unit", "case__household__room",
    "case__household__address", "case__household_id", "case__person__name", "case_id", "due_at",
)  # fmt: skip


def slots_visible_to(actor: Actor) -> QuerySet[Slot]:
    """Slots on the paths where the actor may see cases."""
    rows = Slot.objects.select_related("case", "case__person", "case__household")
    return visible(rows, actor, Permission.CARE_VIEW)


def slots_due(actor: Actor, at: datetime) -> QuerySet[Slot]:
    """Slots whose window is open at `at` and which have no reading, door by door."""
    rows = slots_visible_to(actor).filter(
        state="expected", due_from__lte=at, case__state__in=states.OBSERVED
    )
    return rows.order_by(*DOOR)


def round_of(actor: Actor, at: datetime) -> QuerySet[Slot]:
    """The round of the moment, door by door: open slots, misses since yesterday, and what was
    recorded in the windows that are open now."""
    yesterday = clock.local_date(at) - timedelta(days=1)
    rows = visible(
        Slot.objects.select_related("case", "case__person", "case__household"),
        actor,
        Permission.CARE_OBSERVE,
    ).filter(
        Q(state="expected", due_from__lte=at)
        | Q(state="missed", day__gte=yesterday)
        | Q(state__in=["recorded", "made_good"], due_from__lte=at, due_at__gt=at),
        case__state__in=states.OBSERVED,
    )
    return rows.order_by(*DOOR)
