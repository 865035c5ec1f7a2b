"""Running an import in chunks: each chunk is one transaction, so that it can be killed at any time
and goes on where it was."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.crypto import encrypt
from gridward.core.decision import Reason
from gridward.core.errors import Refusal
from gridward.core.tables import Numbered
from gridward.ground.roster.actions.copying import NULL, chunked, insert, text
from gridward.ground.roster.actions.judging import Outcome, Register
from gridward.ground.roster.actions.surveying import Survey
from gridward.ground.roster.choices import Event, ImportState, RowOutcome
from gridward.ground.roster.models import Import, ImportRow
from gridward.ground.roster.queries.fields import FORM
from gridward.ground.roster.queries.imports import body_of

CHUNK = 2_000  # rows that are judged at once
Intake = Register | Survey
_LOCK = 7_301_301  # advisory lock class: one runner per import
_COLUMNS = (
    "source_id", "path", "number", "digest", "outcome", "subject_type", "subject_id",
    "submission_id", "findings", "content",
)  # fmt: skip


def run(import_id: int, *, actor: Actor, at: datetime) -> None:
    """Run a started import to its end; does nothing when it is not running or somebody runs it.

    Not one transaction: after a crash it goes on behind the last stored chunk.
    """
    if not _lock(import_id):
        return
    item = Import.objects.filter(pk=import_id, state=ImportState.RUNNING).first()
    try:
        if item:
            _run(item, actor, at)
    except Refusal as wrong:
        assert item is not None
        _stop(item, wrong, actor, at)
    finally:
        _unlock(import_id)


def _stop(item: Import, wrong: Refusal, actor: Actor, at: datetime) -> None:
    """What cannot be read at all ends the import with a reason instead of trying for ever."""
    because = [reason.as_json() for reason in wrong.because] or [Reason.of(wrong.title).as_json()]
    item.mapping = {**item.mapping, "because": because}
    item.save(update_fields=["mapping"])
    _finish(item, ImportState.STOPPED, actor, at)


def _run(item: Import, actor: Actor, at: datetime) -> None:
    intake = intake_of(item, at=at)
    if not item.total:
        refused = _check(item, intake)
        if refused:
            _finish(item, ImportState.STOPPED, actor, at)
            return
    behind = item.rows.order_by("-number").values_list("number", flat=True).first() or 0
    rest = (row for row in body_of(item) if row[0] > behind)
    for chunk in chunked(rest, min(intake.chunk, CHUNK)):
        _take(item, intake, chunk, actor)
    _finish(item, ImportState.DONE, actor, at)


def intake_of(item: Import, *, at: datetime) -> Intake:
    """What knows how to read lists of this kind."""
    return Survey(item, at=at) if item.target.startswith(FORM) else Register(item, at=at)


def _check(item: Import, intake: Intake) -> int:
    """Count the rows; unless good rows may be taken alone, judge them all first.

    Returns how many bad rows stop the import; those are stored with their reasons.
    """
    total = 0
    bad: list[Outcome] = []
    for chunk in chunked(body_of(item), CHUNK):
        total += len(chunk)
        if not item.mapping["take_good"]:
            bad += [o for o in intake.judge(chunk) if o.outcome is RowOutcome.REFUSED]
    item.total = total
    with transaction.atomic():
        if bad:
            _write_rows(item, bad, intake.subject_type)
            item.refused = len(bad)
        item.save(update_fields=["total", "refused"])
    return len(bad)


@transaction.atomic
def _take(item: Import, intake: Intake, chunk: Sequence[Numbered], actor: Actor) -> None:
    with connection.cursor() as cursor:  # two lists that name the same door wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    outcomes = intake.judge(chunk)
    intake.store([one for one in outcomes if one.outcome is RowOutcome.ADDED], actor)
    _write_rows(item, outcomes, intake.subject_type)
    ends = Counter(one.outcome for one in outcomes)
    item.done += len(outcomes)
    item.added += ends[RowOutcome.ADDED]
    item.returned += ends[RowOutcome.RETURNED]
    item.unchanged += ends[RowOutcome.UNCHANGED]
    item.refused += ends[RowOutcome.REFUSED]
    item.blank += ends[RowOutcome.BLANK]
    item.save(update_fields=["done", "added", "returned", "unchanged", "refused", "blank"])


def _write_rows(item: Import, outcomes: Sequence[Outcome], subject_type: str) -> None:
    def encode(chunk: Sequence[Outcome], ids: Sequence[int]) -> str:
        return "".join(
            _line(item, one, pk, subject_type) for one, pk in zip(chunk, ids, strict=True)
        )

    insert(ImportRow, _COLUMNS, outcomes, encode)


def _line(item: Import, one: Outcome, pk: int, subject_type: str) -> str:
    findings, content = "[]", ""
    if one.findings:
        # The value itself stays in the encrypted content: findings are not encrypted.
        plain = [{**finding.as_json(), "value": ""} for finding in one.findings]
        findings = orjson.dumps(plain).decode()
        content = encrypt(orjson.dumps(list(one.typed)).decode())
    cells = (
        str(pk), str(item.pk), item.path, str(one.number), one.digest, one.outcome.value,
        subject_type if one.subject_id else "",
        NULL if one.subject_id is None else str(one.subject_id), text(one.submission_id),
        text(findings), content,
    )  # fmt: skip
    return "\t".join(cells) + "\n"


@transaction.atomic
def _finish(item: Import, state: ImportState, actor: Actor, at: datetime) -> None:
    item.state = state
    item.finished_at = at
    item.save(update_fields=["state", "finished_at"])
    counts = {
        "added": item.added, "returned": item.returned, "unchanged": item.unchanged,
        "refused": item.refused, "blank": item.blank,
    }  # fmt: skip
    ledger.record(
        Event.IMPORTED, actor=actor, subject=item, path=item.path, at=at,
        data={**counts, "target": item.target, "state": state.value},
    )  # fmt: skip


def _lock(import_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, import_id])
        row = cursor.fetchone()
    return bool(row and row[0])


def _unlock(import_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, import_id])
