"""What follows from an alarm or a miss: tasks with a clock. Called by reactions; safe to repeat."""

from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.response.care.choices import SlotState
from gridward.response.care.models import Slot
from gridward.response.care.queries.cases import caretaker
from gridward.response.care.rules import slots as rules
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind


@transaction.atomic
def after_abnormal(slot_id: int, *, actor: Actor, at: datetime) -> bool:
    """A task within 30 minutes, unless somebody has already resolved it. `at`: of the alarm.

    Returns whether something is asked for now.
    """
    slot = _slot(slot_id)
    if slot is None or not slot.open_alarm:
        return False
    title = Reason.of("Abnormal temperature in {number}: see to it now", number=slot.case.number)
    return _open(slot, Kind.ABNORMAL, title, at + rules.ABNORMAL_WITHIN, actor, at)


@transaction.atomic
def after_missed(slot_id: int, *, actor: Actor, at: datetime) -> bool:
    """A task within two hours; at the second miss in a row a visit on the same day instead."""
    slot = _slot(slot_id)
    if slot is None or slot.state != SlotState.MISSED:
        return False
    last = slot.case.slots.filter(due_at__lte=slot.due_at).exclude(state=SlotState.DROPPED)
    recent = list(last.order_by("-due_at").values_list("state", flat=True)[:2])
    number = slot.case.number
    if rules.two_in_a_row(recent[::-1]):
        title = Reason.of("Two temperatures missed in {number}: go there today", number=number)
        return _visit(slot, title, actor=actor, at=at)
    title = Reason.of("Temperature missed in {number}: make it good", number=number)
    return _open(slot, Kind.MISSED, title, at + rules.MISSED_WITHIN, actor, at)


def _slot(slot_id: int) -> Slot | None:
    return Slot.objects.select_related("case").filter(pk=slot_id).first()


def _visit(slot: Slot, title: Reason, *, actor: Actor, at: datetime) -> bool:
    """One visit a case at a time: further misses add nothing while it is open."""
    asked = tasks.about(slot.case).filter(kind=Kind.VISIT, opened_at__gte=slot.due_at)
    if asked.exists():
        return False
    duty.open_task(
        kind=Kind.VISIT, path=slot.path, due_at=rules.visit_due(at), subject=slot.case,
        title=title, actor=actor, at=at, owner=caretaker(slot.case),
        href=slot.case.get_absolute_url(),
    )  # fmt: skip
    return True


def _open(
    slot: Slot, kind: Kind, title: Reason, due_at: datetime, actor: Actor, at: datetime
) -> bool:
    if kind != Kind.ABNORMAL and tasks.was_opened(kind, slot):
        return False  # done once; a repeated reaction asks nobody twice
    duty.open_task(
        kind=kind, path=slot.path, due_at=due_at, subject=slot, title=title, actor=actor, at=at,
        owner=caretaker(slot.case), href=slot.case.get_absolute_url(),
    )  # fmt: skip
    return True
