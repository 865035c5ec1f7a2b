"""Signing in from a collection app: name and password with every request (HTTP Basic)."""

import hashlib
import hmac
import threading
import time
from datetime import datetime

from django.conf import settings

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed
from gridward.ground.access import actions as access
from gridward.ground.access import queries as people
from gridward.ground.access import rules
from gridward.ground.access.models import User

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
    user = _known(username, password) or access.check_password(
        username=username, password=password, at=at
    )
    if user is None:
        return None
    today = local_date(at)
    if user.must_change_password:
        raise NotAllowed(Reason.of("Sign in with the browser first and change the password."))
    if user.totp_secret or rules.needs_second_factor(people.roles_of(user, on=today)):
        raise NotAllowed(
            Reason.of("Accounts with a second factor do not work in the collection app.")
        )
    _remember(user, password)
    actor = people.actor_for(user, on=today)
    return Actor(user_id=actor.user_id, name=actor.name, grants=actor.grants, channel="collect")


def _proof(user: User, password: str) -> bytes:
    # The stored hash is part of it: a changed password ends every proof at once.
    told = f"{user.pk}\0{user.password}\0{password}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256)


def _known(username: str, password: str) -> User | None:
    user = User.objects.filter(username=username).first()
    if user is None or not user.is_active or user.locked_until:
        return None
    with _lock:
        until = _proven.get(_proof(user, password), 0.0)
    return user if until > time.monotonic() else None


def _remember(user: User, password: str) -> None:
    now = time.monotonic()
    with _lock:
        if len(_proven) >= _MOST:
            _proven.clear()
        _proven.setdefault(_proof(user, password), now + _GOOD_FOR)
        if _proven[_proof(user, password)] <= now:
            _proven[_proof(user, password)] = now + _GOOD_FOR
