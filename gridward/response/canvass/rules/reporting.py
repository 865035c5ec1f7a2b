"""The daily report of a grid: cut-off, explicit zero, silence. Pure. Source: P16 日排查日报告."""

from dataclasses import dataclass
from datetime import time

from gridward.core.decision import Decision, Reason
from gridward.response.canvass.choices import Standing

CUT_OFF = time(17, 30)  # Asia/Shanghai; what is handed in later counts for the day and is marked


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says: doors (户) and visits (户次) are counted by the machine, persons (人),
    vehicles (台次) and places (家) of note are typed in."""

    doors: int = 0
    visits: int = 0
    persons: int = 0
    vehicles: int = 0
    places: int = 0

    @property
    def is_zero(self) -> bool:
        """Nothing of note was found: a zero report, whatever was walked."""
        return not (self.persons or self.vehicles or self.places)


def may_report(told: Told, *, zero_said: bool, is_future: bool) -> Decision:
    """A zero must be said (零报告), and cannot be said beside a finding."""
    against = []
    if is_future:
        against.append(Reason.of("This day has not come yet."))
    if told.is_zero and not zero_said:
        against.append(Reason.of("Nothing is filled in. Say that it is a zero report."))
    if zero_said and not told.is_zero:
        against.append(Reason.of("A zero report holds no findings."))
    return Decision.unless(against)


def standing(*, reported: bool, late: bool, zero: bool, past_cut_off: bool) -> Standing:
    """Silence after the cut-off is red; a zero that was said is not."""
    if not reported:
        return Standing.SILENT if past_cut_off else Standing.WAITING
    if late:
        return Standing.LATE
    return Standing.ZERO if zero else Standing.REPORTED
