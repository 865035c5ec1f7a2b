"""What is learned from decisions: aliases, dated, owned, and taken back when they were wrong."""

from datetime import date, datetime

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.places.models import Alias, PlaceReview


def learn(review: PlaceReview, *, near: str, actor: Actor, at: datetime) -> Alias:
    """From today the text of a decided review means its code near that place."""
    today = local_date(at)
    Alias.objects.filter(text=review.text, near=near, valid_to=None).update(valid_to=today)
    return Alias.objects.create(
        text=review.text, near=near, code=review.code, full_name=review.full_name, review=review,
        learned_by=actor.user_id, learned_by_name=actor.name, valid_from=today,
    )  # fmt: skip


def forget(
    aliases: QuerySet[Alias], *, actor: Actor, at: datetime, day: date, why: str = ""
) -> int:
    """End aliases by a decision of somebody; returns how many."""
    return aliases.update(
        valid_to=day, withdrawn_at=at, withdrawn_by=actor.user_id, withdrawn_by_name=actor.name,
        why=why,
    )  # fmt: skip
