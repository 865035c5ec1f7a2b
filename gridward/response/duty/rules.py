"""What may happen to a task. Pure."""

from collections.abc import Mapping
from datetime import datetime

from gridward.core.decision import Decision, Reason

TRANSITIONS: Mapping[str, frozenset[str]] = {
    "open": frozenset({"taken", "done", "cancelled"}),
    "taken": frozenset({"open", "done", "cancelled"}),
    "done": frozenset(),
    "cancelled": frozenset(),
}
RUNNING = frozenset({"open", "taken"})


def move(state: str, to: str) -> Decision:
    """Whether a task may go from one state to another."""
    if to in TRANSITIONS[state]:
        return Decision.yes()
    return Decision.no(Reason.of("This task is already closed or taken by somebody else."))


def take(*, state: str, taker: int | None) -> Decision:
    """A person takes an open task. An owner that was only named may be stood in for."""
    if taker is None:
        return Decision.no(Reason.of("Only a person can take a task."))
    if state == "taken":
        return Decision.no(
            Reason.of("Somebody else has this task. They have to give it back first.")
        )
    return move(state, "taken")


def finish(*, state: str, result: str) -> Decision:
    """A task ends with a word on what came of it."""
    if not result.strip():
        return Decision.no(Reason.of("Say what came of it."))
    return move(state, "done")


def cancel(*, state: str, reason: str) -> Decision:
    """A task is dropped only with a reason."""
    if not reason.strip():
        return Decision.no(Reason.of("Say why the task is no longer needed."))
    return move(state, "cancelled")


def is_late(*, state: str, due_at: datetime, at: datetime) -> bool:
    """Past its due time and not closed."""
    return state in RUNNING and due_at < at
