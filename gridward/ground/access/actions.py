"""Accounts and postings: every change with actor and ledger."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

import pyotp
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, NotAllowed, insist
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.access import rules
from gridward.ground.access.choices import AccountState, Event
from gridward.ground.access.models import Posting, SignIn, User
from gridward.ground.access.rules import StaffRow
from gridward.ground.grid import queries as grid
from gridward.ground.grid.queries import Node

_STEP = 30  # seconds a TOTP code lives (RFC 6238)


def temporary_password() -> str:
    """Twelve characters without the ones that are read wrongly (0/O, 1/l)."""
    letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(letters) for _ in range(12))


@transaction.atomic
def invite(
    *, username: str, name: str, phone: str = "", actor: Actor, at: datetime
) -> tuple[User, str]:
    """A new account with a temporary password, told once; it must be changed at first sign-in."""
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    if User.objects.filter(username=username).exists():
        raise Conflict(Reason.of("There is already an account called {name}.", name=username))
    password = temporary_password()
    user = User(username=username, name=name, phone=phone)
    user.set_password(password)
    user.save()
    ledger.record(Event.INVITED, actor=actor, subject=user, path=EVERYWHERE, at=at)
    return user, password


@transaction.atomic
def enrol(staff: Sequence[StaffRow], *, actor: Actor, at: datetime) -> dict[str, User]:
    """Bring in a staff list: accounts without a password yet (see `give_password`) and postings.

    A user name that is there already keeps its account. Returns user name -> account.
    """
    known = User.objects.in_bulk([row.username for row in staff], field_name="username")
    fresh = {
        row.username: User(
            username=row.username, name=row.name, phone=row.phone, organisation=row.organisation,
            password=make_password(None),
        )
        for row in staff
        if row.username not in known
    }  # fmt: skip
    User.objects.bulk_create(fresh.values(), batch_size=500)
    known |= User.objects.in_bulk(list(fresh), field_name="username")
    nodes = grid.present({row.path for row in staff})
    held = set(Posting.objects.filter(valid_to=None).values_list("user_id", "path", "role"))
    postings = []
    for row in staff:
        actor.require(Permission.POSTING_EDIT, row.path)
        if (known[row.username].pk, row.path, row.role) in held:
            continue
        postings.append(
            Posting(
                user=known[row.username], node=nodes[row.path], path=row.path, role=row.role,
                post=row.post, duty=row.duty, valid_from=row.valid_from or local_date(at),
            )
        )  # fmt: skip
    Posting.objects.bulk_create(postings, batch_size=500)
    notes = [ledger.Note(Event.POSTED, posting.path, posting) for posting in postings]
    ledger.record_many(notes, actor=actor, at=at)
    return known


@transaction.atomic
def give_password(user: User, *, actor: Actor, at: datetime) -> str:
    """A temporary password, told once; it must be changed at the next sign-in."""
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    ledger.record(Event.PASSWORD_GIVEN, actor=actor, subject=user, path=EVERYWHERE, at=at)
    return password


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


@transaction.atomic
def unlock(user: User, *, actor: Actor, at: datetime) -> None:
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    user.failures, user.locked_until = 0, None
    user.save(update_fields=["failures", "locked_until"])
    ledger.record(Event.UNLOCKED, actor=actor, subject=user, path=EVERYWHERE, at=at)


@transaction.atomic
def disable(user: User, *, actor: Actor, at: datetime) -> None:
    """End an account and all its postings today; what it did stays in the ledger."""
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    user.state = AccountState.DISABLED
    user.save(update_fields=["state"])
    for posting in user.postings.filter(valid_to=None):
        end_posting(posting, actor=actor, at=at)
    ledger.record(Event.DISABLED, actor=actor, subject=user, path=EVERYWHERE, at=at)


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


def _self(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name)
