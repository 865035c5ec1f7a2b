"""Writes submissions, many in one statement, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import orjson
from django.db import transaction

from gridward.core import ledger, scope, sql
from gridward.core.actor import Actor
from gridward.core.ids import new_id
from gridward.ground.xforms import queries
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import Submission

_INSERT = """
INSERT INTO xforms_submission (id, instance_id, version_id, path, xml, content_digest, state,
  reasons, channel, submitted_by, device, receipt, at, received_at, deprecates, awaiting)
SELECT id, instance_id, version_id, path, xml, content_digest, state, reasons, channel,
  submitted_by, device, receipt, at, received_at, deprecates, awaiting
FROM json_to_recordset(%s::json) AS g (id uuid, instance_id text, version_id bigint, path text,
  xml text, content_digest text, state text, reasons jsonb, channel text, submitted_by bigint,
  device text, receipt text, at timestamptz, received_at timestamptz, deprecates text,
  awaiting timestamptz)
ON CONFLICT (instance_id) DO NOTHING RETURNING id"""
_ATTACH = """
INSERT INTO xforms_attachment (submission_id, path, name, content_type, content)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %b::bytea[])
ON CONFLICT (submission_id, name) DO NOTHING"""

_COMPLETE = """
UPDATE xforms_submission SET awaiting = NULL
WHERE id = ANY(%s::uuid[]) AND awaiting IS NOT NULL RETURNING id"""
_LONGEST = timedelta(hours=1)  # what a phone may take for the pieces of one submission
_LABEL = Submission._meta.label_lower


@dataclass(frozen=True, slots=True)
class File:
    """One attachment: as it was sent, or encrypted in an `Item`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """A checked submission, ready to be written. `path` is where it is filed.

    `xml` and the files are encrypted already: whoever checked it did that too.
    """

    instance_id: str
    version_id: int
    form_id: str
    purpose: str
    path: str
    xml: str
    digest: str
    state: str
    reasons: list[dict[str, object]]
    channel: str
    device: str
    receipt: str
    at: datetime
    received_at: datetime
    actor: Actor
    files: tuple[File, ...] = ()
    token: str = ""  # of the public link it came through
    deprecates: str = ""  # the instanceID that it corrects
    incomplete: bool = False  # further pieces with the same XML and other files follow


class Fate(StrEnum):
    """What became of a delivery."""

    KEPT = "kept"  # new
    KNOWN = "known"  # the same was there already
    DIFFERENT = "different"  # other content under the same instanceID
    CLOSED = "closed"  # its form was closed, or became another one, since it was addressed


@dataclass(frozen=True, slots=True)
class Outcome:
    """The stored submission behind a delivery, also when it was there before."""

    fate: Fate
    id: UUID | None = None
    receipt: str = ""
    state: str = ""


def store(items: Sequence[Item]) -> list[Outcome]:
    """Write the items in the present transaction, behind an open second wall.

    Sorted by instanceID, so that two processes that were sent the same ones never wait crosswise.
    """
    open_forms = queries.taken({item.version_id for item in items})
    ordered = sorted(
        (n for n, item in enumerate(items) if _is_taken(item, open_forms.get(item.version_id))),
        key=lambda n: items[n].instance_id,
    )
    ids = {n: new_id() for n in ordered}
    fresh = _insert([(ids[n], items[n]) for n in ordered])
    known = _known({items[n].instance_id for n in ordered if ids[n] not in fresh})
    outcomes: list[Outcome] = []
    for n, item in enumerate(items):
        if n not in ids:
            outcomes.append(Outcome(Fate.CLOSED))
        elif ids[n] in fresh:
            outcomes.append(Outcome(Fate.KEPT, ids[n], item.receipt, item.state))
        else:
            outcomes.append(_compared(item, known.get(item.instance_id)))
    _attach(items, outcomes)
    waited = {row[0] for row in known.values() if row[4] is not None}
    done = _completed(
        outcome.id
        for item, outcome in zip(items, outcomes, strict=True)
        if outcome.fate is Fate.KNOWN and outcome.id in waited and not item.incomplete
    )
    new = {ids[n]: items[n] for n in ids if ids[n] in fresh and not items[n].incomplete}
    new |= {o.id: item for item, o in zip(items, outcomes, strict=True) if o.id in done}
    _note(list(new.values()), list(new))
    return outcomes


