"""Numbers of trains and flights in a search, and who sat in one (P19 车票核对)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gridward.ground.roster.rules import words
from gridward.ground.roster.rules.text import normal

_NUMBER = re.compile(r"(?:[GDCZTKYLS]\d{1,4}|(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4})")
_TAIL = re.compile(r"(?:次|航班|列车|高铁|动车|火车)+$")


def number(text: str) -> str:
    """`` g 1112次`` -> G1112; a plate or a bus line stays what it is, in capitals."""
    return _TAIL.sub("", normal(text).upper().replace(" ", ""))


def ride(text: str) -> tuple[str, str]:
    """Number and ISO day (or empty) of ``G1112 2020-01-22``; two empty texts for anything else."""
    first, _blank, rest = normal(text).partition(" ")
    found = number(first)
    if not _NUMBER.fullmatch(found):
        return "", ""
    day = words.day(rest) if rest else None
    return ("", "") if rest and day is None else (found, str(day) if day else "")


def was_on(stays: Sequence[Mapping[str, Any]], asked: str, day: str) -> bool:
    """Whether one of the stays was reached by this number, on that day when one is asked for. A
    stay that names no day may have been."""
    for stay in stays:
        if stay.get("number") != asked:
            continue
        first = stay.get("from") or stay.get("to") or ""
        last = stay.get("to") or first
        if not day or not first or first <= day <= last:
            return True
    return False
