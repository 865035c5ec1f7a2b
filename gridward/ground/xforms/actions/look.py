"""Reading what people wrote is a deed too: each look at answers is recorded."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.formats.instance import Answers
from gridward.ground.xforms.models import Submission


@transaction.atomic
def look(submission: Submission, *, actor: Actor, purpose: str, at: datetime) -> Answers:
    """The answers, masked unless the actor may identify people there; the look is recorded."""
    actor.require(Permission.SUBMISSIONS_VIEW, submission.path)
    ledger.record(
        Event.READ, actor=actor, subject=submission, path=submission.path, at=at, purpose=purpose
    )
    return queries.answers_for(actor, submission)


@transaction.atomic
def note_export(*, form_id: str, path: str, rows: int, actor: Actor, at: datetime) -> None:
    """Record that a list of answers was taken out."""
    data: dict[str, object] = {"form": form_id, "rows": rows}
    ledger.record(Event.EXPORTED, actor=actor, path=path, at=at, data=data)
