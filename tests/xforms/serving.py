"""The server as `make run` starts it, on the test database."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

from django.conf import settings

from tests.waiting import LIMIT, until


def unmeasured(env: Mapping[str, str]) -> dict[str, str]:
    """Without the coverage of processes beside the tests: it halves the speed of one that is killed
    before it could tell what it ran."""
    return {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}


class Server:
    """granian on the test database, as `make run` starts it."""

    def __init__(self, port: int, url: str) -> None:
        self.port = port
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--workers",
            "2",
            "--blocking-threads",
            "8",
        ]
        command += [
            "--no-access-log",
            "--log-level",
            "error",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        environment = {
            **unmeasured(os.environ), "DATABASE_URL": url,
            "GRIDWARD_FIELD_KEYS": " ".join(settings.FIELD_KEYS),
            "GRIDWARD_SECRET_KEY": settings.SECRET_KEY,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [*command, "gridward.web.wsgi:application"], env=environment, start_new_session=True
        )
        until(self.answers)

    def answers(self) -> bool:
        """Whether somebody listens at the port."""
        assert self.process.poll() is None, "the server has ended"
        try:
            socket.create_connection(("127.0.0.1", self.port), LIMIT).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """As the power cut does it: the whole group, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
