"""Publishing and closing forms."""

import re
import secrets
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import rules
from gridward.ground.xforms.choices import Event, FormState
from gridward.ground.xforms.formats import xform
from gridward.ground.xforms.formats.openrosa import md5
from gridward.ground.xforms.formats.xlsform import BadWorkbook, convert, sheets
from gridward.ground.xforms.models import Form, Version

_ROOT_WITHOUT_VERSION = re.compile(r'(<instance>\s*<data id="[^"]*")(?![^>]*\bversion=)')


@transaction.atomic
def publish(
    *, xlsform: bytes, path: str, purpose: str, public: bool, actor: Actor, at: datetime
) -> Version:
    """Put an XLSForm into use for everybody on `path`; the same edition again changes nothing.

    Raises `BadInput` with every flaw (sheet, row and column in the words of Excel), `Conflict` when
    another place owns the form or the edition was already published with other questions.
    """
    actor.require(Permission.FORMS_MANAGE, path)
    text = _converted(xlsform, at)
    content = text.encode()
    read = xform.read(content)
    form = Form.objects.select_for_update().filter(form_id=read.form_id).first()
    if form is None:
        form = Form(form_id=read.form_id, path=path, token=secrets.token_hex(16), created_at=at)
    elif form.path != path:
        raise Conflict(Reason.of("The form {form} belongs to another place.", form=read.form_id))
    there = form.versions.filter(version=read.version).first() if form.pk else None
    if there and there.md5 != md5(content):
        raise Conflict(
            Reason.of(
                "Version {version} is already published with other content. "
                "Give the changed form a new version on the sheet settings.",
                version=read.version,
            )
        )
    form.title, form.purpose, form.public = read.title[:120], purpose, public
    form.state = FormState.PUBLISHED
    form.save()
    if there:
        return there
    made = Version.objects.create(
        form=form, version=read.version, xform=text, md5=md5(content), xlsform=xlsform,
        published_at=at, published_by=actor.user_id,
    )  # fmt: skip
    data: dict[str, object] = {"form": form.form_id, "version": made.version, "public": public}
    ledger.record(Event.PUBLISHED, actor=actor, subject=form, path=path, at=at, data=data)
    return made


@transaction.atomic
def close(form: Form, *, actor: Actor, at: datetime) -> Form:
    """Take no more submissions; the answers stay."""
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_close(state=form.state))
    form.state = FormState.CLOSED
    form.save(update_fields=["state"])
    ledger.record(Event.CLOSED, actor=actor, subject=form, path=form.path, at=at)
    return form


def _converted(content: bytes, at: datetime) -> str:
    """The XForm of a workbook without flaws, with a version."""
    try:
        pages = sheets(content)
        survey = pages.get("survey")
        found = rules.flaws(
            survey.rows if survey else (), sheet_columns={n: s.columns for n, s in pages.items()}
        )
        if found:
            raise BadInput(*(_told(flaw) for flaw in found))
        text = convert(content)
    except BadWorkbook as wrong:
        raise BadInput(_located(wrong)) from wrong
    return _ROOT_WITHOUT_VERSION.sub(rf'\1 version="{local(at):%Y%m%d%H%M}"', text, count=1)


def _told(flaw: rules.Flaw) -> Reason:
    return Reason.of(
        "Sheet {sheet}, row {row}: {problem}", sheet=flaw.sheet, row=flaw.row, problem=flaw.reason
    )


def _located(wrong: BadWorkbook) -> Reason:
    if not wrong.row:
        return Reason.of("The form cannot be read: {problem}", problem=wrong.problem)
    return Reason.of(
        "Sheet {sheet}, row {row}: {problem}",
        sheet=wrong.sheet,
        row=wrong.row,
        problem=wrong.problem,
    )
