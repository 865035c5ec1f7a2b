"""Objections: written down by one person, answered by another."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.permissions import Permission
from gridward.response.risk.actions.decisions import change
from gridward.response.risk.choices import Event, Measure, ObjectionState
from gridward.response.risk.models import Classification, Objection
from gridward.response.risk.rules import objecting


@transaction.atomic
def object_to(
    classification: Classification, *, text: str, actor: Actor, at: datetime
) -> Objection:
    """Write down what a person says against a class. Raises `WrongState` while one is open."""
    row = Classification.objects.select_for_update().get(pk=classification.pk)
    actor.require(Permission.RISK_VIEW, row.path)
    is_open = Objection.objects.filter(classification=row, state=ObjectionState.OPEN).exists()
    insist(objecting.object_to(row.state, open_already=is_open, user_id=actor.user_id, text=text))
    made = Objection.objects.create(
        path=row.path, person_id=row.person_id, classification=row, text=text.strip(),
        recorded_by=actor.user_id or 0, recorded_by_name=actor.name, recorded_at=at,
    )  # fmt: skip
    data: dict[str, object] = {"classification": row.pk}
    ledger.record(Event.OBJECTED, actor=actor, subject=made, path=made.path, at=at, data=data)
    return made


@transaction.atomic
def answer_objection(
    objection: Objection,
    *,
    outcome: str,
    answer: str,
    actor: Actor,
    at: datetime,
    measure: str = "",
    days: int | None = None,
) -> Objection:
    """Answer an objection: the class stays, or gives way to another one that this person decides.

    Raises `WrongState` for whoever wrote it down or decided the class, `BadInput` for no outcome.
    """
    rows = Objection.objects.select_for_update(of=("self",)).select_related("classification")
    row = rows.get(pk=objection.pk)
    actor.require(Permission.RISK_CONFIRM, row.path)
    if outcome not in ObjectionState.values or (measure and measure not in Measure.values):
        raise BadInput(Reason.of("Choose whether the class stays or changes."))
    found = row.classification
    other = bool(measure) and (measure, days or found.days) != (found.measure, found.days)
    insist(
        objecting.answer(
            row.state, outcome, user_id=actor.user_id, recorded_by=row.recorded_by,
            decided_by=found.decided_by, text=answer, is_other_measure=other,
        )
    )  # fmt: skip
    if outcome == ObjectionState.CHANGED:
        row.replacement = change(
            found, measure=measure, days=days, reason=answer, actor=actor, at=at
        )
    row.state, row.answer = outcome, answer.strip()
    row.answered_by, row.answered_by_name, row.answered_at = actor.user_id, actor.name, at
    row.save()
    data: dict[str, object] = {"outcome": outcome, "classification": found.pk}
    ledger.record(
        Event.OBJECTION_ANSWERED, actor=actor, subject=row, path=row.path, at=at, data=data
    )
    return row
