"""The life of a doubtful place name."""

from gridward.core.decision import Decision, Reason
from gridward.core.paths import EVERYWHERE, lineage

TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"decided", "dismissed"}),
    "decided": frozenset({"open"}),
    "dismissed": frozenset({"open"}),
}


def may_become(state: str, wanted: str) -> Decision:
    """Whether a review in `state` may become `wanted`."""
    if wanted in TRANSITIONS[state]:
        return Decision.yes()
    if state == "open":
        return Decision.no(Reason.of("Nothing has been decided here yet."))
    return Decision.no(Reason.of("This name has been settled already. Undo that first."))


def shared_path(one: str, other: str) -> str:
    """The narrowest path that covers both: who may see a name that two places asked about."""
    common = [a for a, b in zip(lineage(one), lineage(other), strict=False) if a == b]
    return common[-1] if common else EVERYWHERE


def levels_of(near: str) -> list[str]:
    """Where an alias for `near` may have been learned: here, above, or for everywhere."""
    return [*dict.fromkeys([*lineage(near), near, EVERYWHERE])]
