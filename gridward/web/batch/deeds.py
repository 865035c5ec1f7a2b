"""What the words of ``gridward batch`` do."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gridward.core import clock
from gridward.core.batch import engines, export, files, fingerprint
from gridward.core.batch import run as runs
from gridward.core.batch.compare import changes
from gridward.core.batch.engines import Engine
from gridward.core.batch.progress import Progress
from gridward.core.batch.push import LegalBasis, insist, parcel
from gridward.core.batch.run import Order, Result
from gridward.core.batch.snapshot import Snapshot
from gridward.web.batch import places
from gridward.web.batch.published import COMPARED, JOBS
from gridward.web.batch.words import Refused, Wish, words_of

Say = Callable[[Progress], None]


def snapshot(purpose: str, as_of: date | None, keep: int, of: Sequence[str]) -> None:
    """Plan a snapshot, take it, print its name."""
    database = import_module("gridward.web.batch.database")
    on = as_of or clock.local_date(clock.now())
    plan = database.plan(purpose, on, keep, of)
    if not plan.jurisdictions:
        raise Refused("there is no township in the register" if not of else f"none of {of} is here")
    name = f"{on}-{clock.now():%Y%m%dT%H%M%S}"
    folder = places.data() / "snapshots" / name
    export.begin(folder, plan, database.SOURCES)
    _tell(name, database.take(folder, _told("jurisdictions")))


def _tell(name: str, taken: Snapshot) -> None:
    print_line(f"{name}  {len(taken.jurisdictions)} jurisdictions, digest {taken.digest[:12]}")


def run(job: str, names: Sequence[str], wish: Wish, at_once: int) -> None:
    """Run a job over snapshots taken together, print the name of the run and its figures."""
    found = Snapshot(*(_folder("snapshots", name) for name in names))
    words, told = words_of(job, wish, found.as_of)
    order = Order(JOBS[job], words, found, told)
    print_line(order.name)
    with _engine() as engine:
        _tell_result(_perform(order, engine, at_once))


def _perform(order: Order, engine: Engine, at_once: int = runs.AT_ONCE) -> Result:
    scheme = urlsplit(places.engine()).scheme
    return runs.perform(
        order, engine, places.data() / "runs", at=clock.now(), scheme=scheme, at_once=at_once,
        say=_told("steps"),
    )  # fmt: skip


@contextmanager
def _engine() -> Iterator[Engine]:
    engine = engines.connect(places.engine(), scratch=places.data() / "scratch")
    try:
        yield engine
    finally:
        engine.close()


def _tell_result(result: Result) -> None:
    header = result.header
    print_line(
        f"{result.folder.name}  {header['subjects']:,} judged, {header['rows']:,} rows kept,"
        f" hash {header['hash']}"
    )


def resume() -> None:
    """Go on with every snapshot and every run that is not finished."""
    left = [path.parent for path in (places.data() / "snapshots").glob("*/plan.json")]
    for folder in sorted(left):
        if not (folder / "manifest.json").exists():
            database = import_module("gridward.web.batch.database")
            _tell(folder.name, database.take(folder, _told("jurisdictions")))
    headers = runs.unfinished(places.data() / "runs")
    if headers:
        with _engine() as engine:
            for header in headers:
                _tell_result(_perform(_order(header), engine))


def _order(header: Mapping[str, Any]) -> Order:
    found = Snapshot(*(Path(folder) for folder in header["folders"]))
    return Order(JOBS[header["job"]], header["words"], found, header["told"])


def status() -> None:
    """Print one line for each snapshot and each run."""
    for path in sorted((places.data() / "snapshots").glob("*/plan.json")):
        plan = files.read(path) or {}
        done = len(list(path.parent.glob("partitions/*.json")))
        state = "done" if (path.parent / "manifest.json").exists() else "unfinished"
        print_line(
            f"snapshot  {path.parent.name}  {state}  {done} of {len(plan['jurisdictions']) + 1}"
            f" parts  until {plan['keep_until']}  {plan['purpose']}"
        )
    for path in sorted((places.data() / "runs").glob("*/run.json")):
        header = files.read(path) or {}
        done = len(list(path.parent.glob("steps/*.json")))
        told = " ".join(header["told"].values())
        print_line(
            f"run  {path.parent.name}  {header['state']}  {done} of {len(header['steps'])} steps"
            f"  {header.get('rows', 0):,} rows  {told}"
        )


def compare(before: str, after: str) -> None:
    """Print how many have another result in the second run, and where the rows are."""
    old, new = (runs.result(_folder("runs", name)) for name in (before, after))
    job = old.header["job"]
    if job != new.header["job"] or job not in COMPARED:
        raise Refused("only two runs of one job about persons can be compared")
    if old.header["snapshot"] != new.header["snapshot"]:
        raise Refused("the two runs are not over the same snapshot")
    key, columns = COMPARED[job]
    target = places.data() / "runs" / after / f"changes-from-{before}"
    if not target.exists():
        with _engine() as engine:
            sides = [engine.table(n, r.files(), r.schema) for n, r in (("old", old), ("new", new))]
            changed = changes(sides[0], sides[1], key, columns)
            engine.write(changed, changed.schema(), target)
            found = fingerprint.of(sorted(target.glob("*.parquet")), changed.schema())
            print_line(f"{found.rows:,} have another result")
    print_line(str(target))


def push(name: str, target: Path, basis: LegalBasis | None, on: date) -> None:
    """Pack the rows of a run for another level; rows about persons are noted in the ledger."""
    result = runs.result(_folder("runs", name))
    insist(result, basis, on)
    if basis is not None:
        import_module("gridward.web.batch.database").note_records(name, basis, result.content.rows)
    print_line(str(parcel(result, target, basis, on)))


def _folder(kind: str, name: str) -> Path:
    """A snapshot or run by its name, or a folder of another place."""
    own = places.data() / kind / name
    return own if own.exists() or "/" not in name else Path(name)


def _told(what: str) -> Say:
    begun = time.monotonic()

    def say(progress: Progress) -> None:
        took = time.monotonic() - begun
        left = took / progress.done * (progress.total - progress.done)
        sys.stderr.write(
            f"{progress.done} of {progress.total} {what}, {progress.part}: {progress.rows:,} rows,"
            f" {took:.0f} s, {left:.0f} s left\n"
        )

    return say


def print_line(line: str) -> None:
    """One line of the answer."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
