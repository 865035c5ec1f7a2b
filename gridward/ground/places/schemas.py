"""Shapes of the JSON API of place names."""

from ninja import Schema


class ReasonOut(Schema):
    message: str
    values: dict[str, str | int | float]


class CandidateOut(Schema):
    code: str
    level: int
    name: str
    full_name: str
    score: float
    reasons: list[ReasonOut]


class MatchOut(Schema):
    """`decision`: accept, review or none; `certain`: the deepest division beyond doubt."""

    code: str
    level: int
    name: str
    confidence: float
    decision: str
    certain: str
    rest: str
    candidates: list[CandidateOut]


class DivisionOut(Schema):
    code: str
    level: int
    name: str
