"""The frozen terms of one case: copied from the policy edition in force when it was planned.

A later edition never changes a case (invariant 7). Numbers that a policy leaves open come from the
generic terms below, each with its source.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any, Self

from gridward.core.decision import Decision, Reason
from gridward.response.risk.rules import days as counting


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the day in which one reading is due, local wall-clock time, ``HH:MM``."""

    part: str
    start: str
    end: str

    @property
    def start_time(self) -> time:
        return time.fromisoformat(self.start)

    @property
    def end_time(self) -> time:
        return time.fromisoformat(self.end)


# T03: morning and evening; the hours are ours.
WINDOWS = (Window("morning", "06:00", "12:00"), Window("evening", "12:00", "20:00"))
# R14 五位一体: the seed names no members; this is the set of most public rosters, editable as data.
ROLE_SET = ("contact_cadre", "grid_worker", "community_medic", "police", "volunteer")
THRESHOLD = 37.3  # °C, public guidance of 2020 (domain 2.3)
COVERAGE_DAYS = 2  # domain 5.3, release


@dataclass(frozen=True, slots=True)
class Profile:
    """Terms of a case: `days` of observation, `day_one` = number of the day of last exposure."""

    days: int
    day_one: int = 0
    threshold: float = THRESHOLD
    thresholds: Mapping[str, float] = field(default_factory=dict)  # by site, where it differs
    role_set: tuple[str, ...] = ROLE_SET
    windows: tuple[Window, ...] = WINDOWS
    coverage_days: int = COVERAGE_DAYS
    residence_check: bool = True
    policy: str = ""
    edition: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The profile from its stored form; raises KeyError when `days` is missing."""
        windows = stored.get("windows")
        return cls(
            days=int(stored["days"]),
            day_one=int(stored.get("day_one", 0)),
            threshold=float(stored.get("threshold", THRESHOLD)),
            thresholds={k: float(v) for k, v in (stored.get("thresholds") or {}).items()},
            role_set=tuple(stored.get("role_set", ROLE_SET)),
            windows=tuple(Window(**each) for each in windows) if windows else WINDOWS,
            coverage_days=int(stored.get("coverage_days", COVERAGE_DAYS)),
            residence_check=bool(stored.get("residence_check", True)),
            policy=str(stored.get("policy", "")),
            edition=str(stored.get("edition", "")),
        )

    def stored(self) -> dict[str, Any]:
        """The form that is frozen in the case."""
        plain = asdict(self)
        plain["role_set"] = list(self.role_set)
        return plain

    def limit(self, site: str) -> float:
        """The temperature in °C from which a reading at `site` is abnormal."""
        return self.thresholds.get(site, self.threshold)

    def planned_release(self, anchor: date) -> date:
        """The day of release for a count that starts on `anchor` (exposure, else start)."""
        return counting.planned_release(anchor, self.day_one, self.days)

    def day_number(self, on: date, anchor: date) -> int:
        """Which day of the observation `on` is."""
        return counting.day_number(on, anchor, self.day_one)


def usable(profile: Profile) -> Decision:
    """Whether a policy's terms can be worked with at all."""
    against = []
    if profile.days < 1:
        against.append(Reason.of("The policy gives no number of days for this measure."))
    if profile.day_one not in {0, 1}:
        against.append(Reason.of("The day of the last exposure must be day 0 or day 1."))
    if not profile.windows:
        against.append(Reason.of("The policy names no times for taking the temperature."))
    return Decision.unless(against)
