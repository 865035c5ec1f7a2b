"""A real Spark cluster: one master, two workers, one of them killed midway; the rows are the same.

Everything is started by the words an operator uses, with authentication, on the loopback only.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from bench import crowd
from gridward.core.batch import run
from tests.core.batch.spark import PACKAGES, needs

PEOPLE = int(os.environ.get("GRIDWARD_CLUSTER_PEOPLE", "1000000"))
POLICY = "2022-06-28-v9"
LIMIT = 600  # seconds until somebody must have moved


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(until, what, limit=LIMIT):
    """Until it is so; a process that ended in between says why."""
    ends = time.monotonic() + limit
    while not until():
        assert time.monotonic() < ends, f"{what} did not come"
        time.sleep(0.05)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Office:
    """Starts ``gridward batch`` commands; what still runs at the end is ended."""

    def __init__(self, folder, stack):
        self.folder, self.stack = folder, stack
        self.secret = folder / "secret"
        self.secret.write_text(secrets.token_urlsafe(32))
        self.secret.chmod(0o600)

    def start(self, *words, engine="duckdb://"):
        env = dict(os.environ) | {
            "GRIDWARD_DATA": str(self.folder), "GRIDWARD_BATCH_ENGINE": engine,
            "GRIDWARD_SPARK_SECRET_FILE": str(self.secret),
            "GRIDWARD_SPARK_PACKAGES": str(PACKAGES),
        }  # fmt: skip
        number = len(list(self.folder.glob("*.log")))
        log = self.stack.enter_context((self.folder / f"{number}.log").open("w+"))
        process = subprocess.Popen(
            [sys.executable, "-m", "gridward.web.commands", "batch", *words],
            env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            start_new_session=True, text=True,
        )  # fmt: skip
        process.log = log
        self.stack.callback(self.end, process, signal.SIGTERM)
        return process

    @staticmethod
    def end(process, how):
        """End a process with all that it started."""
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            return
        process.wait(60)

    @staticmethod
    def told(process):
        process.log.seek(0)
        return process.log.read()

    def runs(self):
        return [run.result(path) for path in (self.folder / "batch" / "runs").iterdir()]


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
    snapshot = tmp_path / "batch" / "snapshots" / "crowd"
    crowd.make(snapshot, PEOPLE)
    port = free_port()
    master = office.start("master", "--host", "127.0.0.1", "--port", str(port))
    wait(lambda: listens(port) or master.poll() is not None, "the master")
    assert master.poll() is None, office.told(master)
    url = f"spark://127.0.0.1:{port}"
    share = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1500m")
    workers = [office.start("worker", url, *share, "--name", f"worker-{n}") for n in (1, 2)]
    job = office.start(
        "run", "judge", "crowd", "--policy", POLICY,
        engine=f"{url}?cores=2&memory=1g&pieces=8",
    )  # fmt: skip

    spill = tmp_path / "batch" / "spark" / "worker-2" / "spill"
    wait(lambda: any(spill.rglob("shuffle_*.data")) or job.poll() is not None, "work of worker 2")
    assert job.poll() is None, office.told(job)
    assert office.secret.read_text() not in "".join(arguments_of_all())
    assert not listens(6066)
    office.end(workers[1], signal.SIGKILL)

    wait(lambda: job.poll() is not None, "the end of the run")
    assert job.returncode == 0, office.told(job)
    assert workers[0].poll() is None
    (by_spark,) = office.runs()
    assert by_spark.header["engine"] == "spark"
    (tmp_path / "batch" / "runs").rename(tmp_path / "by-spark")
    job = office.start("run", "judge", "crowd", "--policy", POLICY)
    wait(lambda: job.poll() is not None, "the run by DuckDB")
    (by_duckdb,) = office.runs()
    assert by_duckdb.content == by_spark.content
    assert by_duckdb.folder.name == by_spark.folder.name
    assert by_duckdb.content.rows > PEOPLE // 1000


def test_a_cluster_without_a_good_secret_is_not_started(office):
    needs("cluster")
    office.secret.write_text("short")
    process = office.start("master", "--host", "127.0.0.1")
    wait(lambda: process.poll() is not None, "the refusal")
    assert process.returncode == 2
    assert "32 characters" in office.told(process)
