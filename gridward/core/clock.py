"""The only module that reads the clock. Everything else takes the time as an argument."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")
# Drills and browser journeys play at another hour of another day; see docs/reference/settings.md.
SHIFT = timedelta(seconds=int(os.environ.get("GRIDWARD_CLOCK_SHIFT", "0")))


def now() -> datetime:
    """This moment, aware, in UTC (moved by the shift of a drill)."""
    return datetime.now(UTC) + SHIFT  # noqa: TID251 - the one place


def local(at: datetime) -> datetime:
    """The same moment on the wall clock of the headquarters (Asia/Shanghai)."""
    return at.astimezone(BUSINESS_ZONE)


def local_date(at: datetime) -> date:
    """The business date of a moment: days change at midnight in Asia/Shanghai."""
    return local(at).date()


def moment(day: date, at: time) -> datetime:
    """The moment of a business date and wall-clock time, aware, in UTC."""
    return datetime.combine(day, at, BUSINESS_ZONE).astimezone(UTC)
