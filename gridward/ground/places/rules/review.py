"""The life of a doubtful place name, and the pace of those who decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from gridward.core.decision import Decision, Reason
from gridward.core.paths import EVERYWHERE, lineage

TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"decided", "dismissed"}),
    "decided": frozenset({"open"}),
    "dismissed": frozenset({"open"}),
}
HOLD = timedelta(minutes=3)  # how long a name stays on one screen alone
PAUSE = timedelta(minutes=10)  # without a decision for so long, a new sitting begins
USUAL = 8.0  # seconds for one name, before somebody's own pace is known


def may_become(state: str, wanted: str) -> Decision:
    """Whether a review in `state` may become `wanted`."""
    if wanted in TRANSITIONS[state]:
        return Decision.yes()
    if state == "open":
        return Decision.no(Reason.of("Nothing has been decided here yet."))
    return Decision.no(Reason.of("This name has been settled already. Undo that first."))


def is_held(
    held_by: int | None, held_until: datetime | None, *, by: int | None, at: datetime
) -> bool:
    """Whether somebody else than `by` has the name on the screen."""
    return held_until is not None and held_until > at and held_by != by


def chosen(candidates: Sequence[Mapping[str, object]], code: str) -> int:
    """The number of the candidate that was right, from 1; 0: none of them."""
    codes = [each["code"] for each in candidates]
    return codes.index(code) + 1 if code in codes else 0


def shared_path(one: str, other: str) -> str:
    """The narrowest path that covers both: who may see a name that two places asked about."""
    common = [a for a, b in zip(lineage(one), lineage(other), strict=False) if a == b]
    return common[-1] if common else EVERYWHERE


def levels_of(near: str) -> list[str]:
    """Where an alias for `near` may have been learned: here, above, or for everywhere."""
    return [*dict.fromkeys([*lineage(near), near, EVERYWHERE])]


@dataclass(frozen=True, slots=True)
class Sitting:
    """How far somebody is: `done` in this sitting, `left` in the queue, `seconds` for one name."""

    done: int
    left: int
    seconds: float

    @property
    def total(self) -> int:
        return self.done + self.left

    @property
    def minutes_left(self) -> int:
        """Rounded up: less than a minute is one."""
        return -int(-self.left * self.seconds // 60)


def sitting(decided: Sequence[datetime], *, left: int, at: datetime) -> Sitting:
    """`decided`: when the person decided names, newest first."""
    done = 0
    gaps: list[float] = []
    later = at
    for moment in decided:
        if later - moment > PAUSE:
            break
        if done:
            gaps.append((later - moment).total_seconds())
        done, later = done + 1, moment
    return Sitting(done, left, median(gaps) if gaps else USUAL)
