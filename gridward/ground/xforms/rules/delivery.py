"""Where a delivery is filed, since when it is true, and what its receipt is called."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from gridward.core.clock import BUSINESS_ZONE
from gridward.core.decision import Decision, Reason
from gridward.core.paths import covers, widest

# 32 signs that are not mistaken for each other on the phone or on paper (no I, L, O, U).
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 10

# Publishing a new edition opens a closed form again; taking back its only edition makes a draft.
TRANSITIONS = {
    "draft": frozenset({"published"}),
    "published": frozenset({"closed", "draft"}),
    "closed": frozenset({"published"}),
}
SUBMISSION_TRANSITIONS: dict[str, frozenset[str]] = {
    "submitted": frozenset({"returned"}),  # a room above could not use it
    "returned": frozenset(),
}


def receipt_number() -> str:
    """50 random bits: short enough to read out, too many to guess."""
    return "".join(secrets.choice(_SIGNS) for _ in range(RECEIPT_LENGTH))


def fill_paths(form_path: str, held: Iterable[str]) -> tuple[str, ...]:
    """The widest of the `held` paths that have to do with a form: they lie in it or cover it."""
    return widest(p for p in held if covers(form_path, p) or covers(p, form_path))


def filing_path(form_path: str, held: Iterable[str]) -> str:
    """Where a worker's submission is filed until it is routed.

    The worker's own place when there is exactly one within the form's, else the form's place.
    """
    inside = [p for p in fill_paths(form_path, held) if covers(form_path, p)]
    return inside[0] if len(inside) == 1 else form_path


def may_take(*, state: str, withdrawn: bool = False) -> Decision:
    """Whether a form takes submissions in this state; `withdrawn`: of an edition that was taken
    back, which phones may have filled in out of reach."""
    if state == "published" or (withdrawn and state == "draft"):
        return Decision.yes()
    return Decision.no(Reason.of("This form is closed. Please ask for the new one."))


WITHDRAWN = Reason.of("This edition of the form was withdrawn before the answers arrived.")


def may_close(*, state: str) -> Decision:
    """A form is closed once."""
    if "closed" in TRANSITIONS[state]:
        return Decision.yes()
    return Decision.no(Reason.of("Only a published form can be closed."))


def may_reopen(*, state: str) -> Decision:
    """Opening again is for forms that were closed."""
    if state == "closed":
        return Decision.yes()
    return Decision.no(Reason.of("Only a closed form can be opened again."))


def filled_at(ended: str, received_at: datetime) -> datetime:
    """When the form was filled: what the phone says, unless its clock is ahead or says nothing."""
    try:
        moment = datetime.fromisoformat(ended.strip())
    except ValueError:
        return received_at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BUSINESS_ZONE)
    return min(moment, received_at)
