"""The only module that reads the clock. Everything else takes the time as an argument."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BUSINESS_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def local(at: datetime) -> datetime:
    """The same moment on the wall clock of the headquarters (Asia/Shanghai)."""
    return at.astimezone(BUSINESS_ZONE)


def local_date(at: datetime) -> date:
    """The business date of a moment: days change at midnight in Asia/Shanghai."""
    return local(at).date()


def moment(day: date, at: time) -> datetime:
    """The moment of a business date and wall-clock time, aware, in UTC."""
    return datetime.combine(day, at, BUSINESS_ZONE).astimezone(UTC)
