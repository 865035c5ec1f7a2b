"""Writing and publishing a bulletin; the figures in it were frozen with the slot."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.hq.dashboard import queries
from gridward.hq.dashboard.choices import BulletinState, Event
from gridward.hq.dashboard.models import Bulletin
from gridward.hq.dashboard.rules import bulletins


@transaction.atomic
def edit_bulletin(bulletin: Bulletin, *, text: str, actor: Actor, at: datetime) -> Bulletin:
    """Write the words of a draft. Raises `WrongState` once it is published."""
    actor.require(Permission.SLOT_CLOSE, bulletin.path)
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    insist(bulletins.may_edit(bulletin.state))
    bulletin.text = text.strip()
    bulletin.save(update_fields=["text"])
    ledger.record(Event.BULLETIN_EDITED, actor=actor, subject=bulletin, path=bulletin.path, at=at)
    return bulletin


@transaction.atomic
def publish_bulletin(bulletin: Bulletin, *, actor: Actor, at: datetime) -> Bulletin:
    """Publish a draft. Raises `WrongState` when its text tells a name, phone, document number,
    plate or room of anybody, or when it is published already."""
    actor.require(Permission.BULLETIN_PUBLISH, bulletin.path)
    bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    names = queries.named_in(bulletin.text, bulletin.path)
    insist(bulletins.may_publish(bulletin.state, bulletin.text, names, user_id=actor.user_id))
    bulletin.state, bulletin.published_at = BulletinState.PUBLISHED, at
    bulletin.published_by = actor.user_id
    bulletin.save(update_fields=["state", "published_at", "published_by"])
    ledger.record(
        Event.BULLETIN_PUBLISHED, actor=actor, subject=bulletin, path=bulletin.path, at=at,
        data={"number": bulletin.number},
    )  # fmt: skip
    return bulletin
