"""Reading slots and the lists made from them."""

from datetime import date

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.hq.dashboard.choices import SlotState
from gridward.hq.dashboard.models import Delivery, FrozenFigure, ReportSlot
from gridward.hq.dashboard.rules.figures import Figure
from gridward.response.canvass import queries as canvass


def slots_visible_to(actor: Actor) -> QuerySet[ReportSlot]:
    """Slots of every township in which the actor sees a console."""
    rows = ReportSlot.objects.filter(canvass.touching(actor.paths(Permission.DASHBOARD_VIEW)))
    return rows.order_by("-due_at", "-pk")


def slots_of(path: str, day: date) -> QuerySet[ReportSlot]:
    """The slots of a township on a day, in order."""
    return ReportSlot.objects.filter(path=path, day=day).order_by("due_at")


def before(slot: ReportSlot) -> ReportSlot | None:
    """The slot closed last before this one."""
    earlier = ReportSlot.objects.filter(
        path=slot.path, state=SlotState.CLOSED, due_at__lt=slot.due_at
    )
    return earlier.order_by("-due_at").first()


def deliveries_visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Lists of the villages in the actor's scope, newest first."""
    rows = visible(Delivery.objects.select_related("slot"), actor, Permission.DASHBOARD_VIEW)
    return rows.order_by("-slot__due_at", "path")


def figures_of(slot: ReportSlot) -> dict[str, dict[str, Figure]]:
    """``place -> name -> Figure`` as frozen; the township's own path holds the sums."""
    found: dict[str, dict[str, Figure]] = {}
    for row in FrozenFigure.objects.filter(slot=slot).order_by("path", "pk"):
        assert slot.cut_off is not None
        one = Figure(row.name, row.value, row.unit, slot.cut_off, row.denominator, row.late)
        found.setdefault(row.path, {})[row.name] = one
    return found
