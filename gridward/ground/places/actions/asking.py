"""Asking a person about a place name."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.ground.places import rules
from gridward.ground.places.choices import Event, ReviewState, Source
from gridward.ground.places.models import PlaceReview
from gridward.ground.places.rules import review as review_rules


@transaction.atomic
def ask_review(
    text: str, match: rules.Match, *, near: str, path: str, actor: Actor, at: datetime,
    records: int = 1, source: Source = Source.FORM,
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
            source=source,
            candidates=[_stored(each) for each in match.candidates],
            confidence=match.confidence,
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
