"""Shapes of the JSON API of place names."""

from datetime import date

from ninja import Field, Schema


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


class PartsOut(Schema):
    """What the text says below the village, each as typed and empty when not said."""

    group: str
    road: str
    number: str
    estate: str
    building: str
    unit: str
    floor: str
    room: str


class KnownOut(Schema):
    """What the street's own register knows of it; more than one name: a person decides."""

    names: list[str]
    by_sound: bool


class MatchOut(Schema):
    """`decision`: accept, review or none; `certain`: the deepest division beyond doubt; `rest`:
    what the text says beyond the place, `parts` the same by element."""

    text: str
    code: str
    level: int
    name: str
    confidence: float
    decision: str
    certain: str
    rest: str
    parts: PartsOut
    known: KnownOut | None
    candidates: list[CandidateOut]


class ListIn(Schema):
    """Texts to match, seen from a code or path, with the names in force on a day."""

    texts: list[str] = Field(max_length=1000)
    near: str = Field("", max_length=60)
    at: date | None = None


class DivisionOut(Schema):
    code: str
    level: int
    name: str
