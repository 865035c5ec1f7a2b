"""The life of a case and of a slot (domain 5.3)."""

from collections.abc import Mapping

from gridward.core.decision import Decision, Reason

CASE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    "planned": frozenset({"notified", "cancelled"}),
    "notified": frozenset({"active", "cancelled"}),
    "active": frozenset(
        {"due_for_release", "transferred", "suspended", "escalated", "cancelled", "broken"}
    ),
    "due_for_release": frozenset(
        {"released", "active", "transferred", "suspended", "escalated", "cancelled", "broken"}
    ),
    "escalated": frozenset({"active", "suspended", "transferred"}),
    "suspended": frozenset({"active", "transferred", "cancelled"}),
    "broken": frozenset({"active", "escalated"}),
    "released": frozenset(),
    "transferred": frozenset(),
    "cancelled": frozenset(),
}
SLOT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    "expected": frozenset({"recorded", "missed", "dropped"}),
    "missed": frozenset({"made_good"}),
    "dropped": frozenset({"expected"}),  # the case goes on before the window is over
    "recorded": frozenset(),
    "made_good": frozenset(),
}
CLOSED = frozenset({"released", "transferred", "cancelled"})
OPEN = frozenset(CASE_TRANSITIONS) - CLOSED
# Whose temperature is taken: an escalated or returned person is still watched, one in hospital not.
OBSERVED = frozenset({"active", "due_for_release", "escalated", "broken"})
# Invariant 5: at most one open case of these kinds for a person.
ISOLATING = frozenset({"home", "central", "worker"})


def move(state: str, to: str) -> Decision:
    """Whether a case may go from one state to another."""
    if to in CASE_TRANSITIONS[state]:
        return Decision.yes()
    return Decision.no(Reason.of("The case has not come that far, or is already past it."))


def move_slot(state: str, to: str) -> Decision:
    """Whether a slot may go from one state to another."""
    if to in SLOT_TRANSITIONS[state]:
        return Decision.yes()
    return Decision.no(Reason.of("This temperature is already settled."))


def resume(*, state: str, open_alarms: int) -> Decision:
    """Whether an escalated, suspended or broken case goes back to plain observation."""
    against = list(move(state, "active").because)
    if state not in {"escalated", "suspended", "broken"}:
        against.append(Reason.of("This case runs already."))
    if open_alarms:
        against.append(Reason.of("Abnormal readings not yet resolved: {count}.", count=open_alarms))
    return Decision.unless(dict.fromkeys(against))


def explained(to: Decision, reason: str) -> Decision:
    """A change of state by a person carries a reason."""
    against = list(to.because)
    if not reason.strip():
        against.append(Reason.of("Say why."))
    return Decision.unless(against)
