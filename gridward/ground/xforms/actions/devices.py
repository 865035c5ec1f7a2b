"""Phones with a collection app: giving a key or a password, taking it back, letting them in."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor, grants
from gridward.core.clock import local_date
from gridward.core.crypto import digest
from gridward.core.errors import NotAllowed, WrongState, insist
from gridward.core.permissions import Permission
from gridward.ground.access.rules import ROLES
from gridward.ground.xforms import queries
from gridward.ground.xforms.choices import DeviceKind, Event
from gridward.ground.xforms.formats import digest as http
from gridward.ground.xforms.models import Device
from gridward.ground.xforms.rules import devices as rules

_SEEN_EVERY = timedelta(minutes=10)  # how exactly it is noted when a phone was there
_LABEL = "device-key"


@transaction.atomic
def give_key(posting_id: int, *, actor: Actor, at: datetime) -> tuple[Device, str]:
    """A key for a phone of this posting, told once."""
    made, key = queries.device_for(actor, posting_id), rules.new_key()
    made.kind, made.key_digest = DeviceKind.KEY, digest(key, label=_LABEL)
    return _given(made, actor, at), key


@transaction.atomic
def give_password(posting_id: int, *, actor: Actor, at: datetime) -> tuple[Device, str]:
    """Name and password for an app that knows no key; never the password of the account."""
    made, password = queries.device_for(actor, posting_id), rules.new_password()
    made.kind, made.username = DeviceKind.PASSWORD, rules.device_name(made.posting.user.username)
    made.ha1 = http.ha1(made.username, password)
    return _given(made, actor, at), password


def _given(made: Device, actor: Actor, at: datetime) -> Device:
    path = made.posting.path
    actor.require(Permission.POSTING_EDIT, path)
    insist(rules.may_give(queries.standing_of(made), on=local_date(at)))
    made.given_at, made.given_by = at, actor.user_id
    made.save()
    data: dict[str, object] = {"kind": str(made.kind), "posting": made.posting_id}
    ledger.record(Event.DEVICE_GIVEN, actor=actor, subject=made, path=path, at=at, data=data)
    return made


@transaction.atomic
def revoke(device: Device, *, actor: Actor, at: datetime) -> Device:
    """The phone gets and sends nothing from the next request on."""
    found = Device.objects.select_for_update(of=("self",)).select_related("posting")
    row = found.get(pk=device.pk)
    actor.require(Permission.POSTING_EDIT, row.posting.path)
    if row.revoked_at is not None:
        raise WrongState
    row.revoked_at, row.revoked_by = at, actor.user_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    ledger.record(Event.DEVICE_REVOKED, actor=actor, subject=row, path=row.posting.path, at=at)
    return row


def actor_by_key(*, key: str, device_id: str, at: datetime) -> tuple[Actor, str]:
    """Who calls with this key, and their language. Raises `NotAllowed` (403, so that apps do not
    ask for a password) for an unknown or revoked key and a posting that has ended."""
    rows = Device.objects.select_related("posting__user")
    found = rows.filter(key_digest=digest(key.lower(), label=_LABEL)).first()
    if found is None:
        raise NotAllowed
    return _let_in(found, device_id, at)


def device_named(username: str) -> Device | None:
    """The device that signs in with this name."""
    if not username:
        return None
    rows = Device.objects.select_related("posting__user")
    return rows.filter(username=username, kind=DeviceKind.PASSWORD).first()


def actor_by_device_password(
    *, username: str, password: str, device_id: str, at: datetime
) -> tuple[Actor, str] | None:
    """Who calls with this device's password (HTTP Basic); None when it is no such."""
    found = device_named(username)
    if found is None:
        return None
    told = http.ha1(username, password).encode()
    if not hmac.compare_digest(told, str(found.ha1).encode()):
        return None
    return _let_in(found, device_id, at)


def actor_by_digest(
    answer: http.Answer, *, method: str, uri: str, device_id: str, at: datetime
) -> tuple[Actor, str] | None:
    """Who answered a challenge (HTTP Digest) rightly; None when nobody did, or too late."""
    found = device_named(answer.username)
    if found is None or not http.is_right(answer, ha1=str(found.ha1), method=method, uri=uri):
        return None
    age = http.nonce_age(answer.nonce, int(at.timestamp()), nonce_key())
    return _let_in(found, device_id, at) if age is not None and age <= http.NONCE_FOR else None


def is_stale(answer: http.Answer, *, method: str, uri: str, at: datetime) -> bool:
    """Whether only the nonce is too old: then the app answers anew and asks nobody."""
    found = device_named(answer.username)
    age = http.nonce_age(answer.nonce, int(at.timestamp()), nonce_key())
    right = found is not None and http.is_right(answer, ha1=str(found.ha1), method=method, uri=uri)
    return right and age is not None and age > http.NONCE_FOR


def nonce_key() -> bytes:
    return settings.SECRET_KEY.encode()


def _let_in(device: Device, device_id: str, at: datetime) -> tuple[Actor, str]:
    posting = device.posting
    today = local_date(at)
    decision = rules.may_use(queries.standing_of(device), on=today)
    if not decision.allowed:
        raise NotAllowed(*decision.because)
    actor = Actor(
        user_id=posting.user_id, name=posting.user.name,
        grants=grants(ROLES[posting.role], posting.path), channel="collect",
    )  # fmt: skip
    _seen(device, device_id[:80], actor, at)
    return actor, posting.user.language


def _seen(device: Device, device_id: str, actor: Actor, at: datetime) -> None:
    """Note when the phone was there; another phone with the same code goes into the ledger."""
    other = device_id not in {"", device.device_id}
    if not other and device.seen_at is not None and at - device.seen_at < _SEEN_EVERY:
        return
    changes: dict[str, object] = {"seen_at": at, **({"device_id": device_id} if other else {})}
    with transaction.atomic():
        Device.objects.filter(pk=device.pk).update(**changes)
        if other:
            data: dict[str, object] = {"device": device_id, "again": bool(device.device_id)}
            ledger.record(
                Event.DEVICE_SEEN, actor=actor, subject=device, path=device.posting.path, at=at,
                data=data,
            )  # fmt: skip
