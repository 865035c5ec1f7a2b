"""A cell of the table as a condition on a column."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any

import ibis

from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.cells import Cell
from gridward.response.risk.rules.expression import keys

Column = Callable[[str], Any]


def dated(cell: Cell, key: Any, as_of: Any) -> Any:
    """A cell on the last day of a fact: days since then, or the day itself."""
    if cell.kind == "null":
        return key.isnull()
    if cell.kind in {"known", "places"}:
        return key.notnull()
    if cell.is_date:
        return key.notnull() & within(cell, keys.day(key))
    if cell.kind == "words":
        return key.notnull() & number(cell, as_of.delta(keys.day(key), unit="day"))
    return key.notnull() & _days_since(cell, key, as_of)


def _days_since(cell: Cell, key: Any, as_of: Any) -> Any:
    """A range of days, as a range of the texts that begin with a day: nothing is worked out per
    person, which halves the time of a whole judgement."""
    held = []
    if isinstance(cell.low, float | int):
        least = floor(cell.low) + 1 if cell.open_low else ceil(cell.low)
        held.append(key < _written(as_of, least - 1))
    if isinstance(cell.high, float | int):
        most = ceil(cell.high) - 1 if cell.open_high else floor(cell.high)
        held.append(key >= _written(as_of, most))
    return ibis.and_(*held)


def _written(as_of: Any, days: int) -> Any:
    """The day that is `days` before `as_of`, as the keys write it."""
    back = ibis.interval(days=abs(days))
    day = as_of - back if days >= 0 else as_of + back
    return day.cast("timestamp").cast("date").cast("string")


def number(cell: Cell, value: Any) -> Any:
    """A cell on a number. Not known is in no range."""
    if cell.kind == "null":
        return value.isnull()
    if cell.kind == "known":
        return value.notnull()
    if cell.kind == "words":
        return value.notnull() & value.isin([_literal(float(word)) for word in sorted(cell.words)])
    return value.notnull() & within(cell, value)


def within(cell: Cell, value: Any) -> Any:
    """Whether a number or a day is between the bounds of the cell."""
    held = []
    if cell.low is not None:
        low = _literal(cell.low)
        held.append(value > low if cell.open_low else value >= low)
    if cell.high is not None:
        high = _literal(cell.high)
        held.append(value < high if cell.open_high else value <= high)
    return ibis.and_(*held)


def _literal(bound: float | date) -> Any:
    if isinstance(bound, date):
        return ibis.literal(bound)
    # Not a float: Ibis writes one for Spark only while a session is open.
    return ibis.literal(int(bound) if bound == int(bound) else Decimal(str(bound)))


def words(cell: Cell, value: Any) -> Any:
    """A cell on a list of words, separated by commas: it holds when they share a word."""
    if cell.kind == "null":
        return value.isnull() | (value == "")
    if cell.kind == "known":
        return value.notnull() & (value != "")
    listed = "," + value.fill_null("") + ","
    return ibis.or_(*(listed.contains(f",{word},") for word in sorted(cell.words)))


def holds(name: str, cell: Cell, column: Any, as_of: Any) -> Any:
    """Whether `cell` holds; `column` is the evidence of a dated fact, else its value."""
    if name == inputs.DAY:
        return within(cell, as_of)
    if name in inputs.NUMBERS:
        return number(cell, column)
    if name in inputs.WORDS:
        return words(cell, column)
    return dated(cell, column, as_of)
