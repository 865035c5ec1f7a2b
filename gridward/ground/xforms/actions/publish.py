"""The life of a form: draft, trial, in force, closed; and the way back."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.actions.entities import declare_entities
from gridward.ground.xforms.actions.upload import upload
from gridward.ground.xforms.choices import EditionState, Event, FormState
from gridward.ground.xforms.formats import xform
from gridward.ground.xforms.models import Form, Version


@transaction.atomic
def publish(
    *, xlsform: bytes, path: str, purpose: str, public: bool, actor: Actor, at: datetime
) -> Version:
    """Put an XLSForm into use for everybody on `path`; the same edition again changes nothing.

    Raises `BadInput` with every error (sheet, row and column in the words of Excel).
    """
    made = upload(content=xlsform, name="", path=path, purpose=purpose, actor=actor, at=at)
    version = made.version
    if version is None:
        raise BadInput(*(told(each) for each in made.findings if each["severity"] == "error"))
    if version.form.public != public or version.form.purpose != purpose:
        version.form.public, version.form.purpose = public, purpose
        version.form.save(update_fields=["public", "purpose"])
    if version.state == EditionState.PUBLISHED and version.form.state == FormState.PUBLISHED:
        return version
    return put_into_force(version, actor=actor, at=at)


def told(finding: dict[str, object]) -> Reason:
    """A stored finding as one sentence with its place."""
    problem = queries.reason_of(finding["reason"])
    if not finding["row"]:
        return Reason.of("The form cannot be read: {problem}", problem=problem)
    return Reason.of(
        "Sheet {sheet}, row {row}: {problem}",
        sheet=finding["sheet"], row=finding["row"], problem=problem,
    )  # fmt: skip


@transaction.atomic
def put_into_force(version: Version, *, actor: Actor, at: datetime) -> Version:
    """This edition is handed out from now on; an older published one is put back the same way."""
    form = Form.objects.select_for_update().get(pk=version.form_id)
    actor.require(Permission.FORMS_MANAGE, form.path)
    newest = queries.in_force(form)
    insist(
        rules.may_publish(
            state=version.state,
            handed_out=newest is not None and newest.pk == version.pk
            and form.state == FormState.PUBLISHED,
        )
    )  # fmt: skip
    declare_entities(version, at=at)
    version.state, version.published_at = EditionState.PUBLISHED, at
    version.published_by, version.withdrawn_at = actor.user_id, None
    version.save(update_fields=["state", "published_at", "published_by", "withdrawn_at"])
    form.title, form.titles = title_of(version, form.title), version.titles
    form.state = FormState.PUBLISHED
    form.save(update_fields=["title", "titles", "state"])
    version.form = form
    data: dict[str, object] = {
        "form": form.form_id, "version": version.version, "public": form.public,
    }  # fmt: skip
    ledger.record(Event.PUBLISHED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return version


def title_of(version: Version, fallback: str) -> str:
    """The title that the edition gives its form."""
    return xform.read(version.xform.encode()).title[:120] or fallback


@transaction.atomic
def withdraw(version: Version, *, actor: Actor, at: datetime) -> Version:
    """Undo a publication while nobody has used it: on trial again, the edition before in force.

    A phone may have fetched it and be out of reach: what it sends is kept, to be looked at.
    """
    form = Form.objects.select_for_update().get(pk=version.form_id)
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_withdraw(state=version.state, submissions=version.submissions.count()))
    version.state, version.published_at, version.published_by = EditionState.TEST, None, None
    version.withdrawn_at = at
    version.save(update_fields=["state", "published_at", "published_by", "withdrawn_at"])
    before = queries.in_force(form)
    if before is None:
        form.state = FormState.DRAFT
    else:
        form.title, form.titles = title_of(before, form.title), before.titles
    form.save(update_fields=["state", "title", "titles"])
    queries.forget_addresses()
    _record(Event.WITHDRAWN, form, version, actor, at)
    return version


@transaction.atomic
def drop_draft(version: Version, *, actor: Actor, at: datetime) -> None:
    """Throw away an edition that was never in force, its trials and files with it."""
    form = version.form
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_drop(state=version.state, handed_out=version.withdrawn_at is not None))
    _record(Event.DROPPED, form, version, actor, at)
    version.delete()
    if not form.versions.exists():
        form.delete()


@transaction.atomic
def close(form: Form, *, actor: Actor, at: datetime) -> Form:
    """Take no more submissions; the answers stay."""
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_close(state=form.state))
    form.state = FormState.CLOSED
    form.save(update_fields=["state"])
    ledger.record(Event.CLOSED, actor=actor, subject=form, path=form.path, at=at)
    return form


@transaction.atomic
def reopen(form: Form, *, actor: Actor, at: datetime) -> Form:
    """Take submissions again, for the edition that was in force."""
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_reopen(state=form.state))
    form.state = FormState.PUBLISHED
    form.save(update_fields=["state"])
    ledger.record(Event.REOPENED, actor=actor, subject=form, path=form.path, at=at)
    return form


@transaction.atomic
def share(form: Form, *, purpose: str, public: str, actor: Actor, at: datetime) -> Form:
    """What the answers are for, and whether anybody with the link may fill it (`public`: "yes")."""
    actor.require(Permission.FORMS_MANAGE, form.path)
    form.purpose, form.public = purpose, public == "yes"
    form.save(update_fields=["purpose", "public"])
    queries.forget_addresses()
    data: dict[str, object] = {"form": form.form_id, "public": form.public, "purpose": purpose}
    ledger.record(Event.SHARED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return form


def _record(event: Event, form: Form, version: Version, actor: Actor, at: datetime) -> None:
    data: dict[str, object] = {"form": form.form_id, "version": version.version}
    ledger.record(event, actor=actor, subject=form, path=form.path, at=at, data=data)
