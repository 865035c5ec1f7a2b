"""Writes submissions, many in one statement, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import orjson
from django.db import transaction

from gridward.core import ledger, scope, sql
from gridward.core.actor import Actor
from gridward.core.ids import new_id
from gridward.core.models import LedgerEntry
from gridward.core.paths import widest
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import Submission

# All about what is new in one statement: rows, files, ledger entries, their job. Given a path, the
# wall opens for the present transaction alone, which without BEGIN is this statement. The rows are
# read behind `wall`, so that it stands open before the first of them is written.
_WRITE: Final = """
WITH wall AS MATERIALIZED (SELECT set_config('gridward.scope',
  coalesce(%(wall)s, current_setting('gridward.scope', true)), true)),
taken AS MATERIALIZED (
  SELECT g.* FROM wall, json_to_recordset(%(rows)s::json) AS g (n int, id uuid, instance_id text,
    version_id bigint, purpose text, token text, path text, xml text, content_digest text,
    state text, reasons jsonb, channel text, submitted_by bigint, device text, receipt text,
    at timestamptz, received_at timestamptz, deprecates text, awaiting timestamptz,
    withdrawn boolean)
  WHERE EXISTS (SELECT FROM xforms_version v JOIN xforms_form f ON f.id = v.form_id
    WHERE v.id = g.version_id AND (v.published_at IS NULL) = g.withdrawn
    AND CASE WHEN g.withdrawn THEN v.withdrawn_at IS NOT NULL AND f.state <> 'closed'
      ELSE f.state = 'published' END
    AND f.purpose = g.purpose AND (g.token = '' OR f.public AND f.token = g.token))),
fresh AS (
  INSERT INTO xforms_submission (id, instance_id, version_id, path, xml, content_digest, state,
    reasons, channel, submitted_by, device, receipt, at, received_at, deprecates, awaiting)
  SELECT id, instance_id, version_id, path, xml, content_digest, state, reasons, channel,
    submitted_by, device, receipt, at, received_at, deprecates, awaiting
  FROM taken ORDER BY instance_id COLLATE "C"
  ON CONFLICT (instance_id) DO NOTHING RETURNING id),
deeds AS (SELECT id::text AS subject_id FROM fresh),
"""
_TELL: Final = """
SELECT n, fresh.id IS NOT NULL, (SELECT count(jobs) FROM enqueued)
FROM taken LEFT JOIN fresh USING (id)"""
_FILES: Final = """
INSERT INTO xforms_attachment (submission_id, path, name, content_type, content)
SELECT * FROM unnest(%(ids)s::uuid[], %(paths)s::text[], %(names)s::text[], %(kinds)s::text[],
  %(contents)b::bytea[]) AS f (id, path, name, content_type, content)
