"""What a worker's phone keeps of forms: those to fill, and what of the own ones came back."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.ground.xforms.choices import SubmissionState
from gridward.ground.xforms.models import Submission
from gridward.ground.xforms.queries.submissions import visible_to

_SHOWN = timedelta(days=7)


def returned_to(actor: Actor, at: datetime) -> QuerySet[Submission]:
    """The actor's own submissions of the last days that a person has to look at."""
    recent = visible_to(actor).filter(received_at__gt=at - _SHOWN)
    mine = recent.filter(submitted_by=actor.user_id, submitted_by__isnull=False)
    return mine.filter(state=SubmissionState.RETURNED).order_by("-received_at")
