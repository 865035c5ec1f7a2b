"""Judging on a standalone Spark cluster of two workers, against DuckDB on the same machine.

``python -m bench.judge_cluster [1000000]``; needs ``python -m tools.setup spark`` and Java, no
database. Both through ``gridward batch``, start of the process included; ends with 1 when a row
differs. Spark buys size beyond a host, not speed: the ratio says what it costs on one.
"""

import argparse
import resource
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import crowd
from bench.cluster import Office
from gridward.core.batch.run import Result

JUDGE = ("run", "judge", "crowd", "--policy", "2022-06-28-v9")


def judged(office: Office, engine: str) -> tuple[Result, float]:
    """The run and its seconds."""
    begun = time.perf_counter()
    command = office.start(*JUDGE, engine=engine)
    if command.finish() != 0:
        sys.exit(command.said)
    took = time.perf_counter() - begun
    (found,) = office.results()
    office.put_aside(engine.partition(":")[0])
    return found, took


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("people", type=int, nargs="?", default=1_000_000)
    people = asked.parse_args().people
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        office = Office(Path(folder), stack)
        crowd.make(office.folder / "batch" / "snapshots" / "crowd", people)
        url, _workers = office.cluster()
        by_duckdb, quick = judged(office, "duckdb://?threads=2&memory_limit=2GB")
        by_spark, slow = judged(office, f"{url}?cores=2&memory=1g&pieces=8")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    same = by_duckdb.content == by_spark.content
    print(
        f"{people:,} persons: DuckDB {quick:.1f} s, Spark on two workers {slow:.1f} s, ratio"
        f" {slow / quick:.1f}; rows {'the same' if same else 'DIFFER'}; processor time of all"
        f" {used.ru_utime + used.ru_stime:.0f} s"
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
