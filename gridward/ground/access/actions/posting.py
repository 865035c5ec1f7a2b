"""Postings: who stands where, from when to when."""

from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed, insist
from gridward.core.permissions import Permission
from gridward.ground.access import rules
from gridward.ground.access.choices import Event
from gridward.ground.access.models import Posting, User
from gridward.ground.grid.queries import Node


@transaction.atomic
def post(
    user: User, *, node: Node, role: str, post: str, duty: str, actor: Actor, at: datetime,
    valid_from: date | None = None, valid_to: date | None = None,
) -> Posting:  # fmt: skip
    """Put a person on a node: person + post + duty + from-to (三定)."""
    actor.require(Permission.POSTING_EDIT, node.path)
    since = valid_from or local_date(at)
    insist(rules.may_post(valid_from=since, valid_to=valid_to))
    if not rules.may_grant(role, by=actor, path=node.path):
        raise NotAllowed(Reason.of("You cannot give more rights than you have."))
    posting = Posting.objects.create(
        user=user, node=node, path=node.path, role=role, post=post, duty=duty,
        valid_from=since, valid_to=valid_to,
    )  # fmt: skip
    ledger.record(Event.POSTED, actor=actor, subject=posting, path=node.path, at=at)
    return posting


@transaction.atomic
def end_posting(posting: Posting, *, actor: Actor, at: datetime) -> Posting:
    """End a posting: its rights end the same day. One that began today is taken back wholly."""
    actor.require(Permission.POSTING_EDIT, posting.path)
    ledger.record(Event.POSTING_ENDED, actor=actor, subject=posting, path=posting.path, at=at)
    if posting.valid_from >= local_date(at):
        posting.delete()
        return posting
    posting.valid_to = local_date(at)
    posting.save(update_fields=["valid_to"])
    return posting
