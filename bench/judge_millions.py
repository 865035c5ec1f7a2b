"""Judging millions: one policy over everybody, against hashing every column of the same files.

``python -m bench.judge_millions [1000000 10000000] [--policy CODE] [--other CODE] [--engine URL]``;
needs no database. Per size: the raw scan and the judging by turns, the ratio by the clock and by
processor time, the peak memory of a process that does nothing else; then the difference of two
editions. People are invented (bench/crowd.py). Targets: 7 x at a million, 6 x at ten millions, and
2 GiB.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

import duckdb

from bench import crowd
from gridward.core.batch import engines, fingerprint
from gridward.core.batch.compare import changes
from gridward.core.batch.snapshot import Snapshot
from gridward.response.risk.rules.published import JUDGE, words_of

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3


def timed(deed: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, seconds by the clock, seconds of the processor."""
    before, begun = getrusage(RUSAGE_SELF), time.perf_counter()
    given = deed()
    took, after = time.perf_counter() - begun, getrusage(RUSAGE_SELF)
    return given, took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def scan(snapshot: Snapshot) -> None:
    """Read and hash every column of every row of what a judgement reads."""
    with duckdb.connect(config={"threads": 2}) as connection:
        for table, schema in JUDGE.inputs.items():
            columns = ", ".join(f'"{name}"' for name in schema)
            files = [str(path) for path in snapshot.files(table, snapshot.jurisdictions)]
            connection.execute(
                f"SELECT bit_xor(hash({columns})) FROM read_parquet(?)", [files]
            ).fetchone()


def judge(snapshot: Snapshot, url: str, policy: str, target: Path) -> list[Path]:
    """The files with everybody of whom the policy asks something."""
    toml, table = (
        (ROOT / "policies" / policy / name).read_text("utf-8-sig")
        for name in ("pack.toml", "table.csv")
    )
    engine = engines.connect(url, scratch=target / "scratch")
    try:
        tables = {
            name: engine.table(name, snapshot.files(name, snapshot.jurisdictions), schema)
            for name, schema in JUDGE.inputs.items()
        }
        words = words_of(toml, table, snapshot.as_of)
        engine.write(JUDGE.told(tables, words), JUDGE.output, target / "out")
    finally:
        engine.close()
    return sorted((target / "out").glob("*.parquet"))


def differ(url: str, before: list[Path], after: list[Path], target: Path) -> int:
    """How many persons the second edition asks something else of."""
    engine = engines.connect(url, scratch=target / "scratch")
    old, new = (
        engine.table(name, files, JUDGE.output)
        for name, files in (("before", before), ("after", after))
    )
    changed = changes(old, new, "person", ["measure", "days", "ends_on"])
    engine.write(changed, changed.schema(), target / "out")
    engine.close()
    written = sorted((target / "out").glob("*.parquet"))
    return fingerprint.of(written, changed.schema()).rows


def measure(people: int, wanted: argparse.Namespace, folder: Path) -> None:
    snapshot = crowd.make(folder / str(people), people)
    scan(snapshot)
    clock: list[float] = []
    busy: list[float] = []
    files: list[Path] = []
    for number in range(ROUNDS):
        _, raw, raw_busy = timed(partial(scan, snapshot))
        target = folder / f"judged-{people}-{number}"
        deed = partial(judge, snapshot, wanted.engine, wanted.policy, target)
        files, took, took_busy = timed(deed)
        clock.append(took / raw)
        busy.append(took_busy / raw_busy)
        print(
            f"{people:>11,} scan {raw:6.2f} s, judged {took:6.2f} s ({took_busy:5.1f} s of the"
            f" processor), {people / took:9,.0f} persons/s, ratio {took / raw:4.1f}, of processor"
            f" time {took_busy / raw_busy:4.1f}",
            flush=True,
        )
    kept = fingerprint.of(files, JUDGE.output).rows
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{people:>11,} ratio {statistics.median(clock):.1f} (median), of processor time"
        f" {statistics.median(busy):.1f}; {kept:,} persons with a measure;"
        f" peak memory {peak:,.0f} MB"
    )
    deed = partial(judge, snapshot, wanted.engine, wanted.other, folder / f"other-{people}")
    other, second, _ = timed(deed)
    compared = partial(differ, wanted.engine, files, other, folder / f"changes-{people}")
    changed, took, _ = timed(compared)
    print(
        f"{people:>11,} {wanted.policy} -> {wanted.other}: {changed:,} persons change;"
        f" second edition {second:.1f} s + difference {took:.1f} s"
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("people", type=int, nargs="*", default=[1_000_000, 10_000_000])
    asked.add_argument("--policy", default="2022-06-28-v9")
    asked.add_argument("--other", default="2022-11-11-ershitiao")
    asked.add_argument("--engine", default="duckdb://?memory_limit=2GB&threads=2")
    asked.add_argument("--folder", type=Path)
    wanted = asked.parse_args()
    if len(wanted.people) > 1:  # each in a process of its own, so that the peak is its own
        rest = [word for word in sys.argv[1:] if word.startswith("--") or not word.isdecimal()]
        return sum(
            subprocess.run(
                [sys.executable, "-m", "bench.judge_millions", str(n), *rest], check=False
            ).returncode
            for n in wanted.people
        )
    with tempfile.TemporaryDirectory() as folder:
        measure(wanted.people[0], wanted, wanted.folder or Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
