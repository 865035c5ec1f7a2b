"""Three analysis slots a day (P05: 指挥部每天三次将新收集数据反馈给各村; domain 1.7, T02)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from gridward.core.decision import Decision, Reason
from gridward.hq.dashboard.choices import Slot, SlotState

# The times are ours; a planned slot carries its own, so a headquarters may plan others.
DEFAULT_TIMES: Mapping[str, time] = {
    Slot.MORNING: time(9),
    Slot.AFTERNOON: time(15),
    Slot.EVENING: time(21),
}
TRANSITIONS: Mapping[str, frozenset[str]] = {
    SlotState.DUE: frozenset({SlotState.LATE, SlotState.CLOSED}),
    SlotState.LATE: frozenset({SlotState.CLOSED}),
    SlotState.CLOSED: frozenset(),
}
EARLIEST = timedelta(hours=1)  # before its time: the figures must be of this slot
GRACE = timedelta(minutes=15)


def may_close(state: str, *, due_at: datetime, at: datetime) -> Decision:
    """A slot is closed once, at the earliest an hour before its time; with zero data too."""
    against = []
    if state == SlotState.CLOSED:
        against.append(Reason.of("This slot is closed already."))
    if at < due_at - EARLIEST:
        against.append(
            Reason.of("It is too early: a slot is closed within the hour before it ends.")
        )
    return Decision.unless(against)


def is_late(state: str, *, due_at: datetime, at: datetime) -> bool:
    """Whether a slot is to be shown red: its time has passed and nobody closed it."""
    return state != SlotState.CLOSED and at > due_at + GRACE


def may_receive(received_at: datetime | None, *, user_id: int | None) -> Decision:
    """A person, not the machine, confirms that a list has arrived."""
    if user_id is None:
        return Decision.no(Reason.of("Only a person can confirm receipt."))
    if received_at is not None:
        return Decision.no(Reason.of("Receipt is confirmed already."))
    return Decision.yes()
