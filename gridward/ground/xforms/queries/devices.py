"""Phones of postings, for those who put people on posts."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.access import queries as access
from gridward.ground.access.rules import SECOND_FACTOR
from gridward.ground.xforms.models import Device
from gridward.ground.xforms.rules.devices import Standing


def devices_visible_to(actor: Actor) -> QuerySet[Device]:
    """Phones of the postings that the actor may change."""
    rows = Device.objects.select_related("posting__user", "posting__node")
    return rows.filter(within(actor.paths(Permission.POSTING_EDIT), "posting__path"))


def device_for(actor: Actor, posting_id: int) -> Device:
    """A new device, not yet kept, for a posting the actor may change. Raises `NotThere`."""
    rows = access.visible_to(actor).filter(pk=posting_id)
    found = rows.filter(within(actor.paths(Permission.POSTING_EDIT))).first()
    if found is None:
        raise NotThere
    return Device(posting=found)


def standing_of(device: Device) -> Standing:
    """What the rules need to know of a device and its posting."""
    posting = device.posting
    return Standing(
        posting.role, posting.valid_from, posting.valid_to, posting.user.is_active,
        revoked=device.revoked_at is not None,
    )  # fmt: skip


def postings_with_phones(actor: Actor, *, on: date) -> "QuerySet[Any]":
    """Postings in force that the actor may change and that may have a phone, with `phones`: how
    many are in use."""
    rows = access.in_force(access.visible_to(actor), on)
    rows = rows.filter(within(actor.paths(Permission.POSTING_EDIT))).exclude(role__in=SECOND_FACTOR)
    used = Count("devices", filter=Q(devices__revoked_at=None))
    return rows.annotate(phones=used).order_by("path", "role", "pk")
