"""What interrupts or ends an observation: alarm, hospital, misjudgement, leaving home."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Decision
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.care.actions.reading import close_tasks
from gridward.response.care.actions.slots import settle_ended, take_up_again
from gridward.response.care.actions.start import locked
from gridward.response.care.choices import CaseState, Event
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules import holds, states


@transaction.atomic
def resolve(slot: Slot, *, how: str, actor: Actor, at: datetime) -> Slot:
    """A named person has seen to an abnormal reading and says how it ended."""
    actor.require(Permission.CARE_OBSERVE, slot.path)
    slot = Slot.objects.select_for_update().get(pk=slot.pk)
    insist(holds.resolve(open_alarm=slot.open_alarm, how=how, by=actor.user_id))
    slot.resolved_at, slot.resolved_by, slot.resolution = at, actor.user_id, how.strip()
    slot.save(update_fields=["resolved_at", "resolved_by", "resolution"])
    close_tasks(slot, how.strip(), at=at)
    ledger.record(Event.ABNORMAL_RESOLVED, actor=actor, subject=slot, path=slot.path, at=at)
    return slot


@transaction.atomic
def escalate(case: Case, *, reason: str, actor: Actor, at: datetime) -> Case:
    """Fever or a positive result: release is blocked until somebody resumes the case."""
    actor.require(Permission.CARE_OBSERVE, case.path)
    return _move(case, CaseState.ESCALATED, Event.ESCALATED, reason, actor=actor, at=at)


@transaction.atomic
def suspend(case: Case, *, reason: str, actor: Actor, at: datetime) -> Case:
    """The person is in hospital: no temperature is owed until the case is resumed."""
    actor.require(Permission.CARE_OPEN, case.path)
    case = _move(case, CaseState.SUSPENDED, Event.SUSPENDED, reason, actor=actor, at=at)
    settle_ended(case, actor=actor, at=at)
    return case


@transaction.atomic
def break_off(case: Case, *, reason: str, actor: Actor, at: datetime) -> Case:
    """The person left home: an incident, to be followed by `resume` or `escalate`."""
    actor.require(Permission.CARE_OBSERVE, case.path)
    return _move(case, CaseState.BROKEN, Event.BROKEN, reason, actor=actor, at=at)


@transaction.atomic
def resume(case: Case, *, reason: str, actor: Actor, at: datetime) -> Case:
    """Back to plain observation; not while an abnormal reading is open."""
    actor.require(Permission.CARE_OPEN, case.path)
    case = locked(case)
    alarms = case.slots.filter(abnormal=True, resolved_at=None).count()
    insist(states.resume(state=case.state, open_alarms=alarms))
    case = _move(case, CaseState.ACTIVE, Event.RESUMED, reason, actor=actor, at=at)
    take_up_again(case, at=at)
    return case


@transaction.atomic
def cancel(case: Case, *, reason: str, actor: Actor, at: datetime) -> Case:
    """The person was misjudged and owes nothing."""
    actor.require(Permission.CARE_OPEN, case.path)
    case = _move(case, CaseState.CANCELLED, Event.CANCELLED, reason, actor=actor, at=at)
    settle_ended(case, actor=actor, at=at)
    return case


def _move(
    case: Case, to: CaseState, event: Event, reason: str, *, actor: Actor, at: datetime
) -> Case:
    case = locked(case)
    allowed: Decision = states.move(case.state, to)
    insist(states.explained(allowed, reason))
    case.state, case.reason = to, reason.strip()
    case.proposed_at = case.proposed_by = None
    if to in states.CLOSED:
        case.closed_at, case.closed_by = at, actor.user_id
    case.save(
        update_fields=["state", "reason", "proposed_at", "proposed_by", "closed_at", "closed_by"]
    )
    ledger.record(event, actor=actor, subject=case, path=case.path, at=at)
    return case
