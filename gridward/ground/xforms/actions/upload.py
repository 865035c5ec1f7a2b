"""An author uploads a workbook: a draft when it has no errors, findings in any case."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.actions.examine import Examined, conflict, examine
from gridward.ground.xforms.actions.media import copy_media, keep_media
from gridward.ground.xforms.choices import EditionState, Event
from gridward.ground.xforms.formats import xform
from gridward.ground.xforms.formats.completion import without_version
from gridward.ground.xforms.formats.openrosa import md5
from gridward.ground.xforms.models import Form, Version, Workbook
from gridward.ground.xforms.rules import lint

_NOTHING: Mapping[str, bytes] = {}


@transaction.atomic
def upload(
    *, content: bytes, name: str, path: str, purpose: str, actor: Actor, at: datetime,
    files: Mapping[str, bytes] = _NOTHING,
) -> Workbook:  # fmt: skip
    """Keep the workbook with what the lint found. Without errors its `version` is a draft.

    What is there already comes back as it is: the same workbook twice changes nothing. `files` of
    the form by name, which may carry folders. Raises `BadInput` for files that cannot be kept.
    """
    actor.require(Permission.FORMS_MANAGE, path)
    seen = examine(content, name=name, at=at)
    found, version = list(seen.findings), None
    if seen.form is not None and not seen.errors:
        form = Form.objects.select_for_update().filter(form_id=seen.form.form_id).first()
        against = _against(seen.form, form, path)
        version = queries.same_edition(form, without_version(seen.text)) if form else None
        if version is None and form is not None and not against:
            against = _taken(seen.form, form)
        elif version is not None:
            _retitle(version, seen.titles)
        found = [*against, *found]
        if against:
            version = None
        elif version is None:
            form = form or _form(seen.form, seen.titles, path, purpose, at)
            version = _drafted(form, seen, content, actor, at)
    if version is not None and files:
        keep_media(version, files=files)
    _forget_old_ones(path)
    return Workbook.objects.create(
        path=path, name=name[:255], content=content, digest=hashlib.sha256(content).hexdigest(),
        form_name=seen.form.form_id[:64] if seen.form else "", purpose=purpose,
        findings=[each.as_json() for each in found],
        errors=sum(each.severity is rules.Severity.ERROR for each in found),
        warnings=sum(each.severity is rules.Severity.WARNING for each in found),
        version=version, by=actor.user_id, at=at,
    )  # fmt: skip


def _forget_old_ones(path: str) -> None:
    """Workbooks that became nothing are kept while their author mends them, not for ever."""
    useless = Workbook.objects.filter(path=path, version=None).order_by("-at", "-pk")
    Workbook.objects.filter(pk__in=list(useless.values_list("pk", flat=True)[_KEPT:])).delete()


def _against(read: xform.XForm, form: Form | None, path: str) -> list[lint.Finding]:
    if form is not None and form.path != path:
        return [
            conflict(
                Reason.of("The form {form} belongs to another place.", form=read.form_id),
                Reason.of("Write another form_id on the sheet settings."),
                column="form_id", value=read.form_id,
            )
        ]  # fmt: skip
    if len(read.form_id) > _LONGEST or "/" in read.form_id or "/" in read.version:
        return [
            conflict(
                Reason.of("This {column} cannot be used.", column="form_id"),
                Reason.of("Use letters, digits, - and _ only; at most 64 signs."),
                column="form_id", value=read.form_id,
            )
        ]  # fmt: skip
    return []


_LONGEST = 64  # signs of a form id
_KEPT = 50  # uploads with errors, of one place


def _taken(read: xform.XForm, form: Form) -> list[lint.Finding]:
    there = form.versions.filter(version=read.version).first()
    if there is None or not (there.state == EditionState.PUBLISHED or there.withdrawn_at):
        return []
    return [
        conflict(
            Reason.of(
                "Version {version} is already published with other content. "
                "Give the changed form a new version on the sheet settings.",
                version=read.version,
            ),
            Reason.of("Write a higher version, such as the day: 2020022001."),
            column="version", value=read.version,
        )
    ]  # fmt: skip


def _form(
    read: xform.XForm, titles: Mapping[str, str], path: str, purpose: str, at: datetime
) -> Form:
    return Form.objects.create(
        form_id=read.form_id, title=(read.title or read.form_id)[:120], titles=titles, path=path,
        purpose=purpose, token=secrets.token_hex(16), created_at=at,
    )  # fmt: skip


def _retitle(version: Version, titles: Mapping[str, str]) -> None:
    """Titles in other languages are no part of what phones get: they may be added afterwards."""
    if titles and version.titles != titles:
        version.titles = dict(titles)
        version.save(update_fields=["titles"])
        newest = queries.in_force(version.form)
        if newest is None or newest.pk == version.pk:
            version.form.titles = version.titles
            version.form.save(update_fields=["titles"])


def _drafted(form: Form, seen: Examined, content: bytes, actor: Actor, at: datetime) -> Version:
    """The draft under this version, new or changed; files of the newest edition come along."""
    assert seen.form is not None
    before = form.versions.order_by("-made_at", "-pk").first()
    values = {
        "xform": seen.text, "md5": md5(seen.text.encode()), "xlsform": content,
        "titles": dict(seen.titles), "suffix": seen.suffix, "state": EditionState.DRAFT,
        "made_at": at, "made_by": actor.user_id,
    }  # fmt: skip
    version, made = Version.objects.update_or_create(
        form=form, version=seen.form.version, defaults=values
    )
    if made and before is not None:
        copy_media(before, version)
    version.trials.all().delete()  # they answered other questions
    if seen.itemsets is not None:
        keep_media(version, files={"itemsets.csv": seen.itemsets.encode()})
    data: dict[str, object] = {"form": form.form_id, "version": version.version}
    ledger.record(Event.DRAFTED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return version
