"""Objections: who sees which."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.core.scope import visible, within
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


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection in a list. `name` is masked, empty for somebody not in the register."""

    row: Objection
    name: str
    measure: str | Promise
    state: str | Promise


def objection_lines(rows: Iterable[Objection]) -> list[ObjectionLine]:
    return [
        ObjectionLine(
            row=row,
            name=mask_name(row.person.name) if row.person else "",
            measure=row.classification.get_measure_display(),
            state=row.get_state_display(),
        )
        for row in rows
    ]


def exportable_objections(rows: QuerySet[Objection], actor: Actor) -> QuerySet[Objection]:
    """Only those that the actor may take out of the system."""
    return rows.filter(within(actor.paths(Permission.PEOPLE_EXPORT)))
