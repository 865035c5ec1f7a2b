"""Signing in from a collection app: name and password with every request (HTTP Basic)."""

import hashlib
import hmac
import threading
import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth import get_user_model

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed
from gridward.ground.access import actions as access
from gridward.ground.access import queries as people
from gridward.ground.access import rules

_GOOD_FOR = (
    300.0  # seconds; a password hash is made to be slow, and a phone asks many times a minute
)
_MOST = 2_000
_lock = threading.Lock()
_proven: dict[bytes, float] = {}


def actor_by_password(*, username: str, password: str, at: datetime) -> Actor | None:
    """The worker with this password; None when it is wrong.

    Raises `WrongState` while the account is locked, `NotAllowed` for accounts that need a second
    factor or still have a temporary password: an app cannot ask for either.
    """
    found = get_user_model().objects.filter(username=username).first()
    proof = _proof(found.pk, found.password, password) if found else b""
    open_ = found is not None and found.is_active and found.locked_until is None
    user = found if open_ and _is_proven(proof) else None
    user = user or access.check_password(username=username, password=password, at=at)
    if user is None:
        return None
    today = local_date(at)
    if user.must_change_password:
        raise NotAllowed(Reason.of("Sign in with the browser first and change the password."))
    if user.totp_secret or rules.needs_second_factor(people.roles_of(user, on=today)):
        raise NotAllowed(
            Reason.of("Accounts with a second factor do not work in the collection app.")
        )
    _remember(proof)
    actor = people.actor_for(user, on=today)
    return Actor(user_id=actor.user_id, name=actor.name, grants=actor.grants, channel="collect")


def _proof(user_id: int, stored: str, password: str) -> bytes:
    # The stored hash is part of it: a changed password ends every proof at once.
    told = f"{user_id}\0{stored}\0{password}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256)


def _is_proven(proof: bytes) -> bool:
    with _lock:
        return _proven.get(proof, 0.0) > time.monotonic()


def _remember(proof: bytes) -> None:
    """Believe this proof for a while; an old one is renewed only after the password was hashed."""
    now = time.monotonic()
    with _lock:
        if _proven.get(proof, 0.0) > now:
            return
        if len(_proven) >= _MOST:
            _proven.clear()
        _proven[proof] = now + _GOOD_FOR
