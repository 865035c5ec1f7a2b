"""Shapes of tasks in the API."""

from datetime import datetime

from ninja import Schema


class TaskOut(Schema):
    """A task; times in UTC, `title` as ``{"message", "values"}``."""

    id: int
    kind: str
    title: dict[str, object]
    path: str
    subject_type: str
    subject_id: str
    owner: int | None
    due_at: datetime
    opened_at: datetime
    state: str
    result: str
    done_by: int | None
    done_at: datetime | None


class ResultIn(Schema):
    """What came of it."""

    result: str
