"""Working through the queue: each name is on one screen at a time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.actions.deciding import undo_decision
from gridward.ground.places.choices import QueueOrder
from gridward.ground.places.models import PlaceReview
from gridward.ground.places.rules.review import HOLD

_HELD = ("held_by", "held_by_name", "held_until")


@transaction.atomic
def take_next(
    *, actor: Actor, at: datetime, order: QueueOrder = QueueOrder.GAIN, skip: Collection[int] = ()
) -> PlaceReview | None:
    """The next open name that nobody else has on the screen, held for the actor for a while."""
    actor.require_somewhere(Permission.PLACES_REVIEW)
    free = queries.in_order(queries.free_for(actor, at).exclude(pk__in=skip), order)
    found = free.select_for_update(skip_locked=True).first()
    return None if found is None else _held(found, actor, at)


@transaction.atomic
def release(review: PlaceReview, *, actor: Actor) -> None:
    """Let others have it: the actor skipped the name or left."""
    mine = PlaceReview.objects.filter(pk=review.pk, held_by=actor.user_id)
    mine.update(held_by=None, held_by_name="", held_until=None)


@transaction.atomic
def undo_last(*, actor: Actor, at: datetime) -> PlaceReview | None:
    """Take back what the actor decided last, and put it on the screen again."""
    last = queries.latest_of(actor, at)
    if last is None:
        return None
    return _held(undo_decision(last, actor=actor, at=at), actor, at)


def _held(review: PlaceReview, actor: Actor, at: datetime) -> PlaceReview:
    review.held_by, review.held_by_name, review.held_until = actor.user_id, actor.name, at + HOLD
    review.save(update_fields=_HELD)
    return review
