"""The five people one can be in the demo, with fresh passwords at every start."""

from dataclasses import dataclass
from datetime import datetime

import pyotp

from gridward.core.actor import Actor
from gridward.ground.access import actions, queries, rules
from gridward.ground.access.models import User

USERNAMES = ("commander", "analyst", "v05secretary", "grid033", "privacy")


@dataclass(frozen=True, slots=True)
class Entrance:
    """How to get in as one of them; `secret` is the key of the second factor, or empty."""

    username: str
    name: str
    role: str
    scope: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        """The second factor's code of this moment."""
        return pyotp.TOTP(self.secret).now() if self.secret else ""


def open_doors(*, actor: Actor, at: datetime) -> list[Entrance]:
    """New passwords for the demo accounts, second factors where their role needs one."""
    return [entrance(name, actor=actor, at=at) for name in USERNAMES]


def entrance(username: str, *, actor: Actor, at: datetime) -> Entrance:
    """A fresh password for one account, and a second factor where its role needs one."""
    user = User.objects.get(username=username)
    password = actions.give_password(user, actor=actor, at=at)
    held = queries.in_force(queries.postings_of(user.pk), at.date())
    if rules.needs_second_factor(posting.role for posting in held) and not user.totp_secret:
        secret = pyotp.random_base32()
        actions.set_second_factor(user, secret=secret, code=pyotp.TOTP(secret).at(at), at=at)
    # In the demo nobody should have to invent a password before the first look.
    User.objects.filter(pk=user.pk).update(must_change_password=False, state="active")
    posting = held[0]
    return Entrance(
        username, user.name, str(posting.get_role_display()), posting.node.name, password,
        user.totp_secret,
    )  # fmt: skip


def current_code(username: str) -> str:
    """The code that the demo account's authenticator would show now."""
    user = User.objects.get(username=username)
    return pyotp.TOTP(user.totp_secret).now() if user.totp_secret else ""
