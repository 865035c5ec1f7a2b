"""The ledger: written by every room in the transaction of the deed.

`record` seals the entry with an HMAC; `link` (a job) chains all new seals; `verify` finds a row
that was changed, removed or slipped in. What follows from an event stands in `web.reactions`,
which registers itself here by `listen`, so that core knows nothing of the rooms.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import orjson
from django.db import connection, models, transaction
from django.db.models import TextChoices

from gridward.core import clock, crypto, sql
from gridward.core.actor import Actor
from gridward.core.ids import new_id
from gridward.core.models import LedgerEntry, LedgerLink

Listener = Callable[[list[LedgerEntry]], None]
TOGETHER = 200  # ids of entries in one job
_CHAIN_LOCK = 7_301_201  # advisory lock: one linker at a time
_BATCH = 5_000
_WRITTEN = 2_000  # entries in one statement
_INSERT: Final = """
INSERT INTO core_ledgerentry (id, at, recorded_at, event, actor_id, actor_name, subject_type,
  subject_id, path, purpose, data, seal)
SELECT id, at, recorded_at, event, actor_id, actor_name, subject_type, subject_id, path, purpose,
  data, seal
FROM json_to_recordset(%(entries)s::json) AS g (id uuid, at timestamptz, recorded_at timestamptz,
  event text, actor_id bigint, actor_name text, subject_type text, subject_id text, path text,
  purpose text, data jsonb, seal text)"""
# For a statement that writes rows and their entries at once (values: `in_one`). Its query
# `deeds (subject_id)` tells which of the given entries come true; it must ask for `enqueued
# (jobs)`, or no job is made.
IN_ONE: Final = "".join(("noted AS (", _INSERT, """
  WHERE subject_id IN (SELECT subject_id FROM deeds) RETURNING id),
enqueued AS (
  SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(%(queue)s::text, %(task)s::text,
    %(priority)s::int, NULL, NULL,
    jsonb_build_object('entry_ids', jsonb_agg(id ORDER BY id)), NULL
    )::procrastinate_job_to_defer_v1]) AS jobs
  FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / %(together)s::int AS part
    FROM noted) AS new
  WHERE %(queue)s::text IS NOT NULL GROUP BY part)"""))  # fmt: skip
_COLUMNS = (
    "id", "at", "recorded_at", "event", "actor_id", "actor_name", "subject_type", "subject_id",
    "path", "purpose", "data", "seal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """What the queue does with new entries: a task whose one argument is `entry_ids`."""

    queue: str
    task: str
    priority: int = 0


@dataclass(frozen=True, slots=True)
class _Listening:
    listener: Listener
    job: Callable[[], Job | None] | None


_listeners: dict[str, list[_Listening]] = {}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a note speaks of, when nobody has it in memory as a model."""

    type: str  # the model's label, lower case
    pk: object


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be recorded: `record_many` takes many. `actor`: when others did the others."""

    event: TextChoices
    path: str
    subject: models.Model | Subject | None = None
    data: dict[str, object] = field(default_factory=dict)
    purpose: str = ""
    actor: Actor | None = None


def record(
    event: TextChoices,
    *,
    actor: Actor,
    path: str,
    at: datetime,
    subject: models.Model | None = None,
    data: dict[str, object] | None = None,
    purpose: str = "",
) -> LedgerEntry:
    """Write one entry. `data` must not hold names, numbers or addresses: ids and codes only."""
    note = Note(event, path, subject, data or {}, purpose)
    return record_many([note], actor=actor, at=at)[0]


def record_many(notes: Iterable[Note], *, actor: Actor, at: datetime) -> list[LedgerEntry]:
    """Write many entries in one statement and wake the listeners of each event once."""
    entries = sealed(notes, actor=actor, at=at)
    write(entries)
    return entries


def sealed(notes: Iterable[Note], *, actor: Actor, at: datetime) -> list[LedgerEntry]:
    """The entries of these notes, not yet written: for `write`, or a statement with `IN_ONE`."""
    recorded_at = clock.now()
    return [_sealed(note, note.actor or actor, at, recorded_at) for note in notes]


def write(entries: Sequence[LedgerEntry]) -> None:
    """Write sealed entries and wake the listeners. Each deed of the system passes here."""
    for start in range(0, len(entries), _WRITTEN):
        sql.rows(_INSERT, {"entries": _as_rows(entries[start : start + _WRITTEN])})
    tell(entries)


def in_one(entries: Iterable[LedgerEntry], job: Job | None) -> dict[str, object]:
    """The values of `IN_ONE`. Without a job `tell` the listeners of those that came true."""
    queue, task, first = (job.queue, job.task, job.priority) if job else (None, None, 0)
    return {
        "entries": _as_rows(entries), "queue": queue, "task": task, "priority": first,
        "together": TOGETHER,
    }  # fmt: skip


def _as_rows(entries: Iterable[LedgerEntry]) -> str:
    given = [{name: getattr(entry, name) for name in _COLUMNS} for entry in entries]
    return orjson.dumps(given).decode()


def tell(entries: Sequence[LedgerEntry]) -> None:
    """Wake the listeners of each event once, in the transaction that wrote these entries."""
    for event in {entry.event for entry in entries}:
        for each in _listeners.get(event, ()):
            each.listener([entry for entry in entries if entry.event == event])


def listen(
    event: TextChoices, listener: Listener, *, job: Callable[[], Job | None] | None = None
) -> None:
    """Call `listener` with the new entries of `event`, inside the transaction of the deed.

    `job` tells the job that is all that `listener` would enqueue, or None when it must be called.
    """
    _listeners.setdefault(event.value, []).append(_Listening(listener, job))


def job_after(event: TextChoices) -> Job | None:
    """The job that is all that follows from `event`; None: `tell` the entries to the listeners."""
    listening = _listeners.get(event.value, [])
    if len(listening) != 1 or listening[0].job is None:
        return None
    return listening[0].job()


def _sealed(note: Note, actor: Actor, at: datetime, recorded_at: datetime) -> LedgerEntry:
    kind, key = _named(note.subject)
    # By position: by name Django takes twice as long, and each deed of the system passes here.
    entry = LedgerEntry(
        new_id(), at, recorded_at, note.event.value, actor.user_id, actor.name, kind, key,
        note.path, note.purpose, note.data, "",
    )  # fmt: skip
    entry.seal = seal_of(entry)
    return entry


def _named(subject: models.Model | Subject | None) -> tuple[str, str]:
    if subject is None:
        return "", ""
    if isinstance(subject, Subject):
        return subject.type, str(subject.pk)
    return subject._meta.label_lower, str(subject.pk)


def seal_of(entry: LedgerEntry) -> str:
    """The HMAC of an entry's content, hexadecimal."""
    content = [
        str(entry.id), entry.at.timestamp(), entry.recorded_at.timestamp(), entry.event,
        entry.actor_id, entry.actor_name, entry.subject_type, entry.subject_id, entry.path,
        entry.purpose, entry.data,
    ]  # fmt: skip
    return crypto.seal(orjson.dumps(content, option=orjson.OPT_SORT_KEYS))


