"""Exports of survey tools: each row becomes a submission of one of our forms, and is routed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.core.tables import Numbered
from gridward.ground.roster.actions.judging import EMPTY, Outcome, mark_known, outcomes_of
from gridward.ground.roster.actions.mending import mended
from gridward.ground.roster.actions.routing import route_many
from gridward.ground.roster.choices import RowOutcome
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.fields import form_version, questions_of
from gridward.ground.roster.rules import faults, survey
from gridward.ground.roster.rules.survey import Asked, Read
from gridward.ground.roster.rules.values import Finding
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms import queries as forms

_ROWS = uuid.UUID("5d0c0e7e-6f5a-4c58-9d54-2b6c6d1b2f01")  # names the instances of imported rows
_CHANNEL = "import"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A stored submission: its number, and what the form's checks say against it."""

    pk: uuid.UUID
    reasons: Sequence[Mapping[str, Any]]


class Survey:
    """Rows of a survey tool for one form; nothing a person answered is ever refused."""

    chunk = 500  # rows in one transaction: each is checked by the form and routed

    def __init__(self, item: Import, *, at: datetime) -> None:
        self.item, self.at = item, at
        self.fields: list[str] = item.mapping["fields"]
        self.headings: list[str] = item.mapping.get("headings", [])
        self.questions: list[Asked] = questions_of(item.target)
        self.asked = {asked.key: asked for asked in self.questions}
        self.version = form_version(item.target)
        self.subject_type = "declaration"

    def judge(self, chunk: Sequence[Numbered]) -> list[Outcome]:
        outcomes = outcomes_of(chunk, self.fields, self.item.target, apart=(survey.MENDS,))
        mark_known(outcomes, self.item.target)
        for one in outcomes:
            if one.outcome is RowOutcome.ADDED and not set(one.cells) - survey.APART:
                one.pass_over(EMPTY)
        return outcomes

    def store(self, fresh: Sequence[Outcome], actor: Actor) -> None:
        """Keep the rows; each takes the number of its submission and what is wrong with it."""
        kept = self._submit(fresh, actor)
        rows = route_many([one.pk for one in kept], actor=Actor.system(), at=self.at)
        routed = {row.submission_id: row.pk for row in rows}
        for one, found in zip(fresh, kept, strict=True):
            one.submission_id, one.subject_id = found.pk, routed.get(found.pk)
        mended(fresh, self.item)

    def rehearse(self, fresh: Sequence[Outcome], actor: Actor) -> None:
        """What `store` would find wrong with the rows; nothing stays behind."""
        with transaction.atomic():
            self._submit(fresh, actor)
            transaction.set_rollback(True)

    def _submit(self, fresh: Sequence[Outcome], actor: Actor) -> list[_Kept]:
        if not fresh:
            return []
        read = [self._read(one) for one in fresh]
        # The job runs as the system; what it sends in was sent by whoever brought in the list.
        sender = actor if actor.user_id else replace(actor, user_id=self.item.created_by)
        sent = xforms.submit_many(
            version=self.version, actor=sender, channel=_CHANNEL, at=self.at,
            entries=[self._entry(one, told) for one, told in zip(fresh, read, strict=True)],
        )  # fmt: skip
        ids = [outcome.id for outcome in sent if outcome.id]
        if len(ids) < len(fresh):
            raise BadInput(Reason.of("Another submission stands under the same number."))
        against = dict(
            forms.visible_to(Actor.system()).filter(pk__in=ids, state="returned")
            .values_list("pk", "reasons")
        )  # fmt: skip
        kept = [_Kept(pk, against.get(pk, ())) for pk in ids]
        for one, told, found in zip(fresh, read, kept, strict=True):
            one.return_(*self._findings(told, found, one.cells))
        return kept

    def _read(self, one: Outcome) -> Read:
        cells = {key: one.cells.get(key, "") for key in self.fields if key}
        return survey.read(cells, self.questions, today=local_date(self.at))

    def _entry(self, one: Outcome, told: Read) -> xforms.Entry:
        sent_at = survey.sent_at(one.cells.get(survey.SENT_AT, ""), today=local_date(self.at))
        return xforms.Entry(
            answers=told.answers,
            instance_id=f"uuid:{uuid.uuid5(_ROWS, one.digest)}",
            at=min(moment(*sent_at), self.at) if sent_at else None,
            path=self.item.path if self.item.path.startswith(self.version.form.path) else None,
        )

    def _findings(self, told: Read, kept: _Kept, cells: Mapping[str, str]) -> list[Finding]:
        """What is wrong by the columns of the file."""
        found = [
            Finding(self._heading(each.column), each.value, each.reason) for each in told.findings
        ]
        for against in kept.reasons:
            field = survey.field_at(str(against.get("place", "")), self.questions)
            column = self._column(field)
            message, values = str(against["message"]), against.get("values", {})
            if column:
                asked = self.asked.get(survey.field_of(field).key)
                reason = faults.beside_column(message, values, asked)
                found.append(Finding(self._heading(column), cells.get(column, ""), reason))
            else:
                found.append(Finding("", "", Reason.of(message, **values)))
        return faults.worth_saying(found)

    def _column(self, field: str) -> str:
        """The chosen column that holds a question; of one split by choices, its first."""
        if field in self.fields:
            return field
        return next((each for each in self.fields if each.startswith(f"{field}=")), "")

    def _heading(self, column: str) -> str:
        place = self.fields.index(column) if column in self.fields else -1
        return self.headings[place] if 0 <= place < len(self.headings) else column
