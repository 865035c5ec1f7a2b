"""Looking people up and taking lists out: recorded before anything is shown."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed, insist
from gridward.core.permissions import Permission
from gridward.ground.roster.choices import Event
from gridward.ground.roster.rules.asking import asked, may_ask


@transaction.atomic
def look_up(text: str, *, actor: Actor, purpose: str, at: datetime) -> None:
    """Record that somebody searches the register, and why; the text itself is not kept.

    Raises `WrongState` without a purpose, `NotAllowed` for somebody who may see nobody.
    """
    scopes = actor.paths(Permission.PEOPLE_VIEW)
    if not scopes:
        raise NotAllowed(Reason.of("You may not see anybody in the register."))
    insist(may_ask(purpose))
    ledger.record(
        Event.PERSON_FOUND, actor=actor, path=scopes[0], at=at, purpose=purpose[:200],
        data={"by": asked(text).kind.value},
    )  # fmt: skip


@transaction.atomic
def note_export(what: str, count: int, *, actor: Actor, purpose: str, at: datetime) -> None:
    """Record that a list leaves the system. Raises `NotAllowed` without the permission."""
    scopes = actor.paths(Permission.PEOPLE_EXPORT)
    if not scopes:
        raise NotAllowed(Reason.of("You may not take lists out."))
    insist(may_ask(purpose))
    ledger.record(
        Event.EXPORTED, actor=actor, path=scopes[0], at=at, purpose=purpose[:200],
        data={"list": what, "rows": count},
    )  # fmt: skip
