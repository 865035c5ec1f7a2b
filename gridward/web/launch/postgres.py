"""The embedded PostgreSQL: have it running, stop it, look at it.

The server outlives the program that started it: the next start finds it and goes on at once. Two
starts at the same time are safe, one waits for the other.
"""

import fcntl
import os
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from gridward.web.launch import account as accounts
from gridward.web.launch import binaries, cluster
from gridward.web.launch import home as homes
from gridward.web.launch.account import Account
from gridward.web.launch.binaries import Programs
from gridward.web.launch.cluster import DATABASE, SUPERUSER
from gridward.web.launch.home import PORT, Home
from gridward.web.launch.refusal import LaunchRefused

PATIENCE = 120  # seconds for a recovery after a crash
PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Status:
    """What is known of the database of a data folder; `version` only while it runs."""

    running: bool
    folder: Path | None
    major: int | None
    version: str | None
    url: str | None


def ensure_running(
    data: Path, *, say: Callable[[str], None], programs: Sequence[Programs] | None = None
) -> str:
    """Have the database of this data folder running; returns its DATABASE_URL (superuser).

    `programs` are the PostgreSQL versions to choose from, by default all that are found.
    Raises LaunchRefused with a plain sentence.
    """
    began = time.monotonic()
    data = make(data.resolve())
    home = homes.locate(data)
    account = accounts.find(home.owner() if home else None)
    with _alone(data):
        home = homes.settle(data, account, say)
        if _answer(home.socket()) == str(home.cluster):
            _make_database(home.socket())
            return url(home.socket())
        chosen = binaries.choose(binaries.found() if programs is None else programs, home.major())
        ready = binaries.readable(chosen, account, home.programs)
        if home.major() is None:
            say(f"正在新建数据库（PostgreSQL {ready.version}）· creating the database")
            cluster.create(home, ready, account)
        socket = homes.settle_socket(home, account)
        cluster.write_settings(home, socket)
        _start(home, ready, account, socket)
        _make_database(socket)
    say(
        f"数据库已启动 · the database is running (PostgreSQL {ready.version}, "
        f"{time.monotonic() - began:.1f} s)"
    )
    return url(socket)


def stop(data: Path) -> bool:
    """Stop the database of this data folder in order; False when it was not running."""
    data = data.resolve()
    home = homes.locate(data)
    if home is None or _pid(home) is None:
        return False
    account = accounts.find(home.owner())
    with _alone(data):
        chosen = binaries.choose(binaries.found(), home.major())
        ready = binaries.readable(chosen, account, home.programs)
        where: list[str | Path] = ["-D", home.cluster, "-m", "fast"]
        command = [ready / "pg_ctl", "stop", *where, "-w", "-t", str(PATIENCE)]
        return accounts.run(command, account, timeout=PATIENCE + 10).returncode == 0


def status(data: Path) -> Status:
    """Look at the database of this data folder without changing anything."""
    home = homes.locate(data.resolve())
    if home is None:
        return Status(running=False, folder=None, major=None, version=None, url=None)
    with suppress(psycopg.OperationalError), _connect(home.socket(), "postgres") as connection:
        row = connection.execute("SHOW server_version").fetchone()
        version = row[0] if row else None
        return Status(
            running=True,
            folder=home.folder,
            major=home.major(),
            version=version,
            url=url(home.socket()),
        )
    return Status(running=False, folder=home.folder, major=home.major(), version=None, url=None)


def answers(address: str) -> bool:
    """Whether a server accepts connections at this DATABASE_URL now."""
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def url(socket: Path, database: str = DATABASE) -> str:
    """The DATABASE_URL of a server with this socket folder."""
    return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(socket), safe='')}&port={PORT}"


def make(data: Path) -> Path:
    """Make the data folder; root leaves the way through it open, since the server is another
    account."""
    if not data.exists():
        data.mkdir(parents=True, mode=0o700)
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return data


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold the lock of the data folder; the kernel lets go of it when its holder dies."""
    try:
        lock = (data / "postgresql.lock").open("w")
    except PermissionError as error:
        raise LaunchRefused(
            f"没有权限写数据文件夹 {data}，请换一个系统用户，或用 GRIDWARD_DATA 另选文件夹。",
            f"No right to write to the data folder {data}; start as another user or choose "
            "another folder "
            "with GRIDWARD_DATA.",
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _connect(socket: Path, database: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(url(socket, database), connect_timeout=5, autocommit=True)


def _answer(socket: Path) -> str | None:
    """The data folder of the server that answers at this socket, None when none does."""
    if not (socket / f".s.PGSQL.{PORT}").exists():
        return None
    try:
        with _connect(socket, "postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return None
    return str(row[0]) if row else None


def _make_database(socket: Path) -> None:
    with _connect(socket, "postgres") as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def _start(home: Home, programs: Programs, account: Account, socket: Path) -> None:
    """Start the server and wait until it answers; recovery after a crash is PostgreSQL's own."""
    _wait_for_the_old_one(home)
    if _answer(socket):
        return
    log = home.log / "start.log"
    options = f"-c config_file={shlex.quote(str(home.settings))}"
    where: list[str | Path] = ["-D", home.cluster, "-l", log, "-o", options]
    command = [programs / "pg_ctl", "start", *where, "-w", "-t", str(PATIENCE)]
    done = accounts.run(command, account, timeout=PATIENCE + 10)
    if done.returncode != 0:
        tail = _last_words(home) or done.stderr
        raise LaunchRefused(
            f"数据库没有启动，原因见 {home.log}：\n{tail}",
            f"The database did not start; the reason is in {home.log} and above.",
        )


def _last_words(home: Home) -> str:
    """The end of the newest log."""
    logs = sorted(home.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
    lines = [line for path in logs[-2:] for line in path.read_text(errors="replace").splitlines()]
    return "\n".join(line for line in lines[-6:] if "redirecting" not in line)


def _wait_for_the_old_one(home: Home) -> None:
    """Let processes of an earlier server come up or go away, then drop its stale pid files.

    After a kill -9 of the server its children end within moments. The number in the files may
    by now belong to any other program, or to a zombie in a container where nobody collects them,
    and PostgreSQL would refuse to start. They are dropped only when no process at all works in the
    data folder.
    """
    if not PROCESSES.is_dir():
        return  # without /proc (macOS) PostgreSQL's own check of the pid file has to do
    end = time.monotonic() + PATIENCE
    while _working_in(home.cluster) and time.monotonic() < end:
        if _answer(home.socket()):
            return
        time.sleep(0.1)
    if not _working_in(home.cluster):
        for stale in (home.cluster / "postmaster.pid", home.socket() / f".s.PGSQL.{PORT}.lock"):
            stale.unlink(missing_ok=True)


def _working_in(folder: Path) -> list[int]:
    """The processes whose working folder is this one: a server and all its children."""
    there = []
    for process in PROCESSES.iterdir():
        if process.name.isdigit():
            with suppress(OSError):
                if (process / "cwd").readlink() == folder:
                    there.append(int(process.name))
    return there


def _pid(home: Home) -> int | None:
    try:
        return int((home.cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
