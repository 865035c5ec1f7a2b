"""Accounts and postings: every change with actor and ledger."""

from gridward.ground.access.actions.account import (
    disable,
    enrol,
    forget_second_factor,
    give_password,
    invite,
    restore,
    temporary_password,
    unlock,
)
from gridward.ground.access.actions.posting import end_posting, post
from gridward.ground.access.actions.signing import (
    change_password,
    check_code,
    check_password,
    keep_only,
    set_second_factor,
    signed_in,
    signed_out,
)

__all__ = [
    "change_password", "check_code", "check_password", "disable", "end_posting", "enrol",
    "forget_second_factor", "give_password", "invite", "keep_only", "post", "restore",
    "set_second_factor", "signed_in", "signed_out", "temporary_password", "unlock",
]  # fmt: skip
