"""Objections: who sees which."""

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.response.risk.choices import ObjectionState
from gridward.response.risk.models import Objection


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    rows = Objection.objects.select_related("person", "classification__adoption__edition")
    return visible(rows, actor, Permission.RISK_VIEW)


def objection(pk: int, *, actor: Actor) -> Objection:
    """The one of this number. Raises `NotThere` when missing or hidden."""
    found = objections_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def open_objections(actor: Actor) -> QuerySet[Objection]:
    """Those that wait for an answer, oldest first."""
    rows = objections_visible_to(actor).filter(state=ObjectionState.OPEN)
    return rows.order_by("recorded_at", "pk")
