"""Beginning a campaign."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import BadInput, Conflict
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.response.canvass import rules
from gridward.response.canvass.choices import Event, Kind, Unit
from gridward.response.canvass.models import Campaign

STANDING = "敲门行动"  # P09: every township has a door sweep; its rounds need no campaign first


@transaction.atomic
def begin_campaign(
    *, kind: str, name: str, path: str, actor: Actor, at: datetime,
    age_from: int | None = None, age_to: int | None = None,
) -> Campaign:  # fmt: skip
    """Begin a campaign of the township of `path`; its rounds are numbered from one.

    Raises `Conflict` when one of this kind has the name, `BadInput` for ages upside down.
    """
    actor.require(Permission.CANVASS_RUN, path)
    if rules.KINDS[kind].unit != Unit.PERSON:
        age_from = age_to = None
    if age_from is not None and age_to is not None and age_to < age_from:
        raise BadInput("The ages are the wrong way round.")
    top = lineage(path)[0]
    if Campaign.objects.filter(path=top, kind=kind, name=name.strip()).exists():
        raise Conflict("A campaign of this kind has this name already.")
    return _begun(kind, name.strip(), top, actor, at, age_from=age_from, age_to=age_to)


def standing_sweep(path: str, *, actor: Actor, at: datetime) -> Campaign:
    """The door sweep of the township of `path`, begun with its first round."""
    top = lineage(path)[0]
    found = Campaign.objects.filter(path=top, kind=Kind.DOOR_SWEEP, name=STANDING).first()
    return found or _begun(Kind.DOOR_SWEEP, STANDING, top, actor, at)


def _begun(
    kind: str, name: str, top: str, actor: Actor, at: datetime,
    *, age_from: int | None = None, age_to: int | None = None,
) -> Campaign:  # fmt: skip
    campaign = Campaign.objects.create(
        kind=kind, name=name, path=top, begun_at=at, begun_by=actor.user_id, age_from=age_from,
        age_to=age_to,
    )  # fmt: skip
    ledger.record(
        Event.CAMPAIGN_BEGUN, actor=actor, subject=campaign, path=top, at=at, data={"kind": kind}
    )
    return campaign
