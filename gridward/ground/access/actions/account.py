"""Accounts: invited, given a password, unlocked, ended, brought back."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import Conflict, insist
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.access import rules
from gridward.ground.access.actions.posting import end_posting
from gridward.ground.access.choices import AccountState, Event
from gridward.ground.access.models import Posting, SignIn, User
from gridward.ground.access.rules import StaffRow
from gridward.ground.grid import queries as grid


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
    """A temporary password, told once; it must be changed at the next sign-in.

    Ends a lock, and every session opened with the old password.
    """
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    insist(rules.may_help(user.state))
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.failures, user.locked_until = 0, None
    user.save(update_fields=["password", "must_change_password", "failures", "locked_until"])
    ledger.record(Event.PASSWORD_GIVEN, actor=actor, subject=user, path=EVERYWHERE, at=at)
    return password


@transaction.atomic
def unlock(user: User, *, actor: Actor, at: datetime) -> None:
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    user.failures, user.locked_until = 0, None
    user.save(update_fields=["failures", "locked_until"])
    ledger.record(Event.UNLOCKED, actor=actor, subject=user, path=EVERYWHERE, at=at)


@transaction.atomic
def forget_second_factor(user: User, *, actor: Actor, at: datetime) -> None:
    """For a lost phone: the next sign-in sets up another authenticator."""
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    insist(rules.may_help(user.state))
    user.totp_secret = ""
    user.save(update_fields=["totp_secret"])
    ledger.record(Event.SECOND_FACTOR_FORGOTTEN, actor=actor, subject=user, path=EVERYWHERE, at=at)


@transaction.atomic
def disable(user: User, *, actor: Actor, at: datetime) -> list[str]:
    """End an account and all its postings today; what it did stays in the ledger.

    Returns the keys of the sessions that have to end. Raises `WrongState` for the own account.
    """
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    insist(rules.may_disable(user.state, is_self=user.pk == actor.user_id))
    user.state = AccountState.DISABLED
    user.save(update_fields=["state"])
    for posting in user.postings.filter(valid_to=None):
        end_posting(posting, actor=actor, at=at)
    held = SignIn.objects.filter(user=user, ended_at=None)
    keys = list(held.values_list("session_key", flat=True))
    held.update(ended_at=at)
    ledger.record(Event.DISABLED, actor=actor, subject=user, path=EVERYWHERE, at=at)
    return keys


@transaction.atomic
def restore(user: User, *, actor: Actor, at: datetime) -> str:
    """Bring an ended account back with a temporary password. Its postings stay ended."""
    actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    insist(rules.may_restore(user.state))
    user.state = AccountState.INVITED
    user.save(update_fields=["state"])
    ledger.record(Event.RESTORED, actor=actor, subject=user, path=EVERYWHERE, at=at)
    return give_password(user, actor=actor, at=at)
