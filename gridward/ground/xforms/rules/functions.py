"""The functions of ODK XPath, as extension functions of libxml2.

Values come as lxml gives them: a list of nodes, a text, a float or a bool. Source of names and
meaning: ODK XForms specification, section "XPath functions".
"""

import math
import random
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from lxml import etree

from gridward.core.clock import local
from gridward.ground.xforms.rules import dates, xpath

Value: TypeAlias = Sequence[etree._Element | str] | str | float | bool
Function: TypeAlias = Callable[..., object]


class Context(Protocol):
    """What lxml hands to an extension function first."""

    context_node: etree._Element


class Unknowable(Exception):
    """The server cannot compute this (a list that only the phone has, a map)."""


# Known, and only a phone can compute them, or their result is never the same twice.
ONLY_ON_THE_PHONE = frozenset({
    "area", "distance", "geofence", "digest", "base64-decode", "checklist", "weighted-checklist",
    "property", "jr:itext", "version", "intersects", "randomize", "extract-signed",
})  # fmt: skip
VOLATILE = frozenset({"now", "today", "random", "uuid", "once", "pulldata", "position"})


_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def text_of(value: Value) -> str:
    """XPath 1.0 string(): the first node's text; whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _plain(float(value))
    if isinstance(value, str):
        return value
    first = next(iter(value), "")
    if isinstance(first, str):
        return first
    if not len(first):  # most are answers, not groups
        return first.text or ""
    return "".join(str(part) for part in first.itertext())


def _plain(number: float) -> str:
    if math.isnan(number):
        return "NaN"
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def number_of(value: Value) -> float:
    """The number of a value; a date is its number of days; anything else is NaN."""
    if isinstance(value, bool | float | int):
        return float(value)
    text = text_of(value).strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    found = dates.days(text)
    if found is None:
        found = dates.part_of_day(text)
    return math.nan if found is None else found


def truth_of(value: Value) -> bool:
    """Whether a condition holds; a question without an answer does not."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return not math.isnan(value) and value != 0
    return text_of(value) not in {"", "false"}


