"""From PostgreSQL to a snapshot: one repeatable-read transaction, COPY, Arrow, Parquet."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from gridward.core.batch import files, fingerprint, snapshot, stream
from gridward.core.batch.progress import Progress, Say, silent
from gridward.core.batch.snapshot import SHARED, Part, Partition, Plan
from gridward.core.batch.source import Source, insist_on_numbers
from gridward.core.paths import below

_PLAN = "plan.json"


class OtherPlan(Exception):
    """Another snapshot was begun in this folder."""


def begin(folder: Path, plan: Plan, sources: Sequence[Source]) -> None:
    """Note what a snapshot shall be, before anything is read. Raises `OtherPlan`, `Forbidden`."""
    for source in sources:
        insist_on_numbers(source)
    known = files.read(folder / _PLAN)
    if known is not None and known != plan.as_json():
        raise OtherPlan(f"{folder.name} was begun as another snapshot")
    files.write(folder / _PLAN, plan.as_json())


def plan_of(folder: Path) -> Plan | None:
    """What `begin` noted."""
    told = files.read(folder / _PLAN)
    return Plan.read(told) if told else None


def take(
    connection: psycopg.Connection[Any],
    folder: Path,
    sources: Sequence[Source],
    *,
    say: Say = silent,
) -> snapshot.Snapshot:
    """Write the partitions that are not there yet, then the manifest.

    `connection` stands in a repeatable-read transaction, so that all that is read now shows one
    moment, with the second wall open. What an export that died had finished shows its own moment:
    the manifest tells it for every partition. Raises `Busy`.
    """
    plan = plan_of(folder)
    if plan is None:
        raise snapshot.NotASnapshot(f"{folder} is not planned")
    with files.alone(folder):
        names = (SHARED, *plan.jurisdictions)
        done = []
        for number, name in enumerate(names, 1):
            kept = _finished(folder, name)
            partition = kept or _export(connection, folder, plan, name, sources)
            done.append(partition)
            rows = sum(part.rows for part in partition.parts)
            say(Progress(number, len(names), name, rows))
        schemas = {source.table: source.schema for source in sources}
        snapshot.finish(folder, plan, schemas, done)
    return snapshot.Snapshot(folder)


def _finished(folder: Path, name: str) -> Partition | None:
    told = files.read(folder / "partitions" / f"{name}.json")
    if told is None:
        return None
    partition = Partition.read(told)
    whole = all(
        (folder / part.path).exists() and (folder / part.path).stat().st_size == part.bytes
        for part in partition.parts
    )
    return partition if whole else None


def _export(
    connection: psycopg.Connection[Any],
    folder: Path,
    plan: Plan,
    name: str,
    sources: Sequence[Source],
) -> Partition:
    path = "" if name == SHARED else f"{name}/"
    values = {"path": path, "below": below(path) if path else "", "on": plan.as_of}
    moment, seen = _moment(connection)
    parts = tuple(
        _file(connection, folder, plan, name, source, values)
        for source in sources
        if source.shared == (name == SHARED)
    )
    partition = Partition(name, moment, seen, parts)
    files.write(folder / "partitions" / f"{name}.json", partition.as_json())
    return partition


def _moment(connection: psycopg.Connection[Any]) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'),"
            " pg_current_snapshot()::text"
        )
        moment, seen = cursor.fetchone() or ("", "")
    return str(moment), str(seen)


def _file(
    connection: psycopg.Connection[Any],
    folder: Path,
    plan: Plan,
    name: str,
    source: Source,
    values: dict[str, object],
) -> Part:
    where = f"date={plan.as_of}"
    if not source.shared:
        where = f"jurisdiction={name}/{where}"
    path = f"{source.table}/{where}/part-0.parquet"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_suffix(".draft")
    stream.copy_out(connection, source.query, source.schema, draft, values)
    draft.replace(target)
    return snapshot.part_of(folder, source.table, path, fingerprint.of([target], source.schema))
