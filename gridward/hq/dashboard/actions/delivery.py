"""The village confirms that its list has arrived."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.hq.dashboard.choices import Event
from gridward.hq.dashboard.models import Delivery
from gridward.hq.dashboard.rules import slots


@transaction.atomic
def receive_list(delivery: Delivery, *, actor: Actor, at: datetime) -> Delivery:
    """Record who took note of the list and when. Raises `WrongState` the second time."""
    actor.require(Permission.LIST_RECEIVE, delivery.path)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    insist(slots.may_receive(delivery.received_at, user_id=actor.user_id))
    delivery.received_at, delivery.received_by = at, actor.user_id
    delivery.save(update_fields=["received_at", "received_by"])
    ledger.record(Event.LIST_RECEIVED, actor=actor, subject=delivery, path=delivery.path, at=at)
    return delivery
