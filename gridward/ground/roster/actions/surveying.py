"""Exports of survey tools: each row becomes a submission of one of our forms, and is routed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from gridward.core.actor import Actor
from gridward.core.clock import moment
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.ground.roster.actions.judging import Outcome, mark_known, outcomes_of
from gridward.ground.roster.actions.routing import route_many
from gridward.ground.roster.choices import RowOutcome
from gridward.ground.roster.formats.tables import Numbered
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.fields import form_version, questions_of
from gridward.ground.roster.rules import survey
from gridward.ground.roster.rules.values import Finding
from gridward.ground.xforms import actions as xforms

_ROWS = uuid.UUID("5d0c0e7e-6f5a-4c58-9d54-2b6c6d1b2f01")  # names the instances of imported rows
_CHANNEL = "import"


class Survey:
    """Rows of a survey tool for one form; nothing a person answered is ever refused."""

    def __init__(self, item: Import, *, at: datetime) -> None:
        self.item, self.at = item, at
        self.fields: list[str] = item.mapping["fields"]
        self.questions = questions_of(item.target)
        self.version = form_version(item.target)
        self.subject_type = "declaration"

    def judge(self, chunk: Sequence[Numbered]) -> list[Outcome]:
        outcomes = outcomes_of(chunk, self.fields, self.item.target)
        mark_known(outcomes, self.item.target)
        for one in outcomes:
            if one.outcome is RowOutcome.ADDED and not set(one.cells) - {survey.SENT_AT}:
                empty = Reason.of("None of the chosen columns is filled in this row.")
                one.refuse(Finding("", "", empty))
        return outcomes

    def store(self, fresh: Sequence[Outcome], actor: Actor) -> None:
        entries = [self._entry(one) for one in fresh]
        sent = xforms.submit_many(
            version=self.version, entries=entries, actor=actor, channel=_CHANNEL, at=self.at
        )
        ids = [outcome.id for outcome in sent if outcome.id]
        if len(ids) < len(fresh):
            raise BadInput(Reason.of("Another submission stands under the same number."))
        routed = {row.submission_id: row.pk for row in route_many(ids, actor=actor, at=self.at)}
        for one, pk in zip(fresh, ids, strict=True):
            one.subject_id = routed.get(pk)

    def _entry(self, one: Outcome) -> xforms.Entry:
        sent_at = survey.sent_at(one.cells.get(survey.SENT_AT, ""))
        return xforms.Entry(
            answers=survey.answers(one.cells, self.questions),
            instance_id=f"uuid:{uuid.uuid5(_ROWS, one.digest)}",
            at=min(moment(*sent_at), self.at) if sent_at else None,
        )