def link() -> int:
    """Chain all entries that are not yet linked; returns how many. Safe to run at any time."""
    linked = 0
    while done := _link_batch():
        linked += done
    return linked


@transaction.atomic
def _link_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    last = LedgerLink.objects.order_by("-position").first()
    position, chained = (last.position, last.hash) if last else (0, "")
    known = LedgerLink.objects.filter(entry_id=models.OuterRef("id"))
    fresh = LedgerEntry.objects.filter(~models.Exists(known)).order_by("recorded_at", "id")
    links = []
    for identifier, sealed in fresh.values_list("id", "seal")[:_BATCH]:
        position, chained = position + 1, _chain(chained, sealed)
        links.append(LedgerLink(position=position, entry_id=identifier, hash=chained))
    LedgerLink.objects.bulk_create(links)
    return len(links)


def _chain(previous: str, sealed: str) -> str:
    return hashlib.sha256(f"{previous}{sealed}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: which link, which entry, and what is wrong."""

    position: int
    entry_id: UUID
    wrong: str


def verify() -> list[Break]:
    """Link what is new, then walk the whole chain. An empty list means every row is as written."""
    link()
    return list(_breaks())


def _breaks() -> Iterator[Break]:
    chained, after = "", 0
    while links := list(
        LedgerLink.objects.filter(position__gt=after).order_by("position")[:_BATCH]
    ):
        entries = LedgerEntry.objects.in_bulk([each.entry_id for each in links])
        for each in links:
            entry = entries.get(each.entry_id)
            if each.position != after + 1:
                yield Break(each.position, each.entry_id, "a link before this one is missing")
            after = each.position
            if entry is None:
                yield Break(each.position, each.entry_id, "the entry is missing")
                chained = each.hash
                continue
            if seal_of(entry) != entry.seal:
                yield Break(each.position, each.entry_id, "the entry was changed")
            chained = _chain(chained, entry.seal)
            if chained != each.hash:
                yield Break(each.position, each.entry_id, "the chain was changed")
                chained = each.hash
