"""Results that come by a form: a self-report of the household, a visit form of a worker."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.access import queries as access
from gridward.ground.roster import queries as roster
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.xforms import queries as xforms
from gridward.response.canvass.actions.attempt import Entry, Result, record_attempts
from gridward.response.canvass.choices import Channel, Outcome


def note_declaration(declaration_id: int, *, actor: Actor, at: datetime) -> Result | None:
    """Count an accepted self-report as a result of its household; None when it belongs to none."""
    results = note_declarations([declaration_id], actor=actor, at=at)
    return results[0] if results else None


def note_declarations(ids: Iterable[int], *, actor: Actor, at: datetime) -> list[Result]:
    """The same for many; declarations without a household are passed over.

    Safe to repeat: the declaration's own moment is the moment of the attempt.
    """
    found = roster.declarations_visible_to(actor).filter(
        pk__in=list(ids), state=DeclarationState.ACCEPTED
    )
    rows = found.exclude(household=None).order_by("at", "pk")
    entries = [
        Entry(code=code, outcome=Outcome.DONE, at=told, channel=Channel.SELF)
        for code, told in rows.values_list("household__code", "at")
    ]
    return record_attempts(entries, actor=actor, at=at) if entries else []


def note_visit(submission_id: UUID | str, *, actor: Actor, at: datetime) -> Result | None:
    """Record the result of a household visit form; None when it is no visit by an account.

    The visit counts as far as its sender may record doors, whoever runs this: a form for the
    neighbour's grid is refused. Safe to repeat.
    """
    sent = xforms.visible_to(actor).filter(pk=submission_id, version__form__purpose="visit").first()
    if sent is None or sent.submitted_by is None:
        return None
    sender = get_user_model().objects.filter(pk=sent.submitted_by).first()
    if sender is None:
        return None
    told = xforms.answers(sent)
    entry = Entry(
        code=str(told.get("household_code", "")).strip(),
        outcome=str(told.get("result", "")),
        at=sent.at,
        note=str(told.get("note", "")),
    )
    worker = access.actor_for(sender, on=local_date(sent.at))
    return record_attempts([entry], actor=worker, at=at)[0]
