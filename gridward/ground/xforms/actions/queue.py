"""Taking in the queue of a phone that could not send it: from a file, at the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Refusal
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.delivery import read, submit
from gridward.ground.xforms.choices import QueueVerdict, SubmissionChannel
from gridward.ground.xforms.formats import queue
from gridward.ground.xforms.models import Submission


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one record of the file."""

    record: queue.Record
    verdict: QueueVerdict
    submission: Submission | None = None
    because: tuple[Reason, ...] = ()


def take_queue(lines: Iterable[bytes], *, actor: Actor, at: datetime) -> list[Taken]:
    """Keep every record of an exported queue under its own instanceID, so that importing twice, or
    a later sending by the phone itself, changes nothing; one bad record stops no other.

    The records count as far as the importing actor may fill forms and record there; their time is
    that of the phone. Raises `BadInput` when the file is no queue.
    """
    try:
        name, records = queue.read(lines)
    except queue.BrokenQueue as wrong:
        raise BadInput(Reason.of("This file is not the queue of a phone.")) from wrong
    return [_taken(record, name, actor, at) for record in records]


def _taken(record: queue.Record, name: str, actor: Actor, at: datetime) -> Taken:
    if record.flaw:
        broken = Reason.of("This line cannot be read. Save the queue on the phone once more.")
        return Taken(record, QueueVerdict.REFUSED, because=(broken,))
    try:
        with transaction.atomic():
            sent = read(record.xml)
            submission = submit(
                version=queries.version_named(sent.form_id, sent.version), xml=record.xml,
                attachments=record.files, actor=actor, channel=SubmissionChannel.IMPORT, at=at,
                device=f"queue {name}",
            )  # fmt: skip
    except Refusal as wrong:
        return Taken(record, QueueVerdict.REFUSED, because=wrong.because or (Reason(wrong.title),))
    fresh = submission.received_at == at
    return Taken(record, QueueVerdict.KEPT if fresh else QueueVerdict.KNOWN, submission)
