"""A Spark cluster on this machine, started by the words an operator uses; for tests and benchmarks.

One master, two workers, authentication with a secret of the hour, all on the loopback.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from gridward.core.batch import run
from gridward.core.batch.engines.spark import PACKAGES

_LIMIT = 1_200.0  # seconds until something must have moved


class Stuck(Exception):
    """What was waited for did not come."""


class Command:
    """A running ``gridward batch`` and what it said."""

    def __init__(self, words: tuple[str, ...], env: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gridward.web.commands", "batch", *words],
                env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def end(self, how: int = signal.SIGTERM) -> None:
        """End it with all that it started."""
        try:
            os.killpg(self.process.pid, how)
        except ProcessLookupError:
            return
        self.process.wait(60)

    def finish(self) -> int:
        """Its exit code, when it has ended."""
        wait(lambda: not self.runs, "the end of a command")
        return self.process.returncode


class Office:
    """A data folder with its commands; what still runs at the end of `stack` is ended."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._started = folder, stack, 0
        self.secret = folder / "secret"
        self.secret.write_text(secrets.token_urlsafe(32))
        self.secret.chmod(0o600)

    def start(self, *words: str, engine: str = "duckdb://") -> Command:
        env = dict(os.environ) | {
            "GRIDWARD_DATA": str(self.folder), "GRIDWARD_BATCH_ENGINE": engine,
            "GRIDWARD_SPARK_SECRET_FILE": str(self.secret),
            "GRIDWARD_SPARK_PACKAGES": os.environ.get("GRIDWARD_SPARK_PACKAGES", str(PACKAGES)),
        }  # fmt: skip
        self._started += 1
        command = Command(words, env, self.folder / f"{self._started}.log")
        self._stack.callback(command.end)
        return command

    def cluster(self, memory: str = "1500m") -> tuple[str, list[Command]]:
        """Start a master and two workers of one core; the master's URL and the workers."""
        port = free_port()
        master = self.start("master", "--host", "127.0.0.1", "--port", str(port))
        wait(lambda: listens(port) or not master.runs, "the master")
        if not master.runs:
            raise Stuck(master.said)
        url = f"spark://127.0.0.1:{port}"
        share = ("--host", "127.0.0.1", "--cores", "1", "--memory", memory)
        workers = [self.start("worker", url, *share, "--name", f"worker-{n}") for n in (1, 2)]
        return url, workers

    def spilt(self, worker: int) -> bool:
        """Whether this worker has written something that others will read."""
        spill = self.folder / "batch" / "spark" / f"worker-{worker}" / "spill"
        return any(spill.rglob("shuffle_*.data"))

    def results(self) -> list[run.Result]:
        return [run.result(path) for path in (self.folder / "batch" / "runs").iterdir()]

    def put_aside(self, name: str) -> None:
        """Move the runs away, so that the same one can be made by another engine."""
        (self.folder / "batch" / "runs").rename(self.folder / name)


def wait(until: Callable[[], bool], what: str) -> None:
    """Until it is so. Raises `Stuck`."""
    ends = time.monotonic() + _LIMIT
    while not until():
        if time.monotonic() > ends:
            raise Stuck(f"{what} did not come")
        time.sleep(0.05)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port whose next one (for the master's page) is free as well, most likely."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
