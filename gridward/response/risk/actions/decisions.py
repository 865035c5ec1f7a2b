"""A person decides on what the machine proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.permissions import Permission
from gridward.response.risk import queries, rules
from gridward.response.risk.choices import Event, Measure, State
from gridward.response.risk.models import DECIDED, Classification


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk confirmation did: `left` have open questions and need a look of their own."""

    confirmed: int
    left: tuple[int, ...]


@transaction.atomic
def confirm(
    classification: Classification, *, actor: Actor, at: datetime, reason: str = ""
) -> Classification:
    """Confirm a proposal. Raises `WrongState` for the machine and for what is decided already."""
    row = _locked(classification)
    actor.require(Permission.RISK_CONFIRM, row.path)
    insist(rules.decide(row.state, State.CONFIRMED, user_id=actor.user_id))
    _supersede_decided([row])
    _decide(row, State.CONFIRMED, actor, at, reason)
    row.save()
    ledger.record_many([_note(Event.CONFIRMED, row)], actor=actor, at=at)
    return row


@transaction.atomic
def confirm_many(
    classification_ids: Iterable[int], *, actor: Actor, at: datetime, reason: str
) -> Bulk:
    """Confirm many proposals for one reason; those with open questions are left for a single look.

    Ids that are hidden from the actor or decided meanwhile are passed over.
    """
    chosen = queries.waiting(actor).filter(pk__in=list(classification_ids)).order_by("pk")
    rows = list(chosen.select_for_update(of=("self",)))
    for path in {row.path for row in rows}:
        actor.require(Permission.RISK_CONFIRM, path)
    insist(rules.decide(State.PROPOSED, State.CONFIRMED, user_id=actor.user_id))
    clear = [row for row in rows if not row.doubts]
    _supersede_decided(clear)
    for row in clear:
        _decide(row, State.CONFIRMED, actor, at, reason)
    Classification.objects.bulk_update(clear, _DECISION, batch_size=1_000)
    ledger.record_many([_note(Event.CONFIRMED, row) for row in clear], actor=actor, at=at)
    return Bulk(len(clear), tuple(row.pk for row in rows if row.doubts))


@transaction.atomic
def override(
    classification: Classification,
    *,
    measure: str,
    reason: str,
    actor: Actor,
    at: datetime,
    days: int | None = None,
) -> Classification:
    """Decide differently; `days` defaults to what the policy gives the measure."""
    row = _locked(classification)
    actor.require(Permission.RISK_CONFIRM, row.path)
    insist(rules.decide(row.state, State.OVERRIDDEN, user_id=actor.user_id, reason=reason))
    if measure not in Measure.values:
        raise BadInput(Reason.of("{measure} is no measure.", measure=measure))
    _give(row, measure, days)
    _supersede_decided([row])
    _decide(row, State.OVERRIDDEN, actor, at, reason)
    row.save()
    ledger.record_many([_note(Event.OVERRIDDEN, row)], actor=actor, at=at)
    return row


@transaction.atomic
def change(
    classification: Classification,
    *,
    measure: str,
    reason: str,
    actor: Actor,
    at: datetime,
    days: int | None = None,
) -> Classification:
    """Put another class in the place of one that stands, decided or not; the old one is kept."""
    row = _locked(classification)
    actor.require(Permission.RISK_CONFIRM, row.path)
    Classification.objects.filter(pk=row.pk).update(state=State.SUPERSEDED)
    row.pk, row.created_at, row.state = None, at, State.PROPOSED
    _give(row, measure, days)
    _supersede_decided([row])
    _decide(row, State.OVERRIDDEN, actor, at, reason)
    row.save(force_insert=True)
    ledger.record_many([_note(Event.OVERRIDDEN, row)], actor=actor, at=at)
    return row


_DECISION = ["state", "decided_by", "decided_by_name", "decided_at", "decision_reason"]


def _give(row: Classification, measure: str, days: int | None) -> None:
    """Another measure; `days` defaults to what the policy gives it."""
    pack = queries.pack_for(row)
    row.measure = measure
    row.days = pack.days_of(measure) if days is None else days
    start = row.last_exposure or row.as_of
    row.until = rules.planned_release(start, pack.day_one, row.days) if row.days else None
    row.last_exposure = start if row.days else row.last_exposure


def _locked(classification: Classification) -> Classification:
    rows = Classification.objects.select_for_update(of=("self",))
    return rows.select_related("adoption__edition").get(pk=classification.pk)


def _decide(row: Classification, state: State, actor: Actor, at: datetime, reason: str) -> None:
    row.state = state
    row.decided_by, row.decided_by_name, row.decided_at = actor.user_id, actor.name, at
    row.decision_reason = reason.strip()[:300]


def _supersede_decided(rows: Iterable[Classification]) -> None:
    """What was decided for these persons before gives way; one class holds at a time."""
    persons = [row.person_id for row in rows if row.person_id]
    before = Classification.objects.filter(person_id__in=persons, state__in=DECIDED)
    before.update(state=State.SUPERSEDED)


def _note(event: Event, row: Classification) -> ledger.Note:
    data: dict[str, object] = {
        "measure": row.measure,
        "until": row.until.isoformat() if row.until else "",
    }
    return ledger.Note(event, row.path, row, data)
