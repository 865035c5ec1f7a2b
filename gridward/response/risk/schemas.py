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


class CountOut(Schema):
    """So many persons of a grid have one measure before and another one after."""

    path: str
    before: str
    after: str
    persons: int


class RunOut(Schema):
    """A run over everybody. `edition`, `areas`, `as_of` and `snapshot` identify it; nobody is
    named."""

    id: int
    kind: str
    path: str
    policy: str
    edition: str
    as_of: datetime
    areas: str
    snapshot: str
    state: str
    total: int
    done: int
    changed: int
    proposed: int
    without_policy: int
    ordered_at: datetime
    finished_at: datetime | None
    counts: list[CountOut]


class TryOutIn(Schema):
    """A dry run: a shipped policy by its code or an edition by the start of its digest."""

    policy: str
    path: str
    as_of: datetime | None = None
