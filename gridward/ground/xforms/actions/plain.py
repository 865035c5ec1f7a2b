"""What a browser's own form sends: answers by name, from somebody without a script."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gridward.core import scope
from gridward.core.errors import Conflict
from gridward.ground.xforms.actions.correction import note_correction
from gridward.ground.xforms.actions.delivery import Delivery, receive_public, written
from gridward.ground.xforms.actions.store import Outcome
from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Submission, Version


@dataclass(frozen=True, slots=True)
class Plain:
    """How it was kept: under which instanceID, as what XML, with which reasons for a second look;
    `replaced` is the receipt number of the one that it corrects."""

    outcome: Outcome
    instance_id: str
    xml: bytes
    reasons: list[dict[str, object]]
    replaced: str = ""


def receive_plain(
    version: Version, answers: Mapping[str, object], *, token: str, instance_id: str,
    earlier: str, at: datetime,
) -> Plain:  # fmt: skip
    """Keep what was typed. `earlier`: the instanceID that it corrects, or nothing.

    Whoever goes back in the browser, changes an answer and sends again has the old instanceID in
    the page: that is a correction of what was kept under it.
    """
    try:
        return _kept(version, answers, token, instance_id, earlier, at)
    except Conflict:
        return _kept(version, answers, token, f"uuid:{uuid.uuid4()}", instance_id, at)


def _kept(
    version: Version, answers: Mapping[str, object], token: str, instance_id: str, earlier: str,
    at: datetime,
) -> Plain:  # fmt: skip
    xml = written(version, answers, instance_id=instance_id, at=at)
    if earlier:
        xml = instance.correcting(xml, earlier)
    delivery = Delivery(content_type="text/xml", body=xml, channel=SubmissionChannel.SELF)
    outcome = receive_public(delivery=delivery, token=token, at=at)
    assert outcome.id is not None  # anything else was raised
    replaced = ""
    if earlier:
        made = note_correction(outcome.id, form=version.form, at=at)
        replaced = made.earlier.receipt if made else ""
    with scope.row_scope([version.form.path]):
        rows = Submission.objects.filter(pk=outcome.id).values_list("reasons", flat=True)
        return Plain(outcome, instance_id, xml, rows.first() or [], replaced)
