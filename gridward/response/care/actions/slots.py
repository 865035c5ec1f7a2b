"""Slots: owed, recorded, missed, made good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gridward.core import clock, ledger
from gridward.core.actor import Actor
from gridward.core.decision import Decision, Reason
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.care import queries
from gridward.response.care.actions.reading import keep, write
from gridward.response.care.choices import Event, SlotState
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules import reading as readings
from gridward.response.care.rules import slots as rules
from gridward.response.care.rules import states


def make_slots(cases: Iterable[Case], day: date) -> int:
    """Write the missing slots of a day for running cases; returns how many there were."""
    wanted = {case.pk: case for case in cases}
    known = set(Slot.objects.filter(case_id__in=wanted, day=day).values_list("case_id", "part"))
    fresh = [
        Slot(case=case, path=case.path, day=day, part=due.part, due_from=due.start, due_at=due.end)
        for case in wanted.values()
        for due in rules.of_day(case.terms, day)
        if (case.pk, due.part) not in known and case.started_at and due.end > case.started_at
    ]
    Slot.objects.bulk_create(fresh, batch_size=2_000, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def expect_slots(*, day: date, actor: Actor, at: datetime) -> int:
    """Make the slots of `day` for every case under observation; the second time makes none."""
    running = queries.active(actor).filter(start_on__lte=day)
    made: dict[str, int] = {}
    by_town: dict[str, list[Case]] = {}
    for case in running.select_related(None).iterator(chunk_size=2_000):
        by_town.setdefault(case.township, []).append(case)
    notes = []
    for town, cases in by_town.items():
        if made_here := make_slots(cases, day):
            made[town] = made_here
            data: dict[str, object] = {"day": day.isoformat(), "slots": made_here}
            notes.append(ledger.Note(Event.SLOTS_EXPECTED, town, data=data))
    ledger.record_many(notes, actor=actor, at=at)
    return sum(made.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading for one slot. Without `measured_at` it was measured when it was told."""

    slot_id: int
    reading: readings.Reading
    measured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry; `slot` is None when the actor may not see it."""

    slot_id: int
    decision: Decision
    slot: Slot | None = None
    alarms: tuple[Reason, ...] = ()


@transaction.atomic
def record_slots(entries: Sequence[Entry], *, actor: Actor, at: datetime) -> list[Outcome]:
    """Write many readings (a whole staircase); one that is refused does not stop the others.

    Answers in the order of `entries`. A slot that was missed is made good; an older reading never
    overwrites a newer one (it is kept beside it). Four statements for any number without alarms.
    """
    found = _held(entries)
    outcomes, notes = [], []
    changed: dict[int, Slot] = {}
    for entry in entries:
        slot = found.get(entry.slot_id)
        if slot is None or not actor.may(Permission.CARE_OBSERVE, slot.path):
            nothing = Decision.no(Reason.of("There is nothing here for you."))
            outcomes.append(Outcome(entry.slot_id, nothing))
            continue
        decision = _allowed(slot, entry, at)
        alarms: tuple[Reason, ...] = ()
        if decision.allowed:
            alarms, written = write(slot, entry.reading, entry.measured_at or at, actor, at)
            notes += written
            if written:
                changed[slot.pk] = slot
        outcomes.append(Outcome(entry.slot_id, decision, slot, alarms))
    keep(changed.values())
    ledger.record_many(notes, actor=actor, at=at)
    return outcomes


def _held(entries: Sequence[Entry]) -> dict[int, Slot]:
    """The slots, each locked after its case, in the same order as a release does."""
    # Hazard: the tables are locked in the order of `of`, row by row in the order of the sort.
    rows = Slot.objects.select_for_update(of=("case", "self")).select_related("case")
    wanted = rows.filter(pk__in={e.slot_id for e in entries}).order_by("case_id", "pk")
    return {slot.pk: slot for slot in wanted}


def _allowed(slot: Slot, entry: Entry, at: datetime) -> Decision:
    timely = rules.record(
        state=slot.state, due_from=slot.due_from, measured_at=entry.measured_at or at, at=at
    )
    plausible = readings.plausible(entry.reading)
    return Decision.unless([*plausible.because, *timely.because])


def record_slot(
    slot: Slot, reading: readings.Reading, *, actor: Actor, at: datetime,
    measured_at: datetime | None = None,
) -> Slot:  # fmt: skip
    """Write one reading; raises `WrongState` with the reasons when it is refused."""
    actor.require(Permission.CARE_OBSERVE, slot.path)
    outcome = record_slots([Entry(slot.pk, reading, measured_at)], actor=actor, at=at)[0]
    insist(outcome.decision)
    assert outcome.slot is not None
    return outcome.slot


def make_good(
    slot: Slot, reading: readings.Reading, *, measured_at: datetime, actor: Actor, at: datetime
) -> Slot:
    """Settle a missed slot later; both times are kept."""
    now = Slot.objects.get(pk=slot.pk)
    insist(rules.make_good(state=now.state, due_from=now.due_from, measured_at=measured_at, at=at))
    return record_slot(now, reading, actor=actor, at=at, measured_at=measured_at)


@transaction.atomic
def mark_missed(*, actor: Actor, at: datetime) -> int:
    """Mark every expected slot whose window is over; the second time marks none."""
    late = Slot.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=SlotState.EXPECTED, due_at__lte=at, case__state__in=states.OBSERVED
    )
    return mark(list(late.order_by("path", "pk")), actor=actor, at=at)


def mark(late: Sequence[Slot], *, actor: Actor, at: datetime) -> int:
    """Write the miss of these locked slots."""
    Slot.objects.filter(pk__in=[slot.pk for slot in late]).update(state=SlotState.MISSED)
    notes = [
        ledger.Note(Event.SLOT_MISSED, slot.path, slot, {"case": slot.case_id, "part": slot.part})
        for slot in late
    ]
    ledger.record_many(notes, actor=actor, at=at)
    return len(late)


def settle_ended(case: Case, *, actor: Actor, at: datetime) -> None:
    """When a case stops being observed: what is over was missed, what is ahead is not needed."""
    owed = case.slots.select_for_update().filter(state=SlotState.EXPECTED)
    mark(list(owed.filter(due_at__lte=at)), actor=actor, at=at)
    owed.filter(due_at__gt=at).update(state=SlotState.DROPPED)


def take_up_again(case: Case, *, at: datetime) -> None:
    """When it goes on: what was dropped and is still ahead is owed again."""
    case.slots.filter(state=SlotState.DROPPED, due_at__gt=at).update(state=SlotState.EXPECTED)
    make_slots([case], clock.local_date(at))
