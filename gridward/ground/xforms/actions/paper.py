"""Forms on paper: numbering what is printed, typing in what comes back."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F, Max

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.clock import BUSINESS_ZONE
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, NotAllowed, insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.actions.delivery import Entry, submit_many, written
from gridward.ground.xforms.actions.store import Fate
from gridward.ground.xforms.choices import Event, SubmissionChannel
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import (
    Form,
    PaperBatch,
    PaperRun,
    PaperSheet,
    Submission,
    Version,
)

MOST_SHEETS = 200  # of one run


@transaction.atomic
def print_sheets(version: Version, *, count: int, actor: Actor, at: datetime) -> PaperRun:
    """Give out the next running numbers of a form; no number is ever printed twice."""
    form = Form.objects.select_for_update().get(pk=version.form_id)
    if not actor.may(Permission.FORMS_MANAGE, form.path):
        _insist_on_a_place(form, actor)
    if not 1 <= count <= MOST_SHEETS:
        raise BadInput(Reason.of("Print between 1 and {most} sheets.", most=MOST_SHEETS))
    with scope.row_scope([form.path]):
        last = PaperRun.objects.filter(version__form=form).aggregate(
            last=Max(F("first") + F("count"))
        )["last"]
        run = PaperRun.objects.create(
            version=version, path=form.path, first=last or 1, count=count, by=actor.user_id, at=at
        )
    data: dict[str, object] = {
        "form": form.form_id, "version": version.version, "first": run.first, "count": count,
    }  # fmt: skip
    ledger.record(Event.PAPER_PRINTED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return run


@transaction.atomic
def begin_batch(
    form: Form, version: Version, *, collected_by: str, collected_on: date, actor: Actor,
    at: datetime,
) -> PaperBatch:  # fmt: skip
    """A pile of filled sheets of one edition, to be typed in."""
    held = _insist_on_a_place(form, actor)
    insist(rules.may_take(state=form.state))
    path = rules.filing_path(form.path, held)
    if not actor.may(Permission.FORMS_FILL, path):
        path = held[0]
    batch = PaperBatch.objects.create(
        form=form, version=version, path=path, collected_by=collected_by[:80],
        collected_on=collected_on, by=actor.user_id, at=at,
    )  # fmt: skip
    data: dict[str, object] = {"form": form.form_id, "version": version.version}
    ledger.record(Event.PAPER_BEGUN, actor=actor, subject=batch, path=path, at=at, data=data)
    return batch


@transaction.atomic
def type_sheet(
    batch: PaperBatch, *, serial: str, answers: Mapping[str, object], instance_id: str,
    actor: Actor, at: datetime,
) -> PaperSheet:  # fmt: skip
    """One sheet as it was typed: a submission by the channel `paper`; the same again is one.

    What the check finds does not keep it out: it is stored as `returned`, as from a phone.
    """
    actor.require(Permission.FORMS_FILL, batch.path)
    entry = Entry(answers, instance_id=instance_id, at=_filled(batch, at), path=batch.path)
    outcome = submit_many(
        version=batch.version, entries=[entry], actor=actor, channel=SubmissionChannel.PAPER, at=at
    )[0]
    if outcome.fate is Fate.DIFFERENT or outcome.id is None:
        raise Conflict(
            Reason.of("Another submission stands under the same number. It was not changed.")
        )
    submission = Submission.objects.get(pk=outcome.id)
    return PaperSheet.objects.get_or_create(
        batch=batch, submission=submission, defaults={"serial": serial[:20], "path": batch.path}
    )[0]


def check_sheet(
    batch: PaperBatch, *, answers: Mapping[str, object], at: datetime
) -> list[dict[str, object]]:
    """What the check of phones finds in these answers, in the words of the form."""
    filled = _filled(batch, at)
    xml = written(batch.version, answers, instance_id="uuid:unsent", at=filled)
    return queries.reasons_against(batch.version, instance.read(xml).root, filled)


def _filled(batch: PaperBatch, at: datetime) -> datetime:
    """Noon of the day on which the pile was filled."""
    return min(datetime.combine(batch.collected_on, time(12), BUSINESS_ZONE), at)


def _insist_on_a_place(form: Form, actor: Actor) -> tuple[str, ...]:
    """The places on which the actor fills this form. Raises `NotAllowed`."""
    held = rules.fill_paths(form.path, actor.paths(Permission.FORMS_FILL))
    if not held:
        raise NotAllowed(
            Reason.of("This needs the permission {permission}.", permission=Permission.FORMS_FILL)
        )
    return held
