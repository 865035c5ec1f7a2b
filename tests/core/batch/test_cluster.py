"""A real Spark cluster of a master and two workers; one is killed midway, the rows are the same."""

import os
import signal
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from bench import crowd
from bench.cluster import Office, listens, wait
from tests.core.batch.spark import needs

PEOPLE = int(os.environ.get("GRIDWARD_CLUSTER_PEOPLE", "1000000"))
JUDGE = ("run", "judge", "crowd", "--policy", "2022-06-28-v9")
REST = 6066  # where Spark would take programs from everybody


@pytest.fixture
def office(tmp_path):
    with ExitStack() as stack:
        yield Office(tmp_path, stack)


def arguments_of_all():
    """What anybody on the machine may read of the processes."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended
            found.append(path.read_bytes().decode(errors="replace"))
    return found


@pytest.mark.slow
def test_a_worker_is_killed_midway_and_the_rows_are_those_of_duckdb(office, tmp_path):
    needs("cluster", java=True)
    crowd.make(tmp_path / "batch" / "snapshots" / "crowd", PEOPLE)
    url, workers = office.cluster()
    job = office.start(*JUDGE, engine=f"{url}?cores=2&memory=1g&pieces=8")
    wait(lambda: office.spilt(2) or not job.runs, "work of the second worker")
    assert job.runs, job.said
    assert office.secret.read_text() not in "".join(arguments_of_all())
    assert not listens(REST)
    workers[1].end(signal.SIGKILL)
    assert job.finish() == 0, job.said
    assert [each.runs for each in workers] == [True, False]

    (by_spark,) = office.results()
    office.put_aside("by-spark")
    assert office.start(*JUDGE).finish() == 0
    (by_duckdb,) = office.results()
    assert (by_spark.header["engine"], by_duckdb.header["engine"]) == ("spark", "duckdb")
    assert by_spark.content == by_duckdb.content
    assert by_spark.folder.name == by_duckdb.folder.name
    assert by_duckdb.content.rows > PEOPLE // 1000


def test_a_cluster_without_a_good_secret_is_not_started(office):
    needs("cluster")
    office.secret.write_text("short")
    master = office.start("master", "--host", "127.0.0.1")
    assert master.finish() == 2
    assert "32 characters" in master.said
