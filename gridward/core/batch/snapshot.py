"""Snapshots: Parquet files by jurisdiction and date, with a manifest that proves what they hold.

A partition is what one jurisdiction says on one date, in files of its own. It is written whole or
not at all, so that an export that was killed goes on where it stopped.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ibis.expr.schema import Schema

from gridward.core.batch import files
from gridward.core.batch.fingerprint import Fingerprint

FORMAT = 1
SHARED = "shared"  # the partition with the tables that are the same for all jurisdictions
_MANIFEST = "manifest.json"


class NotASnapshot(Exception):
    """The folder holds no finished snapshot, or one that does not fit; the text says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file: `path` below the folder of the snapshot, and what is in it."""

    table: str
    path: str
    rows: int
    bytes: int
    sha256: str
    content: str  # the fingerprint of its rows


@dataclass(frozen=True, slots=True)
class Partition:
    """The files of one jurisdiction (or `SHARED`), and the moment of the database they show."""

    jurisdiction: str
    taken_at: str
    database: str  # pg_current_snapshot(): equal numbers saw the same rows
    parts: tuple[Part, ...]

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        parts = tuple(Part(**each) for each in told["parts"])
        return cls(told["jurisdiction"], told["taken_at"], told["database"], parts)

    def as_json(self) -> dict[str, object]:
        return {
            "jurisdiction": self.jurisdiction, "taken_at": self.taken_at,
            "database": self.database,
            "parts": [asdict(part) for part in self.parts],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a snapshot is for. `keep_until` is the last day on which it may lie there."""

    as_of: date
    purpose: str
    keep_until: date
    jurisdictions: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "as_of": self.as_of.isoformat(), "purpose": self.purpose,
            "keep_until": self.keep_until.isoformat(), "jurisdictions": list(self.jurisdictions),
        }  # fmt: skip

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        return cls(
            date.fromisoformat(told["as_of"]), told["purpose"],
            date.fromisoformat(told["keep_until"]), tuple(told["jurisdictions"]),
        )  # fmt: skip


class Snapshot:
    """A finished snapshot, or several of one date and form taken together (a province)."""

    def __init__(self, *folders: Path) -> None:
        """Raises `NotASnapshot` when one is unfinished, or when they do not belong together."""
        self.folders = tuple(folder.resolve() for folder in folders)
        self._read = [(folder, _manifest(folder)) for folder in self.folders]
        told = [manifest for _, manifest in self._read]
        for name, says in (("schemas", "of another form"), ("as_of", "of another date")):
            if len({files.digest(each[name]) for each in told}) != 1:
                raise NotASnapshot(f"one of the snapshots is {says}")
        names = [each.jurisdiction for _, each in self._partitions() if each.jurisdiction != SHARED]
        if len(names) != len(set(names)):
            raise NotASnapshot("a jurisdiction is there twice")
        self.shared: dict[str, Part] = {}  # by table; their content is the version of the areas
        self._shared_files: dict[str, Path] = {}
        for folder, each in self._partitions():
            for part in each.parts if each.jurisdiction == SHARED else ():
                if self.shared.setdefault(part.table, part).content != part.content:
                    raise NotASnapshot(f"the snapshots have different {part.table}")
                self._shared_files[part.table] = folder / part.path
        self.as_of = date.fromisoformat(told[0]["as_of"])
        self.keep_until = min(date.fromisoformat(each["keep_until"]) for each in told)
        self.jurisdictions = tuple(sorted(names))
        self._schemas: Mapping[str, Mapping[str, str]] = told[0]["schemas"]

    def _partitions(self) -> Iterator[tuple[Path, Partition]]:
        for folder, manifest in self._read:
            for each in manifest["partitions"]:
                yield folder, Partition.read(each)

    @cached_property
    def digest(self) -> str:
        """Equal for snapshots with the same rows in the same partitions, whoever took them."""
        rows = sorted(
            (each.jurisdiction, part.table, part.content)
            for _, each in self._partitions()
            for part in each.parts
        )
        return files.digest({"as_of": self.as_of.isoformat(), "rows": [list(row) for row in rows]})

    def schema(self, table: str) -> Schema:
        return Schema.from_tuples(self._schemas[table].items())

    def files(self, table: str, jurisdictions: Sequence[str]) -> list[Path]:
        """The files of a table for some jurisdictions; of a shared table the only one."""
        if table in self._shared_files:
            return [self._shared_files[table]]
        return [
            folder / part.path
            for folder, each in self._partitions()
            if each.jurisdiction in set(jurisdictions)
            for part in each.parts
            if part.table == table
        ]

    def rows(self, table: str, jurisdiction: str) -> int:
        return sum(
            part.rows
            for _, each in self._partitions()
            if each.jurisdiction == jurisdiction
            for part in each.parts
            if part.table == table
        )

    def damaged(self) -> list[str]:
        """Files that are missing or not as they were written."""
        return [
            part.path
            for folder, each in self._partitions()
            for part in each.parts
            if not (folder / part.path).exists()
            or files.digest_of(folder / part.path) != part.sha256
        ]


def _manifest(folder: Path) -> dict[str, Any]:
    told = files.read(folder / _MANIFEST)
    if told is None:
        unfinished = (folder / "plan.json").exists()
        says = "is not finished: resume it" if unfinished else "is no snapshot"
        raise NotASnapshot(f"{folder} {says}")
    if told["format"] != FORMAT:
        raise NotASnapshot(f"{folder} has the format {told['format']}, known is {FORMAT}")
    return told


def finish(
    folder: Path, plan: Plan, schemas: Mapping[str, Schema], parts: Sequence[Partition]
) -> None:
    """Write the manifest: from now on it is a snapshot."""
    columns = {
        table: {name: str(kind) for name, kind in schema.items()}
        for table, schema in schemas.items()
    }
    told = plan.as_json() | {
        "format": FORMAT, "schemas": columns, "schema_version": files.digest(columns)[:16],
        "partitions": [each.as_json() for each in parts],
    }  # fmt: skip
    files.write(folder / _MANIFEST, told)


def part_of(folder: Path, table: str, path: str, content: Fingerprint) -> Part:
    """What the manifest says of a file that was just written."""
    written = folder / path
    return Part(
        table, path, content.rows, written.stat().st_size, files.digest_of(written), content.hash
    )
