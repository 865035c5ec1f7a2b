"""The queue of doubtful names."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.places.choices import QueueOrder, ReviewState
from gridward.ground.places.models import PlaceReview
from gridward.ground.places.rules import review as review_rules

_ORDERS = {
    # How many records a look is likely to settle; a name without a candidate still counts a bit.
    QueueOrder.GAIN: (F("records") * (F("confidence") + 0.1)).desc(),
    QueueOrder.RECORDS: F("records").desc(),
    QueueOrder.SURE: F("confidence").desc(),
    QueueOrder.OLDEST: F("asked_at").asc(),
}
_UNDOABLE = timedelta(hours=12)  # of a shift; what is older is taken back on its own page
_PACE = 200


def visible_to(actor: Actor) -> QuerySet[PlaceReview]:
    """Reviews the actor may decide."""
    return visible(PlaceReview.objects.all(), actor, Permission.PLACES_REVIEW)


def searched(rows: QuerySet[PlaceReview], text: str, state: str) -> QuerySet[PlaceReview]:
    """The rows of a state that contain the text, or whose decision does."""
    if text:
        rows = rows.filter(Q(original__contains=text) | Q(full_name__contains=text))
    return rows.filter(state=state) if state in ReviewState.values else rows


def in_order(rows: QuerySet[PlaceReview], order: QueueOrder) -> QuerySet[PlaceReview]:
    return rows.order_by(_ORDERS[order], "-records", "pk")


def free_for(actor: Actor, at: datetime) -> QuerySet[PlaceReview]:
    """Open names that nobody else has on the screen."""
    rows = visible_to(actor).filter(state=ReviewState.OPEN)
    mine = Q(held_until=None) | Q(held_until__lte=at) | Q(held_by=actor.user_id)
    return rows.filter(mine)


def latest_of(actor: Actor, at: datetime) -> PlaceReview | None:
    """What the actor settled last in this shift."""
    settled = visible_to(actor).filter(decided_by=actor.user_id, decided_at__gt=at - _UNDOABLE)
    return settled.filter(leader=None).order_by("-decided_at", "-pk").first()


def same_text(actor: Actor, review: PlaceReview, *, within_near: bool = False) -> list[int]:
    """Other open reviews of the text that the actor sees; `within_near`: those that a decision for
    the review's area settles with it."""
    rows = visible_to(actor).filter(text=review.text, state=ReviewState.OPEN)
    if within_near:
        rows = rows.filter(within([review.near], "near"))
    return list(rows.exclude(pk=review.pk).values_list("pk", flat=True))


def sitting(actor: Actor, at: datetime) -> review_rules.Sitting:
    """How far the actor is in the queue, and how fast."""
    settled = visible_to(actor).filter(decided_by=actor.user_id, decided_at__lte=at, leader=None)
    moments = settled.order_by("-decided_at").values_list("decided_at", flat=True)[:_PACE]
    known = [moment for moment in moments if moment is not None]
    return review_rules.sitting(known, left=waiting(actor), at=at)


def typed(review_id: int) -> str:
    """The text of a review as it was typed; "" when there is no such review."""
    rows = PlaceReview.objects.filter(pk=review_id).values_list("original", flat=True)
    return rows.first() or ""


def waiting(actor: Actor) -> int:
    """How many names wait for the actor: the figure beside the menu entry."""
    return visible_to(actor).filter(state=ReviewState.OPEN).count()
