"""Functions of texts."""

import math
import re
from functools import lru_cache

from gridward.ground.xforms.rules.functions.registry import ANY, NUMBER, TEXT, TRUTH, Function
from gridward.ground.xforms.rules.nodes import (
    Node,
    Unknowable,
    Value,
    string_of,
    text_of,
    texts_of,
)

_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")


def _concat(*values: Value) -> str:
    return "".join(texts_of(values))


def _join(separator: str, *values: Value) -> str:
    return separator.join(texts_of(values))


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """Counts from 0, `end` excluded; negative numbers count from the end."""
    if math.isnan(start) or math.isnan(end) or start == math.inf or end == -math.inf:
        return ""
    first = 0 if start == -math.inf else int(start)
    return text[first : None if end == math.inf else int(end)]


def _substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath 1.0: counts from 1 and rounds."""
    first = math.floor(start + 0.5) if math.isfinite(start) else start
    many = math.floor(length + 0.5) if math.isfinite(length) else length
    end = first + many
    if math.isnan(end) or math.isnan(first) or first == math.inf or end <= 1:
        return ""
    begin = 0 if first == -math.inf else max(0, int(first) - 1)
    return text[begin:] if end == math.inf else text[begin : max(0, int(end) - 1)]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark in text and mark else ("" if mark else text)


def _translate(text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place] if place < len(new) else None)
    return text.translate(table)


@lru_cache(maxsize=512)
def _pattern(source: str) -> re.Pattern[str]:
    # JavaScript and Java know named groups without the P, and \\d and \\w as ASCII.
    try:
        return re.compile(_NAMED_GROUP.sub("(?P<", source), re.ASCII)
    except re.error as wrong:
        raise Unknowable(str(wrong)) from wrong


def _regex(text: str, pattern: str) -> bool:
    """Found anywhere, as the specification says; authors anchor with ``^`` and ``$``."""
    return _pattern(pattern).search(text) is not None


def _string(_state: object, node: Node, *given: Value) -> str:
    return text_of(given[0]) if given else string_of(node)


def _length(_state: object, node: Node, *given: str) -> float:
    return float(len(given[0] if given else string_of(node)))


def _normalize(_state: object, node: Node, *given: str) -> str:
    return " ".join((given[0] if given else string_of(node)).split())


TABLE = (
    Function("concat", _concat, rest=ANY, gives=TEXT, least=0),
    Function("string", _string, ANY, TEXT, least=0, inward=True),
    Function("string-length", _length, TEXT, NUMBER, least=0, inward=True),
    Function("normalize-space", _normalize, TEXT, TEXT, least=0, inward=True),
    Function("join", _join, TEXT, TEXT, rest=ANY),
    Function("substr", _substr, "tnn", TEXT, least=2),
    Function("substring", _substring, "tnn", TEXT, least=2),
    Function("substring-before", _before, "tt", TEXT),
    Function("substring-after", _after, "tt", TEXT),
    Function("translate", _translate, "ttt", TEXT),
    Function("contains", lambda text, part: part in text, "tt", TRUTH),
    Function("starts-with", lambda text, part: text.startswith(part), "tt", TRUTH),
    Function("ends-with", lambda text, part: text.endswith(part), "tt", TRUTH),
    Function("regex", _regex, "tt", TRUTH),
)
