"""Asking a person about a place name, and what the person says."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, insist
from gridward.core.permissions import Permission
from gridward.ground.places import queries, rules
from gridward.ground.places.choices import Event, ReviewState
from gridward.ground.places.models import Alias, PlaceReview
from gridward.ground.places.rules import review as review_rules


@transaction.atomic
def ask_review(
    text: str, match: rules.Match, *, near: str, path: str, actor: Actor, at: datetime,
    records: int = 1,
) -> PlaceReview:  # fmt: skip
    """Put a doubtful name into the queue, or add `records` to the one that waits already.

    Whoever may write the record may ask. A name dismissed before stays dismissed. The review is
    seen where `path` lies; asked from two places, by those who see both.
    """
    typed = rules.normalise(text)
    with scope.everywhere():  # another grid may have asked already, out of the sight of this one
        known = (
            PlaceReview.objects.select_for_update()
            .filter(text=typed, near=near)
            .exclude(state=ReviewState.DECIDED)
            .first()
        )
        if known is not None:
            known.path = review_rules.shared_path(known.path, path)
            known.records = F("records") + records
            known.save(update_fields=["path", "records"])
            known.refresh_from_db()
            return known
        made = PlaceReview.objects.create(
            text=typed,
            original=text[:400],
            near=near,
            path=path,
            candidates=[_stored(each) for each in match.candidates],
            certain=match.certain,
            records=records,
            asked_at=at,
        )
        ledger.record(Event.ASKED, actor=actor, subject=made, path=path, at=at)
    return made


def _stored(candidate: rules.Candidate) -> dict[str, object]:
    return {
        "code": candidate.code,
        "level": candidate.level,
        "name": candidate.name,
        "full_name": candidate.full_name,
        "score": candidate.score,
        "reasons": [reason.as_json() for reason in candidate.reasons],
    }


@transaction.atomic
def decide(review: PlaceReview, *, code: str, actor: Actor, at: datetime) -> PlaceReview:
    """Say what the name means; from now on the same text near the same place means it."""
    actor.require(Permission.PLACES_REVIEW, review.path)
    review = _locked(review)
    insist(review_rules.may_become(review.state, ReviewState.DECIDED))
    place = queries.find(code)
    if place is None:
        raise BadInput(Reason.of("There is no division with the code {code}.", code=code))
    _settle(review, ReviewState.DECIDED, actor=actor, at=at)
    review.code, review.full_name = place.code, queries.full_name(place.code)
    review.save()
    today = local_date(at)
    # Learned as far as the decider's word reaches.
    mine = actor.may(Permission.PLACES_REVIEW, review.near)
    near = review.near if mine else review.path
    Alias.objects.filter(text=review.text, near=near, valid_to=None).update(valid_to=today)
    Alias.objects.create(
        text=review.text, near=near, code=place.code, review=review, valid_from=today
    )
    ledger.record(
        Event.DECIDED, actor=actor, subject=review, path=review.path, at=at,
        data={"code": place.code, "records": review.records},
    )  # fmt: skip
    return review


@transaction.atomic
def dismiss(review: PlaceReview, *, actor: Actor, at: datetime) -> PlaceReview:
    """Say that the text names no place; it will not be asked again."""
    actor.require(Permission.PLACES_REVIEW, review.path)
    review = _locked(review)
    insist(review_rules.may_become(review.state, ReviewState.DISMISSED))
    _settle(review, ReviewState.DISMISSED, actor=actor, at=at)
    review.save()
    ledger.record(Event.DISMISSED, actor=actor, subject=review, path=review.path, at=at)
    return review


@transaction.atomic
def undo_decision(review: PlaceReview, *, actor: Actor, at: datetime) -> PlaceReview:
    """Open a settled name again and forget what was learned from it."""
    actor.require(Permission.PLACES_REVIEW, review.path)
    review = _locked(review)
    insist(review_rules.may_become(review.state, ReviewState.OPEN))
    twins = PlaceReview.objects.filter(text=review.text, near=review.near)
    if twins.exclude(pk=review.pk).exclude(state=ReviewState.DECIDED).exists():
        raise Conflict(Reason.of("The same name waits in the queue again already."))
    review.aliases.filter(valid_to=None).update(valid_to=local_date(at))
    before = review.code
    review.state, review.code, review.full_name = ReviewState.OPEN, "", ""
    review.decided_at, review.decided_by, review.decided_by_name = None, None, ""
    review.save()
    ledger.record(
        Event.UNDONE, actor=actor, subject=review, path=review.path, at=at, data={"code": before}
    )
    return review


def _locked(review: PlaceReview) -> PlaceReview:
    return PlaceReview.objects.select_for_update().get(pk=review.pk)


def _settle(review: PlaceReview, state: ReviewState, *, actor: Actor, at: datetime) -> None:
    review.state, review.decided_at = state, at
    review.decided_by, review.decided_by_name = actor.user_id, actor.name
