"""Shapes of cases and slots in the API."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class CaseOut(Schema):
    """A case without the person's name: ids lead to the register. Times in UTC."""

    id: int
    number: str
    path: str
    person_id: int
    household_id: int | None
    kind: str
    state: str
    day_one: date
    start_on: date | None
    planned_release: date
    released_at: datetime | None


class SlotOut(Schema):
    """A slot; temperature in °C."""

    id: int
    case_id: int
    path: str
    day: date
    part: str
    state: str
    due_from: datetime
    due_at: datetime
    temperature: Decimal | None
    site: str
    symptoms: list[str]
    channel: str
    measured_at: datetime | None
    recorded_at: datetime | None
    abnormal: bool


class ReadingIn(Schema):
    """One reading for one slot; `measured_at` keeps its own time when it is sent late."""

    slot: int
    temperature: Decimal
    site: str = "forehead"
    symptoms: list[str] = []
    channel: str = "phone"
    note: str = ""
    measured_at: datetime | None = None


class OutcomeOut(Schema):
    """What became of one reading: `because` are reasons as ``{"message", "values"}``."""

    slot: int
    saved: bool
    because: list[dict[str, object]]
    alarms: list[dict[str, object]]
