"""Writing readings into their slots."""

from collections.abc import Iterable
from datetime import datetime

import orjson
from django.db import connection
from django.utils.translation import gettext

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.response.care.choices import CaseState, Event, SlotState
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules import reading as rules
from gridward.response.care.rules import slots
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind

_KEEP = """
UPDATE care_slot s SET state = v.state, temperature = v.temperature, site = v.site,
  symptoms = v.symptoms, channel = v.channel, note = v.note, measured_at = v.measured_at,
  recorded_at = v.recorded_at, recorded_by = v.recorded_by, made_good_at = v.made_good_at,
  earlier = v.earlier, abnormal = v.abnormal, resolved_at = v.resolved_at,
  resolved_by = v.resolved_by, resolution = v.resolution
FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::text[], %s::jsonb[], %s::text[],
  %s::text[], %s::timestamptz[], %s::timestamptz[], %s::bigint[], %s::timestamptz[], %s::jsonb[],
  %s::bool[], %s::timestamptz[], %s::bigint[], %s::text[])
  AS v(id, state, temperature, site, symptoms, channel, note, measured_at, recorded_at,
       recorded_by, made_good_at, earlier, abnormal, resolved_at, resolved_by, resolution)
WHERE s.id = v.id"""


def write(
    slot: Slot, reading: rules.Reading, measured_at: datetime, actor: Actor, at: datetime
) -> tuple[tuple[Reason, ...], list[ledger.Note]]:
    """Write an allowed reading into a locked slot: what alarms, and what is to be recorded.

    The slot itself is stored by `keep`, many at once; without notes nothing changed.
    """
    if slot.reading == reading:
        return (), []  # sent twice
    alarms = rules.alarms(reading, slot.case.terms)
    was_missed = slot.state == SlotState.MISSED
    if slot.measured_at is not None and measured_at < slot.measured_at:
        slot.earlier = [*slot.earlier, _as_json(reading, measured_at, at, actor.user_id)]
    else:
        _replace(slot, reading, measured_at, actor, at)
    slot.state = slots.after_reading(slot.state)
    if was_missed:
        slot.made_good_at = at
    if alarms:
        slot.abnormal, slot.resolved_at, slot.resolved_by, slot.resolution = True, None, None, ""
    if was_missed:
        close_tasks(slot, gettext("Made good."), at=at)
    notes = _notes(slot, was_missed=was_missed, alarming=bool(alarms))
    if alarms and slot.case.state == CaseState.DUE:
        notes.append(fall_back(slot.case))
    return alarms, notes


def keep(read: Iterable[Slot]) -> None:
    """Store what `write` put into these slots, in one statement."""
    rows = [
        (
            s.pk, str(s.state), s.temperature, s.site, orjson.dumps(s.symptoms).decode(), s.channel,
            s.note, s.measured_at, s.recorded_at, s.recorded_by, s.made_good_at,
            orjson.dumps(s.earlier).decode(), s.abnormal, s.resolved_at, s.resolved_by,
            s.resolution,
        )
        for s in read
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)])


def _replace(
    slot: Slot, reading: rules.Reading, measured_at: datetime, actor: Actor, at: datetime
) -> None:
    before = slot.reading
    if before is not None and slot.measured_at and slot.recorded_at:
        kept = _as_json(before, slot.measured_at, slot.recorded_at, slot.recorded_by)
        slot.earlier = [*slot.earlier, kept]
    slot.temperature, slot.site, slot.channel = reading.temperature, reading.site, reading.channel
    slot.symptoms, slot.note = sorted(reading.symptoms), reading.note
    slot.measured_at, slot.recorded_at, slot.recorded_by = measured_at, at, actor.user_id


def _as_json(
    reading: rules.Reading, measured_at: datetime, at: datetime, by: int | None
) -> dict[str, object]:
    return {
        "temperature": str(reading.temperature), "site": reading.site,
        "symptoms": list(reading.symptoms), "channel": reading.channel,
        "measured_at": measured_at.isoformat(), "recorded_at": at.isoformat(), "recorded_by": by,
    }  # fmt: skip


def _notes(slot: Slot, *, was_missed: bool, alarming: bool) -> list[ledger.Note]:
    event = Event.SLOT_MADE_GOOD if was_missed else Event.SLOT_RECORDED
    data: dict[str, object] = {"case": slot.case_id, "channel": slot.channel}
    notes = [ledger.Note(event, slot.path, slot, data)]
    if alarming:
        notes.append(ledger.Note(Event.SLOT_ABNORMAL, slot.path, slot, {"case": slot.case_id}))
    return notes


def fall_back(case: Case) -> ledger.Note:
    """A due case whose conditions no longer hold runs on; a proposal made before is void."""
    case.state, case.proposed_at, case.proposed_by = CaseState.ACTIVE, None, None
    case.save(update_fields=["state", "proposed_at", "proposed_by"])
    return ledger.Note(Event.RESUMED, case.path, case)


def close_tasks(slot: Slot, result: str, *, at: datetime) -> None:
    """Close what is still asked for about a slot that is settled: also the visit, somebody spoke
    to the person."""
    system = Actor.system()
    asked = tasks.about(slot) | tasks.about(slot.case).filter(kind=Kind.VISIT)
    for task in tasks.running(system).filter(pk__in=asked.values("pk")):
        duty.finish(task, result=result, actor=system, at=at)
