"""Trying an edition: what is sent in is looked at by its authors and never counted."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, BadRequest, insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.actions.delivery import Delivery, read
from gridward.ground.xforms.choices import EditionState, Event
from gridward.ground.xforms.formats import multipart
from gridward.ground.xforms.models import Tester, Trial, Version


@transaction.atomic
def open_trial(
    version: Version, *, testers: Collection[int], actor: Actor, at: datetime
) -> Version:
    """Let these people (user ids) fill the edition in, beside everybody who manages the form."""
    form = version.form
    actor.require(Permission.FORMS_MANAGE, form.path)
    insist(rules.may_try(state=version.state))
    version.testers.all().delete()
    Tester.objects.bulk_create(Tester(version=version, user_id=each) for each in set(testers))
    if version.state != EditionState.TEST:
        version.state = EditionState.TEST
        version.save(update_fields=["state"])
    data: dict[str, object] = {
        "form": form.form_id, "version": version.version, "testers": len(set(testers)),
    }  # fmt: skip
    ledger.record(Event.TESTED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return version


@transaction.atomic
def receive_trial(
    version: Version, *, delivery: Delivery, actor: Actor, at: datetime
) -> tuple[Trial, bool]:
    """Keep one trial and tell whether it is new; the same instanceID again changes nothing."""
    insist(rules.may_send_trial(state=version.state))
    try:
        sent = multipart.delivery(delivery.content_type, delivery.body)
    except multipart.BrokenMultipart as wrong:
        raise BadRequest(
            Reason.of("The submission cannot be read: {problem}", problem=wrong)
        ) from wrong
    filled = read(sent.xml)
    if filled.form_id != version.form.form_id:
        raise BadInput(
            Reason.of("The submission is not of the form {form}.", form=version.form.form_id)
        )
    values = {
        "version": version, "path": version.form.path, "xml": sent.xml.decode("utf-8", "replace"),
        "reasons": queries.reasons_against(version, filled.root, at),
        "files": len(sent.files), "channel": delivery.channel, "by": actor.user_id,
        "by_name": actor.name[:80], "at": at,
    }  # fmt: skip
    # A tester's own places may lie below the form's.
    with scope.row_scope([version.form.path]):
        return Trial.objects.get_or_create(instance_id=filled.instance_id[:80], defaults=values)


@transaction.atomic
def clear_trials(version: Version, *, actor: Actor, at: datetime) -> int:
    """Delete everything that was tried with an edition; tells how many it was."""
    form = version.form
    actor.require(Permission.FORMS_MANAGE, form.path)
    count, _each = version.trials.all().delete()
    data: dict[str, object] = {"form": form.form_id, "version": version.version, "count": count}
    ledger.record(Event.TRIAL_CLEARED, actor=actor, subject=form, path=form.path, at=at, data=data)
    return count
