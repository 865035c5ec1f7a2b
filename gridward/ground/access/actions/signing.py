"""Signing in and out: password, second factor, sessions."""

import secrets
from datetime import datetime

import pyotp
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.paths import EVERYWHERE
from gridward.ground.access import rules
from gridward.ground.access.choices import AccountState, Event
from gridward.ground.access.models import SignIn, User

_STEP = 30  # seconds a TOTP code lives (RFC 6238)


@transaction.atomic
def check_password(*, username: str, password: str, at: datetime) -> User | None:
    """The user, or None when name or password is wrong; counts failures and locks.

    Raises `WrongState` while the account is locked. The answer for an unknown name takes as long
    as for a wrong password.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        User().set_password(password)
        return None
    insist(rules.may_try(locked_until=user.locked_until, at=at))
    if user.state != AccountState.DISABLED and user.check_password(password):
        return user
    _count_failure(user, at)
    return None


def _count_failure(user: User, at: datetime) -> None:
    """One more failure in a row; the fifth locks. `user` is locked for update."""
    user.failures += 1
    user.locked_until = rules.lock_after(user.failures, at)
    if user.locked_until:
        user.failures = 0
        ledger.record(Event.LOCKED, actor=_self(user), subject=user, path=EVERYWHERE, at=at)
    user.save(update_fields=["failures", "locked_until"])
    ledger.record(Event.SIGN_IN_FAILED, actor=_self(user), subject=user, path=EVERYWHERE, at=at)


@transaction.atomic
def check_code(user: User, *, code: str, at: datetime) -> bool:
    """Whether `code` is the user's present TOTP code; each code works once (RFC 6238, 5.2).

    Wrong codes count and lock like wrong passwords. Raises `WrongState` while locked.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    insist(rules.may_try(locked_until=user.locked_until, at=at))
    totp = pyotp.TOTP(user.totp_secret)
    now = int(at.timestamp()) // _STEP
    for step in (now - 1, now, now + 1):
        if step > user.totp_last_step and secrets.compare_digest(
            totp.at(step * _STEP), code.strip()
        ):
            user.totp_last_step = step
            user.save(update_fields=["totp_last_step"])
            return True
    _count_failure(user, at)
    return False


@transaction.atomic
def set_second_factor(user: User, *, secret: str, code: str, at: datetime) -> None:
    """Keep the secret once the user has shown a code made from it."""
    if not pyotp.TOTP(secret).verify(code.strip(), for_time=at, valid_window=1):
        raise BadInput(
            Reason.of("The code does not fit. Check the clock of your phone and try again.")
        )
    user.totp_secret = secret
    user.save(update_fields=["totp_secret"])
    ledger.record(Event.SECOND_FACTOR_SET, actor=_self(user), subject=user, path=EVERYWHERE, at=at)


@transaction.atomic
def signed_in(user: User, *, session_key: str, device: str, at: datetime) -> list[str]:
    """Note the sign-in; returns the session keys that have to end because there are too many."""
    user.failures, user.locked_until = 0, None
    if user.state != AccountState.DISABLED and not user.must_change_password:
        user.state = AccountState.ACTIVE
    user.save(update_fields=["failures", "locked_until", "state"])
    SignIn.objects.create(user=user, session_key=session_key, device=device[:200], at=at)
    held = list(SignIn.objects.filter(user=user, ended_at=None).order_by("-at", "-pk"))
    ended = held[rules.MAX_SESSIONS :]
    SignIn.objects.filter(pk__in=[each.pk for each in ended]).update(ended_at=at)
    ledger.record(Event.SIGNED_IN, actor=_self(user), subject=user, path=EVERYWHERE, at=at)
    return [each.session_key for each in ended]


@transaction.atomic
def signed_out(*, session_key: str, at: datetime) -> None:
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=at)


@transaction.atomic
def keep_only(user: User, *, was: str, session_key: str, at: datetime) -> list[str]:
    """After a new password: the session at hand goes on under its new key, all others end.

    Returns the keys of the ended ones.
    """
    held = SignIn.objects.filter(user=user, ended_at=None)
    held.filter(session_key=was).update(session_key=session_key)
    others = held.exclude(session_key=session_key)
    ended = list(others.values_list("session_key", flat=True))
    others.update(ended_at=at)
    return ended


@transaction.atomic
def change_password(user: User, *, old: str, new: str, at: datetime) -> None:
    """Set a new password. Raises `BadInput` with what is wrong with it."""
    if not user.check_password(old):
        raise BadInput(Reason.of("The present password is not right."))
    try:
        validate_password(new, user)
    except ValidationError as wrong:
        raise BadInput(*(str(message) for message in wrong.messages)) from wrong
    user.set_password(new)
    user.must_change_password = False
    user.state = AccountState.ACTIVE
    user.save(update_fields=["password", "must_change_password", "state"])
    ledger.record(Event.PASSWORD_CHANGED, actor=_self(user), subject=user, path=EVERYWHERE, at=at)


def _self(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name)
