"""Shapes of forms and submissions in the JSON API."""

from datetime import datetime
from uuid import UUID

from ninja import Schema


class FormOut(Schema):
    form_id: str
    title: str
    path: str
    purpose: str
    state: str
    public: bool


class SubmissionOut(Schema):
    """Without the answers: reading those is recorded one by one."""

    id: UUID
    form_id: str
    version: str
    path: str
    state: str
    channel: str
    receipt: str
    at: datetime
    received_at: datetime


class AnswersOut(SubmissionOut):
    """`answers`: text by question name, a repeat is a list; masked unless one may identify."""

    answers: dict[str, object]
    reasons: list[dict[str, object]]


class SubmissionPage(Schema):
    """`total` is capped at 10,000."""

    page: int
    last: int
    total: int
    results: list[SubmissionOut]
