"""Taking a learned name back."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import WrongState
from gridward.core.permissions import Permission
from gridward.ground.places.actions.deciding import reopen, waits_again
from gridward.ground.places.actions.learning import forget
from gridward.ground.places.choices import Event, ReviewState
from gridward.ground.places.models import Alias, PlaceReview


@transaction.atomic
def withdraw(alias: Alias, *, actor: Actor, at: datetime, why: str = "") -> Alias:
    """From today the text means nothing for certain. It waits in the queue again, and what hangs on
    it is matched anew (`web.reactions`)."""
    actor.require(Permission.PLACES_REVIEW, alias.near)
    held = Alias.objects.select_for_update().get(pk=alias.pk)
    if held.valid_to is not None:
        raise WrongState(Reason.of("This learned name is no longer in force."))
    this = Alias.objects.filter(pk=held.pk)
    forget(this, actor=actor, at=at, day=local_date(at), why=why[:200])
    held.refresh_from_db()
    ledger.record(
        Event.WITHDRAWN, actor=actor, subject=held, path=held.near, at=at,
        data={"code": held.code, "review": held.review_id},
    )  # fmt: skip
    review = PlaceReview.objects.select_for_update().get(pk=held.review_id)
    if review.state == ReviewState.DECIDED and not waits_again(review):
        reopen(review, actor=actor, at=at)
    return held
