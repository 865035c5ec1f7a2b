"""Shapes of the JSON API."""

from datetime import datetime

from ninja import Schema


class CoverageOut(Schema):
    """Coverage of one place; all counts are households (户) of the frozen scope."""

    path: str
    name: str
    denominator: int
    reached: int
    missing: int
    unsettled: int
    added: int
    rate: float | None
    states: dict[str, int]


class BoardOut(Schema):
    """Coverage of a round at a moment."""

    round: int
    number: int
    name: str
    state: str
    unit: str
    cut_off: datetime
    places: list[CoverageOut]


class EntryIn(Schema):
    """One visit: household code, result, and when it happened (RFC 3339 with zone)."""

    code: str
    outcome: str
    at: datetime
    channel: str = "door"
    note: str = ""


class ResultOut(Schema):
    """What became of one entry, in the order they were sent."""

    code: str
    verdict: str
    state: str
    because: list[str]
