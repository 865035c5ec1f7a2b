"""The slots of a day, when they are missed, and what follows by when (T03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gridward.core import clock
from gridward.core.decision import Decision, Reason
from gridward.response.care.rules import states
from gridward.response.care.rules.profile import Profile

ABNORMAL_WITHIN = timedelta(minutes=30)  # domain 5.3
MISSED_WITHIN = timedelta(hours=2)  # domain 5.3
VISIT_BY = time(22, 0)  # "visit the same day"; the hour is ours
AHEAD = timedelta(minutes=5)  # clocks of phones differ


@dataclass(frozen=True, slots=True)
class Due:
    """One slot of a day: open from `start`, missed after `end` (aware, UTC)."""

    day: date
    part: str
    start: datetime
    end: datetime


def of_day(profile: Profile, day: date) -> tuple[Due, ...]:
    """The slots of a day in order."""
    return tuple(
        Due(day, w.part, clock.moment(day, w.start_time), clock.moment(day, w.end_time))
        for w in profile.windows
    )


def still_ahead(profile: Profile, day: date, at: datetime) -> tuple[Due, ...]:
    """The slots of a day whose window is not over: what a case that starts at `at` owes."""
    return tuple(due for due in of_day(profile, day) if due.end > at)


WRITABLE = frozenset({"expected", "missed", "recorded", "made_good"})


def record(*, state: str, due_from: datetime, measured_at: datetime, at: datetime) -> Decision:
    """Whether a reading may be written into a slot; a missed one is made good by it."""
    against: list[Reason] = []
    if state not in WRITABLE:
        against.append(Reason.of("This temperature is no longer needed."))
    if measured_at < due_from:
        against.append(Reason.of("It is too early for this temperature."))
    if measured_at > at + AHEAD:
        against.append(Reason.of("The time of measuring lies in the future."))
    return Decision.unless(against)


def after_reading(state: str) -> str:
    """The state of a slot once it has a reading."""
    return {"expected": "recorded", "missed": "made_good"}.get(state, state)


def make_good(*, state: str, due_from: datetime, measured_at: datetime, at: datetime) -> Decision:
    """Whether a missed slot may be made good; the reading keeps its own time."""
    against = states.move_slot(state, "made_good").because
    written = record(state=state, due_from=due_from, measured_at=measured_at, at=at)
    return Decision.unless([*against, *written.because])


def is_missed(*, state: str, due_at: datetime, at: datetime) -> bool:
    """An expected slot whose window is over."""
    return state == "expected" and due_at <= at


def two_in_a_row(states_in_order: Sequence[str]) -> bool:
    """Whether the last slot and the one before it were both missed (T03: then somebody goes)."""
    return list(states_in_order[-2:]) == ["missed", "missed"]


def visit_due(at: datetime) -> datetime:
    """Until when the visit after a second miss is made: the same day, at least two hours ahead."""
    return max(clock.moment(clock.local_date(at), VISIT_BY), at + MISSED_WITHIN)
