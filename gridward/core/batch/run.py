"""Runs: one job over one snapshot, in steps that are done once, with a header that says it all.

A run is identified by what it is about (the job with its words, such as the edition of a policy;
the snapshot with its date, its areas and its rows), never by the engine: whatever engine did it,
the rows are the same. What is finished is never written again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow.parquet
from ibis.expr.schema import Schema

from gridward.core.batch import files, fingerprint
from gridward.core.batch.engines import Engine
from gridward.core.batch.fingerprint import Fingerprint
from gridward.core.batch.job import Job, Words, WrongColumns
from gridward.core.batch.progress import Progress, Say, silent
from gridward.core.batch.snapshot import Snapshot

AT_ONCE = 20_000_000  # subjects in one step, where jurisdictions can be done apart
_HEADER = "run.json"


class NotARun(Exception):
    """The folder holds no run, or one that is not finished."""


class AlreadyThere(Exception):
    """This run is finished; it is never written again."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run on what. `words` are JSON values: all that `job.build` gets besides tables.

    `told` is for the header only, in the words of people: the name of the edition.
    """

    job: Job
    words: Words
    snapshot: Snapshot
    told: Mapping[str, str]

    @property
    def name(self) -> str:
        """The date and a digest of everything that the result depends on."""
        identity = {
            "job": self.job.name, "words": dict(self.words), "snapshot": self.snapshot.digest,
            "schema": {name: str(kind) for name, kind in self.job.output.items()},
        }  # fmt: skip
        return f"{self.snapshot.as_of}-{self.job.name}-{files.digest(identity)[:12]}"

    def header(self, engine: str, at_once: int, at: datetime) -> dict[str, Any]:
        return {
            "state": "running", "job": self.job.name, "words": dict(self.words),
            "told": dict(self.told), "as_of": self.snapshot.as_of.isoformat(),
            "snapshot": self.snapshot.digest,
            "shared": {name: part.content for name, part in self.snapshot.shared.items()},
            "keep_until": self.snapshot.keep_until.isoformat(), "engine": engine,
            "begun_at": at.isoformat(), "steps": [list(each) for each in self._steps(at_once)],
            "subjects": sum(map(self._subjects, self.snapshot.jurisdictions)),
            "personal": self.job.personal,
            "folders": [str(folder) for folder in self.snapshot.folders],
            "columns": {name: str(kind) for name, kind in self.job.output.items()},
        }  # fmt: skip

    def _steps(self, at_once: int) -> Iterator[Sequence[str]]:
        """Jurisdictions that are done together: as many as hold `at_once` subjects."""
        if not self.job.apart:
            yield self.snapshot.jurisdictions
            return
        together: list[str] = []
        held = 0
        for name in self.snapshot.jurisdictions:
            rows = self._subjects(name)
            if together and held + rows > at_once:
                yield together
                together, held = [], 0
            together.append(name)
            held += rows
        if together:
            yield together

    def _subjects(self, jurisdiction: str) -> int:
        return self.snapshot.rows(self.job.subject, jurisdiction)


@dataclass(frozen=True, slots=True)
class Result:
    """A finished run: its header and the files with the rows that are not the default."""

    folder: Path
    header: Mapping[str, Any]

    @property
    def schema(self) -> Schema:
        return Schema.from_tuples(self.header["columns"].items())

    @property
    def content(self) -> Fingerprint:
        return Fingerprint(self.header["rows"], self.header["hash"])

    def files(self) -> list[Path]:
        return sorted((self.folder / "steps").glob("*/*.parquet"))


def perform(
    order: Order,
    engine: Engine,
    runs: Path,
    *,
    at: datetime,
    scheme: str = "",
    at_once: int = AT_ONCE,
    say: Say = silent,
) -> Result:
    """Do a run, or what is left of it, in a folder below `runs`.

    Raises `AlreadyThere` when it is finished, `Busy` when another process does it, `WrongColumns`
    when the engine writes other columns than promised.
    """
    folder = runs / order.name
    with files.alone(folder):
        header = files.read(folder / _HEADER)
        if header is not None and header["state"] == "done":
            raise AlreadyThere(f"{order.name} is done; what is done is never written again")
        if header is None:
            header = order.header(scheme, at_once, at)
            files.write(folder / _HEADER, header)
        total = fingerprint.NOTHING
        for number, names in enumerate(header["steps"], 1):
            content = _step(order, engine, folder / "steps" / f"{number:04}", names)
            total = total.plus(content)
            say(Progress(number, len(header["steps"]), f"{len(names)}", content.rows))
        done = {"state": "done", "rows": total.rows, "hash": total.hash}
        files.write(folder / _HEADER, header | done)
    return result(folder)


def unfinished(runs: Path) -> list[Mapping[str, Any]]:
    """The headers of runs that were begun and not ended."""
    found = (files.read(path) for path in sorted(runs.glob(f"*/{_HEADER}")))
    return [each for each in found if each and each["state"] != "done"]


def result(folder: Path) -> Result:
    """A finished run. Raises `NotARun`."""
    header = files.read(folder / _HEADER)
    if header is None or header["state"] != "done":
        raise NotARun(f"{folder.name} is {'not finished: resume it' if header else 'no run'}")
    return Result(folder, header)


def _step(order: Order, engine: Engine, target: Path, jurisdictions: Sequence[str]) -> Fingerprint:
    note = target.with_suffix(".json")
    if (known := files.read(note)) is not None:
        return Fingerprint(known["rows"], known["hash"])
    draft = target.with_suffix(".draft")
    for left in (draft, target):  # of a step that died
        rmtree(left, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    tables = {
        name: engine.table(name, order.snapshot.files(name, jurisdictions), schema)
        for name, schema in order.job.inputs.items()
    }
    engine.write(order.job.told(tables, order.words), order.job.output, draft)
    written = sorted(draft.glob("*.parquet"))
    for path in written:
        insist_on_columns(path, order.job.output)
    content = fingerprint.of(written, order.job.output)
    draft.replace(target)
    files.write(note, {"rows": content.rows, "hash": content.hash})
    return content


def insist_on_columns(path: Path, schema: Schema) -> None:
    """Raises `WrongColumns` unless a Parquet file has exactly the columns of `schema`."""
    found = {each.name: each.type for each in pyarrow.parquet.read_schema(path)}
    promised = {each.name: each.type for each in schema.to_pyarrow()}
    if found != promised:
        raise WrongColumns(f"promised {promised}, written {found}")