"""
_ONCE: Final = " ON CONFLICT (submission_id, name) DO NOTHING"
_NEW = "WHERE id IN (SELECT id FROM fresh)"
_ROWS: Final = "".join((_WRITE, ledger.IN_ONE, _TELL))
_ROWS_AND_FILES: Final = "".join(
    (_WRITE, ledger.IN_ONE, ", attached AS (", _FILES, _NEW, _ONCE, ")", _TELL)
)
_ATTACH: Final = "".join((_FILES, _ONCE))
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
    withdrawn: bool = False  # of an edition that was taken back


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
    """Write the items in the present transaction, behind an open second wall."""
    found, entries = _written(items)
    if ledger.job_after(Event.SUBMITTED) is None:
        ledger.tell(entries)
    return _settled(items, found)


def commit(items: Sequence[Item]) -> list[Outcome]:
    """Write and commit the items, seeing only their places; outside of any transaction.

    What is new takes one statement, which is a transaction by itself. What was there before, and
    further pieces of it, take a second one.
    """
    reach = widest(item.path for item in items)
    if ledger.job_after(Event.SUBMITTED) is None:  # what follows is done in the same transaction
        with transaction.atomic():
            scope.open_for(reach)
            return store(items)
    found, _entries = _written(items, wall=scope.as_array(reach))
    if None not in found:
        return _settled(items, found)
    with transaction.atomic():
        scope.open_for(reach)
        return _settled(items, found)


_Found = list[Outcome | None]  # None: something stands under its instanceID already


def _written(items: Sequence[Item], wall: str | None = None) -> tuple[_Found, list[LedgerEntry]]:
    """Write what is new, with its entries, which are told too, and their job.

    The database takes them by instanceID, so that two processes that were sent the same ones never
    wait crosswise.
    """
    named = [(new_id(), item) for item in items]
    entries = _entries([each for each in named if not each[1].incomplete])
    values = {
        "wall": wall, "rows": _as_rows(named),
        **ledger.in_one(entries, ledger.job_after(Event.SUBMITTED)),
    }  # fmt: skip
    files = _files(named)
    told = sql.rows(_ROWS_AND_FILES, values | files) if files else sql.rows(_ROWS, values)
    is_new = {n: new for n, new, _jobs in told}
    found: _Found = []
    for n, (identity, item) in enumerate(named):
        if n not in is_new:
            found.append(Outcome(Fate.CLOSED))
        elif is_new[n]:
            found.append(Outcome(Fate.KEPT, identity, item.receipt, item.state))
        else:
            found.append(None)
    kept = {str(named[n][0]) for n, new in is_new.items() if new}
    return found, [entry for entry in entries if entry.subject_id in kept]


def _settled(items: Sequence[Item], found: _Found) -> list[Outcome]:
    """The outcomes, once those that were there before are compared and their files kept."""
    known = _known({item.instance_id for item, o in zip(items, found, strict=True) if o is None})
    outcomes = [
        _compared(item, known.get(item.instance_id)) if outcome is None else outcome
        for item, outcome in zip(items, found, strict=True)
    ]
    again = [
        (outcomes[n].id, item)
        for n, item in enumerate(items)
        if found[n] is None and outcomes[n].fate is Fate.KNOWN
    ]
    if files := _files(again):
        sql.rows(_ATTACH, files)
    waited = {row[0] for row in known.values() if row[4] is not None}
    last = {i: item for i, item in again if i in waited and not item.incomplete}
    done = _completed(last)
    ledger.write(_entries([(i, item) for i, item in last.items() if i in done]))
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


_Named = Sequence[tuple[UUID | None, Item]]


def _as_rows(named: _Named) -> str:
    given = [
        {
            "n": n, "id": identity, "instance_id": item.instance_id, "version_id": item.version_id,
            "purpose": item.purpose, "token": item.token, "path": item.path, "xml": item.xml,
            "content_digest": item.digest, "state": item.state, "reasons": item.reasons,
            "channel": item.channel, "submitted_by": item.actor.user_id, "device": item.device,
            "receipt": item.receipt, "at": item.at, "received_at": item.received_at,
            "deprecates": item.deprecates,
            "awaiting": item.received_at if item.incomplete else None,
            "withdrawn": item.withdrawn,
        }
        for n, (identity, item) in enumerate(named)
    ]  # fmt: skip
    return orjson.dumps(given).decode()


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


def _files(named: _Named) -> dict[str, object]:
    """The files as columns of `_FILES`; nothing when there are none."""
    rows = [
        (identity, item.path, file.name, file.content_type[:100], file.content)
        for identity, item in named
        for file in item.files
    ]
    columns = map(list, zip(*rows, strict=True))
    return dict(zip(("ids", "paths", "names", "kinds", "contents"), columns, strict=False))


def _entries(named: _Named) -> list[LedgerEntry]:
    """The sealed entries of submissions that are whole, not yet written."""
    if not named:
        return []
    notes = [
        ledger.Note(
            Event.SUBMITTED, item.path, subject=ledger.Subject(_LABEL, identity), actor=item.actor,
            data={"form": item.form_id, "purpose": item.purpose, "channel": item.channel,
                  "state": item.state},
        )
        for identity, item in named
    ]  # fmt: skip
    at = max(item.received_at for _, item in named)
    return ledger.sealed(notes, actor=named[0][1].actor, at=at)
