"""Evidence as a sortable text of fixed width, so that one MAX finds the fact that decides.

``2022-08-01 460203000000 16 1000000000000000007 1000000000000000042 13`` without the blanks: day,
division padded to 12 digits, its width + 10, area + 10**18, source + 10**18, fact's number + 10.
Every place holds digits (or the hyphens of the date), so all engines and collations sort alike:
the newest day wins, then the greater division, area and source.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis

_SHIFT = 10**18
DAY, CODE, WIDTH, AREA, SOURCE, FACT, END = 0, 10, 22, 24, 43, 62, 64


def key(*, on: Any, source: Any, fact: Any, code: Any = None, area: Any = None) -> Any:
    """The text for one piece of evidence, of columns; `fact` may be a number."""
    where = ibis.literal("") if code is None else code
    return (
        on.cast("string")
        + (where + "0" * 12).substr(0, 12)
        + (where.length() + 10).cast("string")
        + _shifted(ibis.literal(0, type="int64") if area is None else area)
        + _shifted(source)
        + (f"{fact + 10}" if isinstance(fact, int) else (fact + 10).cast("string"))
    )


def _shifted(number: Any) -> Any:
    return (number.cast("int64") + _SHIFT).cast("string")


def _part(text: Any, begin: int, end: int) -> Any:
    return text.substr(begin, end - begin).nullif("")


def day(text: Any) -> Any:
    return _part(text, DAY, CODE).cast("date")


def division(text: Any) -> Any:
    width = _part(text, WIDTH, AREA).cast("int32") - 10  # PostgreSQL takes no bigint here
    return text.substr(CODE, width)


def area(text: Any) -> Any:
    return (_part(text, AREA, SOURCE).cast("int64") - _SHIFT).nullif(0)


def source(text: Any) -> Any:
    return _part(text, SOURCE, FACT).cast("int64") - _SHIFT


def fact(text: Any) -> Any:
    return _part(text, FACT, END).cast("int64") - 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """One key, read: the number of the fact, its day, and where it comes from."""

    fact: int
    on: date
    source_id: int
    area: int | None
    code: str


def read(because: str) -> tuple[Evidence, ...]:
    """The evidence of the column ``because`` of a judgement."""
    return tuple(_read(text) for text in because.split(";") if text)


def _read(text: str) -> Evidence:
    width = int(text[WIDTH:AREA]) - 10
    area_id = int(text[AREA:SOURCE]) - _SHIFT
    return Evidence(
        fact=int(text[FACT:END]) - 10,
        on=date.fromisoformat(text[DAY:CODE]),
        source_id=int(text[SOURCE:FACT]) - _SHIFT,
        area=area_id or None,
        code=text[CODE : CODE + width],
    )
