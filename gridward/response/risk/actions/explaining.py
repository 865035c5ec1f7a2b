"""Whoever looks at the classes of a person leaves a trace (domain 5.4, invariant 15)."""

from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.roster.models import Person
from gridward.response.risk.choices import Event


def note_explaining(person: Person, *, purpose: str, actor: Actor, at: datetime) -> None:
    """Record the look, with what it was for."""
    actor.require(Permission.RISK_VIEW, person.path)
    ledger.record(
        Event.EXPLAINED, actor=actor, subject=person, path=person.path, at=at, purpose=purpose[:200]
    )
