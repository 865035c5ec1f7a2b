"""Days and hours in Chinese prose, resolved against each other and the day the text was written.

Shapes: 2020年1月20日, 2020-01-20, 2020/1/20, 1月20日, 1月20, 元月16日, 20日, 当日, 次日; ranges
1月20日-22日, 1月20-22日, 1月28日至2月2日, also with the dash lost on the way (1月2022日); hours
下午3点, 15:20, 15时30分许.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gridward.ground.places.rules.trips.values import When

_PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|午间|午后|下午|傍晚|晚上|晚间|夜间|早|晚|夜)"
_CLOCK = (
    r"(?:\d{1,2}[:：]\d{2}|\d{1,2}[时点](?![间段])(?:\d{1,2}(?![日\d时点:：])分?|半)?|"
    r"十?[一二三四五六七八九十][时点])"
)
_DASH = r"\s*[-—–~～－一]{1,2}\s*"
_HOUR = (
    rf"(?P<hour>(?:\s*{_PART})?(?:\s*{_CLOCK})?(?:(?:{_DASH}|至)?{_PART}?{_CLOCK})?"
    r"(?:左右|前后|许)?)"
)
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)\s?(?:年|[-/.])\s?)?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|元|正)\s?月\s?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_LAST = (
    r"(?:(?:\d{4}年)?(?P<month2>1[0-2]|0?[1-9])月(?P<day2>3[01]|[12]\d|0?[1-9])[日号]?"
    r"|(?P<day3>3[01]|[12]\d|0?[1-9])[日号])"
)
_NOT_A_DAY = r"(?![\d.:：%℃CcA-Za-z年月时点分楼幢栋组岁人例天个次])"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_YEAR}{_MONTH}{_DAY}(?:[日号]{_DASH}|[日号]|{_DASH}){_LAST}{_HOUR}",
        # 1月2022日, 1月817日: the dash was lost when the text was copied.
        rf"{_YEAR}{_MONTH}(?P<day>3[01]|[12]\d|[1-9])(?P<day3>3[01]|[12]\d)日{_HOUR}",
        rf"(?P<year>20\d\d)[-/.](?P<month>1[0-2]|0?[1-9])[-/.]{_DAY}(?!\d)日?{_HOUR}",
        rf"{_YEAR}{_MONTH}{_DAY}(?:[日号]|{_NOT_A_DAY}){_HOUR}",
        rf"(?<!月){_DAY}日?{_DASH}{_LAST}{_HOUR}",
        rf"(?<!月){_DAY}日(?![内间后前均]){_HOUR}",
        rf"(?P<after>当日|当天|同日|同天|当晚|次日|翌日|第二天|隔天){_HOUR}",
        rf"(?P<hour>{_PART}?\s?{_CLOCK}(?:(?:{_DASH}|至)?{_CLOCK})?(?:左右|前后|许)?)",
    )
)
_STARTS = re.compile(
    r"(?<![\d.:：/A-Za-z*])\d|元月|正月|[当同次翌第隔][日天晚二]|[早中晚上下凌清夜傍午]"
)
_NEXT_DAY = frozenset({"次日", "翌日", "第二天", "隔天"})
_FIRST_CLOCK = re.compile(r"(\d{1,2})(?:[:：](\d{2})|[时点](?:(\d{1,2})|(半))?)")
_AFTERNOON = re.compile(r"午后|下午|傍晚|晚|夜")
_RANGE_WORD = re.compile(r"\s*[至到]\s*$|\s*[-—–~～－]{1,2}\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a day, several days, or (`is_hour`) only an hour."""

    start: int
    end: int
    when: When
    relative: bool = False
    is_hour: bool = False


