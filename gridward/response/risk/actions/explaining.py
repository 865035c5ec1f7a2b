"""Whoever looks at the classes of a person leaves a trace (domain 5.4, invariant 15)."""

from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.response.risk.choices import Event
from gridward.response.risk.queries.explaining import Whose


def note_explaining(person: Whose, *, purpose: str, actor: Actor, at: datetime) -> None:
    """Record the look, with what it was for."""
    actor.require(Permission.RISK_VIEW, person.path)
    subject = ledger.Subject("roster.person", person.pk)
    note = ledger.Note(Event.EXPLAINED, person.path, subject, purpose=purpose[:200])
    ledger.record_many([note], actor=actor, at=at)
