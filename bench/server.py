"""The web server as `make run` starts it, for benchmarks; and what it costs in processor time."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(
    port: int, *, workers: int, threads: int, **environment: str
) -> subprocess.Popen[bytes]:
    """The web server, once it answers. End it with `terminate`."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-access-log", "--log-level", "error",
        "--workers-kill-timeout", "10", "--host", "127.0.0.1", "--port", str(port),
        "gridward.web.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit("The web server did not start.")


def spent(server: subprocess.Popen[bytes], database: str) -> tuple[float, float]:
    """Processor seconds so far: of the server with its workers, and of the database's processes
    that serve `database` here and now. Zeros where there is no /proc."""
    web = base = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            title = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:  # it ended meanwhile
            continue
        seconds = (int(fields[11]) + int(fields[12])) / _TICK
        if server.pid in {int(folder.name), int(fields[1])}:
            web += seconds
        elif title.startswith("postgres:") and f" {database} " in title:
            base += seconds
    return web, base