def mentions(text: str, *, told_on: date | None = None) -> list[Mention]:
    """All days and hours of a text, in its order.

    `told_on`: the day of the report; a day without a year is the last such day up to then. Without
    it a day without a year has no date unless an earlier one of the text names the year.
    """
    calendar = _Calendar(told_on)
    found: list[Mention] = []
    for match in _matches(text):
        parts = match.groupdict()
        clock = _clock(parts.get("hour") or "")
        days = calendar.days(parts)
        if days is None:
            continue
        when = When(*days, clock)
        is_hour = "day" not in parts and "after" not in parts
        found.append(Mention(match.start(), match.end(), when, bool(parts.get("after")), is_hour))
    return _joined(text, found)


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while start := _STARTS.search(text, at):
        at = start.start()
        match = next((m for shape in _SHAPES if (m := shape.match(text, at))), None)
        if match:
            yield match
        at = match.end() if match else at + 1


def _clock(words: str) -> str:
    """The first hour of a wording as HH:MM; empty when there is none in figures."""
    found = _FIRST_CLOCK.search(words)
    if found is None:
        return ""
    hour = int(found[1])
    minute = int(found[2] or found[3] or (30 if found[4] else 0))
    if hour < 12 and _AFTERNOON.search(words):
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _joined(text: str, found: list[Mention]) -> list[Mention]:
    """1月25日至28日 are two mentions; the first one gets the last day of the second."""
    joined = list(found)
    for number, (one, other) in enumerate(itertools.pairwise(found)):
        between = text[one.end : other.start]
        days = one.when.first, other.when.last
        if _RANGE_WORD.fullmatch(between) and days[0] and days[1] and days[0] < days[1]:
            joined[number] = Mention(one.start, one.end, When(*days, one.when.clock))
    return joined


class _Calendar:
    """Gives days their missing years and months, from the day before and the day of the report."""

    def __init__(self, told_on: date | None) -> None:
        self._told_on = told_on
        self._last: date | None = None
        self._year: int | None = None  # said in the text

    def days(self, parts: Mapping[str, str | None]) -> tuple[date | None, date | None] | None:
        """First and last day; None when the figures are no day at all (2月30日)."""
        if parts.get("after"):
            step = 1 if parts["after"] in _NEXT_DAY else 0
            day = self._last + timedelta(days=step) if self._last else None
            self._last = day or self._last
            return day, day
        if not parts.get("day"):
            return self._last, self._last
        first = self._day(parts.get("year"), parts.get("month"), parts["day"] or "")
        if first is None and self._known:
            return None
        self._last = first or self._last
        last = self._day(None, parts.get("month2"), parts.get("day2") or parts.get("day3") or "")
        if first and last and last < first:
            return None
        self._last = last or self._last
        return first, last or first

    @property
    def _known(self) -> bool:
        return bool(self._told_on or self._year)

    def _day(self, year: str | None, month: str | None, day: str) -> date | None:
        if not day:
            return None
        if year:
            self._year = int(year)
        if month:
            figure = 1 if month in {"元", "正"} else int(month)
            return self._in_year(figure, int(day), exact=bool(year))
        return self._in_month(int(day))

    def _in_year(self, month: int, day: int, *, exact: bool) -> date | None:
        if exact and self._year:
            return _date(self._year, month, day)
        near = self._last if self._year else None
        limit = self._told_on or near
        if near:
            years = [near.year - 1, near.year, near.year + 1]
            made = [found for year in years if (found := _date(year, month, day))]
            return min(made, key=lambda each: abs(each - near), default=None)
        if limit is None:
            return None
        for year in (limit.year, limit.year - 1):
            found = _date(year, month, day)
            if found and found <= limit + timedelta(days=1):
                return found
        return None

    def _in_month(self, day: int) -> date | None:
        """A bare day lies in the month of the day before it, or right after the turn of one."""
        near = self._last or self._told_on
        if near is None:
            return None
        turn = near.replace(day=1)
        turned = self._last is not None and near.day - day >= 15  # half a month
        if turned:
            turn = (turn + timedelta(days=31)).replace(day=1)
        elif self._last is None and day > near.day:
            turn = (turn - timedelta(days=1)).replace(day=1)
        found = _date(turn.year, turn.month, day)
        late = self._told_on is not None and found is not None and found > self._told_on
        return _date(near.year, near.month, day) if turned and late else found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
