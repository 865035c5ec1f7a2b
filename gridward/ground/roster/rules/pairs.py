"""What may become of a pair of records that may be one person. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.choices import MatchState as S

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.OPEN: frozenset({S.SAME, S.DIFFERENT, S.ASKED}),
    S.ASKED: frozenset({S.SAME, S.OPEN, S.DIFFERENT}),  # agreed, taken back or declined
    S.SAME: frozenset({S.OPEN}),
    S.DIFFERENT: frozenset({S.OPEN}),
    S.LINKED: frozenset({S.DIFFERENT, S.OPEN}),
}
HELD = timedelta(minutes=3)  # a pair on somebody's screen is not shown to others for so long


def may_become(state: str, wanted: S) -> Decision:
    """Whether a pair in `state` may go to `wanted`."""
    if wanted in TRANSITIONS[S(state)]:
        return Decision.yes()
    return Decision.no(Reason.of("This pair is decided already. Take the decision back first."))


def may_compare(*, is_one: bool, in_register: bool) -> Decision:
    """Whether two records may be put side by side by hand."""
    if is_one:
        return Decision.no(Reason.of("This is one record already."))
    if not in_register:
        return Decision.no(Reason.of("Only records that stand in the register can be joined."))
    return Decision.yes()


def is_held(by: int | None, since: datetime | None, *, asking: int | None, at: datetime) -> bool:
    """Whether somebody else has the pair on the screen."""
    return by is not None and by != asking and since is not None and at - since < HELD


def asks_again(state: str, seal: str, known: str) -> bool:
    """Whether a pair that was found anew goes back into the queue: only when the facts changed,
    and never over a joining."""
    return seal != known and state in {S.OPEN, S.DIFFERENT}
