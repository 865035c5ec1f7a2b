"""Shapes of classes and areas in the API."""

from datetime import date, datetime

from ninja import Schema


class ClassificationOut(Schema):
    """A class; names are not given. `reasons` and `doubts`: ``{"message", "values"}``."""

    id: int
    path: str
    person_id: int | None
    household_id: int | None
    declaration_id: int | None
    as_of: date
    proposed_measure: str
    measure: str
    days: int
    until: date | None
    last_exposure: date | None
    row: str
    policy: str
    reasons: list[dict[str, object]]
    doubts: list[dict[str, object]]
    state: str
    decided_by: int | None
    decided_at: datetime | None


class AreaOut(Schema):
    """A source area; `code` holds the digits of the deepest division known."""

    id: int
    scheme: str
    level: str
    code: str
    name: str
    text: str
    coverage: str
    valid_from: date
    valid_to: date | None
    source: str
