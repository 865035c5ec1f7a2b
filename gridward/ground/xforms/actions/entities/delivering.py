"""A list of people that leaves for a phone is a deed too."""

from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import EntityList


def note_delivery(found: EntityList, *, path: str, device: str, actor: Actor, at: datetime) -> None:
    """Record that a phone fetched the list for `path` anew."""
    data: dict[str, object] = {"list": found.name, "device": device[:80]}
    ledger.record(Event.LIST_DELIVERED, actor=actor, subject=found, path=path, at=at, data=data)
