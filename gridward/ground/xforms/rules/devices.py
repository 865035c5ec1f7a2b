"""Phones that sign in by themselves: their secrets, and whether they still may. Pure."""

import secrets
from dataclasses import dataclass
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.ground.access import rules as access

# Small letters and digits without l, o and their like: some clients turn addresses into lower case.
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
KEY_LENGTH = 26  # 5 bits each: 130 bits
PASSWORD_LENGTH = 16  # 80 bits, typed by hand
_TAIL = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a device's posting when it calls."""

    role: str
    valid_from: date
    valid_to: date | None
    account_open: bool
    revoked: bool = False


def new_key() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(KEY_LENGTH))


def new_password() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(PASSWORD_LENGTH))


def device_name(username: str) -> str:
    """A name for one more device of an account."""
    tail = "".join(secrets.choice(_SIGNS) for _ in range(_TAIL))
    return f"{username[:30]}-{tail}"


def may_give(standing: Standing, *, on: date) -> Decision:
    """Whether a posting may get a device."""
    if standing.role in access.SECOND_FACTOR:
        return Decision.no(
            Reason.of("Accounts with a second factor do not work in the collection app.")
        )
    return may_use(standing, on=on)


def may_use(standing: Standing, *, on: date) -> Decision:
    """Whether a device may call now: its rights end with those of its posting, the same day."""
    if standing.revoked:
        return Decision.no(Reason.of("This phone was signed out. Please ask for a new code."))
    ended = standing.valid_to is not None and standing.valid_to <= on
    if ended or standing.valid_from > on or not standing.account_open:
        return Decision.no(Reason.of("The posting of this phone is not in force."))
    return Decision.yes()
