"""Functions of dates and times. A moment is told on the wall clock of the headquarters."""

import math
from datetime import datetime
from typing import Protocol

from gridward.core.clock import local
from gridward.ground.xforms.rules import dates
from gridward.ground.xforms.rules.functions.registry import ANY, NUMBER, TEXT, Function
from gridward.ground.xforms.rules.nodes import Node, Value, number_of, text_of


class Clock(Protocol):
    at: datetime  # what today() and now() mean


def _today(state: Clock, _node: Node) -> str:
    return local(state.at).date().isoformat()


def _now(state: Clock, _node: Node) -> str:
    return local(state.at).isoformat(timespec="milliseconds")


def _date(value: Value) -> str:
    if not isinstance(value, float | int):
        text = text_of(value).strip()
        if dates.days(text) is not None:
            return text[:10]
    number = number_of(value)
    return "" if math.isnan(number) else dates.iso(number)


def _date_time(value: Value) -> str:
    if not isinstance(value, float | int):
        text = text_of(value).strip()
        if dates.days(text) is not None:
            return text
    at = dates.moment(number_of(value))
    return "" if at is None else at.isoformat()


def _formatted(value: Value, pattern: str) -> str:
    number = number_of(value)
    at = None if math.isnan(number) else dates.moment(number)
    return dates.formatted(at, pattern) if at else ""


def _decimal_time(text: str) -> float:
    part = dates.part_of_day(text.strip())
    if part is not None:
        return part
    number = dates.days(text.strip())
    return math.nan if number is None else number % 1


def _decimal_date(value: Value) -> float:
    return number_of(value)


TABLE = (
    Function("today", _today, gives=TEXT, inward=True),
    Function("now", _now, gives=TEXT, inward=True),
    Function("date", _date, ANY, TEXT),
    Function("date-time", _date_time, ANY, TEXT),
    Function("format-date", _formatted, "vt", TEXT),
    Function("format-date-time", _formatted, "vt", TEXT),
    Function("decimal-date-time", _decimal_date, ANY, NUMBER),
    Function("decimal-time", _decimal_time, TEXT, NUMBER),
    Function("time", text_of, ANY, TEXT),
)
