"""What a person says about a doubtful name, and taking it back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, insist
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.places import queries
from gridward.ground.places.actions.learning import forget, learn
from gridward.ground.places.choices import Event, ReviewState
from gridward.ground.places.models import PlaceReview
from gridward.ground.places.rules import review as review_rules

FIELDS = (
    "state", "code", "full_name", "chosen", "leader", "decided_at", "decided_by",
    "decided_by_name", "held_by", "held_by_name", "held_until",
)  # fmt: skip


@transaction.atomic
def decide(review: PlaceReview, *, code: str, actor: Actor, at: datetime) -> PlaceReview:
    """Say what the name means; from now on the same text near the same place means it.

    Open reviews of the same text from within that place are settled with it. Raises `Conflict`
    while somebody else has the name on the screen.
    """
    review = _locked(review, actor, at)
    insist(review_rules.may_become(review.state, ReviewState.DECIDED))
    place = queries.find(code)
    if place is None:
        raise BadInput(Reason.of("There is no division with the code {code}.", code=code))
    near = _reach(review, actor)
    followers = _same_text(review, near)
    full_name = queries.full_name(place.code)
    for each in (review, *followers):
        each.code, each.full_name = place.code, full_name
        each.chosen = review_rules.chosen(each.candidates, place.code)
        each.leader = review if each is not review else None
        _settle(each, ReviewState.DECIDED, actor=actor, at=at)
    learn(review, near=near, actor=actor, at=at)
    ledger.record_many(
        [
            ledger.Note(
                Event.DECIDED, each.path, each, {"code": place.code, "records": each.records}
            )
            for each in (review, *followers)
        ],
        actor=actor,
        at=at,
    )
    return review


@transaction.atomic
def dismiss(review: PlaceReview, *, actor: Actor, at: datetime) -> PlaceReview:
    """Say that the text names no place; it will not be asked again. Open reviews of the same text
    from within that place are settled with it."""
    review = _locked(review, actor, at)
    insist(review_rules.may_become(review.state, ReviewState.DISMISSED))
    settled = [review, *_same_text(review, _reach(review, actor))]
    for each in settled:
        each.leader = review if each is not review else None
        _settle(each, ReviewState.DISMISSED, actor=actor, at=at)
    notes = [ledger.Note(Event.DISMISSED, each.path, each, {}) for each in settled]
    ledger.record_many(notes, actor=actor, at=at)
    return review


@transaction.atomic
def undo_decision(review: PlaceReview, *, actor: Actor, at: datetime) -> PlaceReview:
    """Open a settled name again, with those settled by it, and forget what was learned from it."""
    review = _locked(review, actor, at)
    insist(review_rules.may_become(review.state, ReviewState.OPEN))
    if waits_again(review):
        raise Conflict(Reason.of("The same name waits in the queue again already."))
    forget(review.aliases.filter(valid_to=None), actor=actor, at=at, day=local_date(at))
    reopen(review, actor=actor, at=at)
    return review


def reopen(review: PlaceReview, *, actor: Actor, at: datetime) -> None:
    """Back into the queue: this review and those that were settled with it."""
    followers = [one for one in review.followers.select_for_update() if not waits_again(one)]
    notes = []
    for each in (review, *followers):
        notes.append(ledger.Note(Event.UNDONE, each.path, each, {"code": each.code}))
        each.state, each.code, each.full_name = ReviewState.OPEN, "", ""
        each.chosen, each.leader = None, None
        each.decided_at, each.decided_by, each.decided_by_name = None, None, ""
        each.save(update_fields=FIELDS)
    ledger.record_many(notes, actor=actor, at=at)


def waits_again(review: PlaceReview) -> bool:
    twins = PlaceReview.objects.filter(text=review.text, near=review.near)
    return twins.exclude(pk=review.pk).exclude(state=ReviewState.DECIDED).exists()


def _reach(review: PlaceReview, actor: Actor) -> str:
    """How far the decider's word reaches: the area the text was read in, or the own place."""
    near: str = review.near
    own: str = review.path
    return near if actor.may(Permission.PLACES_REVIEW, near) else own


def _same_text(review: PlaceReview, near: str) -> Iterable[PlaceReview]:
    """Open reviews of the text from within the place for which it is decided."""
    inside = PlaceReview.objects.select_for_update().filter(within([near], "near"))
    return list(inside.filter(text=review.text, state=ReviewState.OPEN).exclude(pk=review.pk))


def _locked(review: PlaceReview, actor: Actor, at: datetime) -> PlaceReview:
    actor.require(Permission.PLACES_REVIEW, review.path)
    found = PlaceReview.objects.select_for_update().get(pk=review.pk)
    if review_rules.is_held(found.held_by, found.held_until, by=actor.user_id, at=at):
        raise Conflict(
            Reason.of("{name} has this name on the screen just now.", name=found.held_by_name)
        )
    return found


def _settle(review: PlaceReview, state: ReviewState, *, actor: Actor, at: datetime) -> None:
    review.state, review.decided_at = state, at
    review.decided_by, review.decided_by_name = actor.user_id, actor.name
    review.held_by, review.held_by_name, review.held_until = None, "", None
    review.save(update_fields=FIELDS)
