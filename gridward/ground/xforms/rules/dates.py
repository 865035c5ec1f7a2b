"""Dates as numbers of days since 1970-01-01, as forms reckon with them."""

import re
from datetime import date, datetime, time, timedelta

from gridward.core.clock import BUSINESS_ZONE

EPOCH = date(1970, 1, 1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_EARLY, _FAR = -719_000, 2_932_000  # days: the years 1 and 9997, all that Python counts


def days(text: str) -> float | None:
    """``2020-02-20`` -> 18312.0, with a time the part of the day; None when `text` is no date.

    A moment with an offset is taken to the wall clock of the headquarters first.
    """
    if not _DATE.match(text):
        return None
    try:
        if len(text) == 10:
            return float((date.fromisoformat(text) - EPOCH).days)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(BUSINESS_ZONE)
    since = moment.replace(tzinfo=None) - datetime.combine(EPOCH, time())
    return since / timedelta(days=1)


def part_of_day(text: str) -> float | None:
    """``06:00`` -> 0.25; None when `text` is no time of day."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(group or 0) for group in found.groups())
    return (hours * 3600 + minutes * 60 + seconds) / 86_400 if hours < 24 else None


def iso(number: float) -> str:
    """18312.0 -> ``2020-02-20``; the part of the day is dropped. Empty beyond the calendar."""
    return (EPOCH + timedelta(days=number // 1)).isoformat() if _EARLY < number < _FAR else ""


def moment(number: float) -> datetime | None:
    """The wall-clock moment of a number of days."""
    if not _EARLY < number < _FAR:
        return None
    return datetime.combine(EPOCH, time()) + timedelta(milliseconds=round(number * 86_400_000))


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def formatted(at: datetime, pattern: str) -> str:
    """The signs of ODK's format-date and format-date-time: ``%Y %m %n %d %e %H`` and so on."""
    signs = {
        "Y": f"{at.year:04}", "y": f"{at.year % 100:02}", "m": f"{at.month:02}", "n": str(at.month),
        "b": _MONTHS[at.month - 1], "d": f"{at.day:02}", "e": str(at.day), "H": f"{at.hour:02}",
        "h": str(at.hour), "M": f"{at.minute:02}", "S": f"{at.second:02}",
        "3": f"{at.microsecond // 1000:03}", "a": _WEEKDAYS[at.weekday()],
    }  # fmt: skip
    return re.sub(r"%(.)", lambda found: signs.get(found[1], found[0]), pattern)