def _texts(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from (text_of([node]) for node in value)
        else:
            yield text_of(value)


def _numbers(values: Sequence[Value]) -> list[float]:
    return [number_of(text) for text in _texts(values) if text != ""]


def _items(value: Value) -> list[str]:
    return text_of(value).split()


def _selected(value: Value, choice: Value) -> bool:
    return text_of(choice).strip() in _items(value)


def _selected_at(value: Value, index: Value) -> str:
    items, at = _items(value), number_of(index)
    return items[int(at)] if 0 <= at < len(items) else ""


def _substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Counts from 0, `end` excluded; negative numbers count from the end."""
    text, first = text_of(value), number_of(start)
    last = len(text) if end is None else number_of(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    return text[int(first) : int(last)]


def _regex(value: Value, pattern: Value) -> bool:
    try:
        return re.fullmatch(text_of(pattern), text_of(value)) is not None
    except re.error as wrong:
        raise Unknowable(str(wrong)) from wrong


def _round(value: Value, places: Value = 0.0) -> float:
    number, digits = number_of(value), number_of(places)
    if math.isnan(number) or math.isinf(number) or math.isnan(digits):
        return math.nan
    scale = 10.0 ** max(-15, min(15, int(digits)))
    return math.floor(number * scale + 0.5) / scale


def _int(value: Value) -> float:
    number = number_of(value)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _concat(*values: Value) -> str:
    return "".join(_texts(values))


def _join(separator: Value, *values: Value) -> str:
    return text_of(separator).join(_texts(values))


def _coalesce(*values: Value) -> str:
    return next((text for text in map(text_of, values) if text), "")


def _if(condition: Value, yes: Value, no: Value) -> Value:
    return yes if truth_of(condition) else no


def _sum(*values: Value) -> float:
    return math.fsum(_numbers(values))


def _date(value: Value) -> str:
    if isinstance(value, float | int):
        return dates.iso(float(value)) if not math.isnan(value) else ""
    text = text_of(value).strip()
    number = number_of(text)
    return (
        text[:10]
        if dates.days(text) is not None
        else ("" if math.isnan(number) else dates.iso(number))
    )


def _date_time(value: Value) -> str:
    text, at = text_of(value), dates.moment(number_of(value))
    return text if dates.days(text) is not None or at is None else at.isoformat()


def _format_date(value: Value, pattern: Value) -> str:
    at = dates.moment(number_of(value))
    return dates.formatted(at, text_of(pattern)) if at else ""


def _decimal_time(value: Value) -> float:
    number = number_of(value)
    return number if math.isnan(number) else number % 1


def _position(nodes: Value) -> float:
    node = nodes[0] if isinstance(nodes, list) and nodes else None
    if not isinstance(node, etree._Element):
        return math.nan
    return float(sum(1 for _ in node.itersiblings(node.tag, preceding=True)) + 1)


def _indexed_repeat(nodes: Value, *pairs: Value) -> list[etree._Element]:
    """``indexed-repeat(question, repeat, index, inner repeat, index ...)``."""
    kept = [n for n in nodes if isinstance(n, etree._Element)] if isinstance(nodes, list) else []
    for group, index in zip(pairs[::2], pairs[1::2], strict=False):
        rows = group if isinstance(group, list) else []
        at = number_of(index)
        if not 1 <= at <= len(rows):
            return []
        row = rows[int(at) - 1]
        kept = [node for node in kept if row in node.iterancestors()]
    return kept


def _pow(left: Value, right: Value) -> float:
    try:
        return float(math.pow(number_of(left), number_of(right)))
    except (OverflowError, ValueError):
        return math.nan


def _by_math(function: Callable[..., float]) -> Function:
    def call(*values: Value) -> float:
        try:
            return function(*(number_of(value) for value in values))
        except (ValueError, OverflowError):
            return math.nan

    return call


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def call(*values: Value) -> float:
        numbers = _numbers(values)
        return choose(numbers) if numbers else math.nan

    return call


def _boolean_from_string(value: Value) -> bool:
    return text_of(value) in {"1", "true"}


def _count(value: Value) -> float:
    return float(len(value)) if isinstance(value, list) else math.nan


def _unknowable(*_values: Value) -> object:
    raise Unknowable


_PLAIN: Mapping[str, Function] = {
    "number": number_of, "int": _int, "round": _round, "count": _count, "sum": _sum,
    "min": _extreme(min), "max": _extreme(max), "selected": _selected, "is-selected": _selected,
    "selected-at": _selected_at, "count-selected": lambda value: float(len(_items(value))),
    "if": _if, "coalesce": _coalesce, "regex": _regex, "substr": _substr, "concat": _concat,
    "join": _join, "string-length": lambda value: float(len(text_of(value))),
    "count-non-empty": lambda *values: float(sum(1 for text in _texts(values) if text)),
    "date": _date, "date-time": _date_time, "format-date": _format_date,
    "format-date-time": _format_date, "decimal-date-time": number_of, "decimal-time": _decimal_time,
    "time": text_of, "position": _position, "indexed-repeat": _indexed_repeat,
    "boolean-from-string": _boolean_from_string, "pow": _pow, "abs": _by_math(abs),
    "floor": _by_math(math.floor), "ceiling": _by_math(math.ceil), "sqrt": _by_math(math.sqrt),
    "exp": _by_math(math.exp), "exp10": _by_math(lambda x: math.pow(10, x)),
    "log": _by_math(math.log), "log10": _by_math(math.log10), "sin": _by_math(math.sin),
    "cos": _by_math(math.cos), "tan": _by_math(math.tan), "asin": _by_math(math.asin),
    "acos": _by_math(math.acos), "atan": _by_math(math.atan), "atan2": _by_math(math.atan2),
    "pi": lambda: math.pi, "random": random.random,
    "uuid": lambda *_length: str(uuid.uuid4()),
    "ends-with": lambda a, b: text_of(a).endswith(text_of(b)),
}  # fmt: skip
# Need the question, the moment or the form; made anew for each form in `bound`.
_BOUND = ("today", "now", "once", "instance", "pulldata", "jr:choice-name", "current")
KNOWN = frozenset((*_PLAIN, *_BOUND, *xpath.BUILT_IN, *ONLY_ON_THE_PHONE))


def bound(
    *,
    moment: Callable[[], datetime],
    instances: Mapping[str, etree._Element],
    labels: Mapping[str, Mapping[str, str]],
) -> dict[str, Function]:
    """All functions by name for one form.

    `moment` tells the time of the check, `instances` the lists inside the form by id, `labels` the
    words of each choice by question name.
    """

    def today() -> str:
        return local(moment()).date().isoformat()

    def now() -> str:
        return local(moment()).isoformat(timespec="milliseconds")

    def choice_name(value: Value, question: Value) -> str:
        name = text_of(question).strip().rpartition("/")[2]
        return labels.get(name, {}).get(text_of(value), "")

    phone = dict.fromkeys(ONLY_ON_THE_PHONE, _unknowable)
    return {
        **_PLAIN, **phone, **_of_lists(instances), "today": today, "now": now,
        "jr:choice-name": choice_name,
    }  # fmt: skip


def _of_lists(instances: Mapping[str, etree._Element]) -> dict[str, Function]:
    """The functions that look into the lists inside the form."""

    def instance(name: Value) -> list[etree._Element]:
        found = instances.get(text_of(name))
        if found is None:
            raise Unknowable(text_of(name))
        return [found]

    def pulldata(name: Value, column: Value, key: Value, wanted: Value) -> str:
        for item in instance(name)[0].iterfind(".//item"):
            if item.findtext(text_of(key)) == text_of(wanted):
                return item.findtext(text_of(column)) or ""
        return ""

    return {"instance": instance, "pulldata": pulldata}
