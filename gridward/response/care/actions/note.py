"""Temperatures that come by a form: what a worker's phone sends."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime as moment
from decimal import Decimal, InvalidOperation
from uuid import UUID

from gridward.core.actor import Actor
from gridward.core.decision import Decision, Reason
from gridward.ground.xforms import actions as forms
from gridward.ground.xforms import queries as xforms
from gridward.response.care.actions.slots import Entry, Outcome, record_slots
from gridward.response.care.models import Slot
from gridward.response.care.rules.reading import Reading


def note_round(submission_id: UUID | str, *, actor: Actor, at: moment) -> Outcome | None:
    """Write the reading of a temperature form into its slot; None when it is no such form by an
    account.

    It was measured when the form was filled (`Submission.at`), however late it was sent: an older
    reading never replaces a newer one (domain 5.4, 26). It counts as far as its sender may record
    temperatures on that day. What cannot be written is told on the submission, which is kept.
    Safe to repeat.
    """
    found = xforms.from_worker(submission_id, purpose="round", actor=actor)
    if found is None:
        return None
    sent, told, worker = found
    slot = _slot(told)
    if slot is None:
        nothing = Reason.of("No temperature with this case number, date and time of day is owed.")
        outcome = Outcome(0, Decision.no(nothing))
    else:
        entry = Entry(slot.pk, _reading(told), measured_at=sent.at)
        outcome = record_slots([entry], actor=worker, at=at)[0]
    if not outcome.decision.allowed:
        forms.find_fault(sent.pk, outcome.decision.because, actor=actor, at=at)
    return outcome


def _slot(told: Mapping[str, object]) -> Slot | None:
    try:
        day = date.fromisoformat(str(told.get("slot_date", "")))
    except ValueError:
        return None
    number, part = str(told.get("case_number", "")).strip(), str(told.get("slot", ""))
    return Slot.objects.filter(case__number=number, day=day, part=part).first()


def _reading(told: Mapping[str, object]) -> Reading:
    try:
        value = Decimal(str(told.get("temperature", "")).strip()).quantize(Decimal("0.1"))
    except InvalidOperation:
        value = Decimal("NaN")
    symptoms = set(str(told.get("symptoms", "")).split()) - {"none"}
    return Reading(
        temperature=value,
        site=str(told.get("site", "")) or "forehead",
        symptoms=tuple(sorted(symptoms)),
        channel=str(told.get("channel", "")) or "phone",
    )
