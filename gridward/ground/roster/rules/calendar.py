"""Dates and times in all the ways in which survey tools and Excel write them. Pure."""

import re
from datetime import date, datetime, time, timedelta

from gridward.ground.roster.rules import words
from gridward.ground.roster.rules.text import normal

_FIRST = date(1899, 12, 30)  # day 0 of Excel's calendar, with its leap year 1900 made good
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.(\d+))?")
_SIGNS = {**{d: n for n, d in enumerate("〇一二三四五六七八九")}, "零": 0, "两": 2, "廿": 20}
_CHINESE = re.compile(r"([一二三四五六七八九十]{1,3})月([一二三四五六七八九十廿]{1,3})[日号]?")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})(?:月|[./-])(\d{1,2})(?!\d)\s*[日号]?")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_DAY_FIRST = re.compile(r"(\d{1,2})[-\s]([A-Za-z]{3})[A-Za-z]*[-\s,]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[A-Za-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_AGO = {"今天": 0, "今日": 0, "当天": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
_CLOCK = re.compile(r"(\d{1,2})[:：时点](?:(\d{1,2})|(半))?(?:[:：分](\d{1,2}))?")
_LATE = re.compile(r"下午|晚上|晚|傍晚|\bp\.?m\b|pm", re.IGNORECASE)
_EARLY = re.compile(r"上午|早上|凌晨|\ba\.?m\b|am", re.IGNORECASE)
_AHEAD = timedelta(days=60)  # a date without a year may lie ahead by as much: a planned journey


def day(text: object, *, today: date) -> date | None:
    """The date in `text`; one without a year is the nearest that is not far in the future.

    ``2020/2/1``, ``2月1日``, ``二月一号``, ``2/1/2020 3:05 PM``, ``1-Feb-20``, ``43862``, ``昨天``.
    """
    typed = normal(text)
    serial = _serial(typed)
    if serial:
        return serial.date()
    if typed in _AGO:
        return today - timedelta(days=_AGO[typed])
    return words.day(typed) or _named(typed) or _year_last(typed) or _without_year(typed, today)


def _serial(typed: str) -> datetime | None:
    """Excel's number of days: 43862 is 2020-02-01, 43862.5 its noon."""
    found = _SERIAL.fullmatch(typed)
    if not found:
        return None
    start = datetime.combine(_FIRST, time())
    seconds = round(float(f"0.{found[2] or 0}") * 86_400)
    return start + timedelta(days=int(found[1]), seconds=seconds)


def _made(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, of_month)
    except ValueError:
        return None


def _named(typed: str) -> date | None:
    found = _DAY_FIRST.search(typed)
    if found and found[2].lower() in _MONTHS:
        return _made(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    found = _MONTH_FIRST.search(typed)
    if found and found[1].lower() in _MONTHS:
        return _made(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    return None


def _year_last(typed: str) -> date | None:
    """``2/1/2020``: the month first, as Excel writes it; the day first when it is above 12."""
    found = _YEAR_LAST.search(typed)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    return _made(year, second, first) if first > 12 else _made(year, first, second)


def _without_year(typed: str, today: date) -> date | None:
    found = _CHINESE.search(typed)
    parts = (_count(found[1]), _count(found[2])) if found else None
    short = None if found else _SHORT.search(typed)
    if short:
        parts = int(short[1]), int(short[2])
    if parts is None:
        return None
    this, last = (_made(year, *parts) for year in (today.year, today.year - 1))
    return this if this and this <= today + _AHEAD else last


def _count(text: str) -> int:
    """``十二`` is 12, ``二十`` is 20, ``廿三`` is 23."""
    total = part = 0
    for sign in text:
        if sign == "十":
            total, part = total + (part or 1) * 10, 0
        elif sign == "廿":
            total += 20
        else:
            part = _SIGNS[sign]
    return total + part


def clock(text: object) -> time | None:
    """The time of day: ``15:04:05``, ``下午3:05``, ``3:05 PM``, ``8点半``, ``43862.5``."""
    typed = normal(text)
    serial = _serial(typed)
    if serial:
        return serial.time() if "." in typed else None
    found = _CLOCK.search(typed)
    if not found:
        return None
    hour = int(found[1])
    minute = 30 if found[3] else int(found[2] or 0)
    second = int(found[4] or 0)
    if _LATE.search(typed) and hour < 12:
        hour += 12
    elif _EARLY.search(typed) and hour == 12:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def moment(text: object, *, today: date) -> tuple[date, time] | None:
    """Date and wall-clock time; noon where only the date is told."""
    found = day(text, today=today)
    return (found, clock(text) or time(12)) if found else None