def _completed(ids: Iterable[UUID | None]) -> set[UUID]:
    """Those of these that were waiting for their last piece until now."""
    wanted = list(ids)
    return {row[0] for row in sql.rows(_COMPLETE, [wanted])} if wanted else set()


@transaction.atomic
def complete_late(*, actor: Actor, at: datetime) -> int:
    """What follows from submissions whose last piece never came; returns how many there were.

    What came of them counts: a phone that is lost must not keep a fever from being seen.
    """
    late = Submission.objects.filter(awaiting__lt=at - _LONGEST).select_related("version__form")
    found = {row.pk: row for row in late.select_for_update(of=("self",))}
    done = _completed(found)
    notes = [
        ledger.Note(
            Event.SUBMITTED, row.path, subject=row,
            data={"form": row.version.form.form_id, "purpose": row.version.form.purpose,
                  "channel": row.channel, "state": row.state},
        )
        for pk, row in found.items()
        if pk in done
    ]  # fmt: skip
    ledger.record_many(notes, actor=actor, at=at)
    return len(notes)


def _is_taken(item: Item, form: tuple[str, str] | None) -> bool:
    return form is not None and item.purpose == form[0] and item.token in {"", form[1]}


def _insert(rows: Sequence[tuple[UUID, Item]]) -> set[UUID]:
    if not rows:
        return set()
    given = [
        {
            "id": identity, "instance_id": item.instance_id, "version_id": item.version_id,
            "path": item.path, "xml": item.xml, "content_digest": item.digest, "state": item.state,
            "reasons": item.reasons, "channel": item.channel, "submitted_by": item.actor.user_id,
            "device": item.device, "receipt": item.receipt, "at": item.at,
            "received_at": item.received_at, "deprecates": item.deprecates,
            "awaiting": item.received_at if item.incomplete else None,
        }
        for identity, item in rows
    ]  # fmt: skip
    return {row[0] for row in sql.rows(_INSERT, [orjson.dumps(given).decode()])}


_Known = tuple[UUID, str, str, str, datetime | None]  # id, digest, receipt, state, awaiting


def _known(instance_ids: set[str]) -> dict[str, _Known]:
    if not instance_ids:
        return {}
    rows = Submission.objects.filter(instance_id__in=instance_ids)
    told = rows.values_list("instance_id", "id", "content_digest", "receipt", "state", "awaiting")
    # Routed or taken in at the desk since: the phone whose answer was lost does not see it any
    # more, but whoever sends the very same content may know that it is there.
    with scope.everywhere():
        return {row[0]: row[1:] for row in told}


def _compared(item: Item, there: _Known | None) -> Outcome:
    if there is None or there[1] != item.digest:
        return Outcome(Fate.DIFFERENT)
    return Outcome(Fate.KNOWN, there[0], there[2], there[3])


def _attach(items: Sequence[Item], outcomes: Sequence[Outcome]) -> None:
    rows = [
        (outcome.id, item.path, file.name, file.content_type[:100], file.content)
        for item, outcome in zip(items, outcomes, strict=True)
        if outcome.id is not None
        for file in item.files
    ]
    if rows:
        sql.rows(_ATTACH, [list(column) for column in zip(*rows, strict=True)])


def _note(items: Sequence[Item], ids: Sequence[UUID]) -> None:
    """Ledger entries; reactions are enqueued with them, in the same transaction."""
    if not items:
        return
    notes = [
        ledger.Note(
            Event.SUBMITTED, item.path, subject=ledger.Subject(_LABEL, identity), actor=item.actor,
            data={"form": item.form_id, "purpose": item.purpose, "channel": item.channel,
                  "state": item.state},
        )
        for item, identity in zip(items, ids, strict=True)
    ]  # fmt: skip
    at = max(item.received_at for item in items)
    ledger.record_many(notes, actor=items[0].actor, at=at)
