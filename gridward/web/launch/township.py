"""Brings a whole township up: database, tables, static files, demo data, web server, job worker."""

import fcntl
import hashlib
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from gridward.core import lanes
from gridward.web.launch import postgres
from gridward.web.launch.refusal import LaunchRefused
from gridward.web.launch.supervisor import GRACE, Program, Supervisor

ROOT = Path(__file__).resolve().parents[3]
WORKERS, THREADS = 2, 32
READY = 60.0  # seconds for the first page
DATABASE_LOOK = 2.0


@dataclass(frozen=True)
class Wish:
    """What to bring up: `demo` loads the demo township, `port` and `host` are the web server's."""

    data: Path
    host: str
    port: int
    demo: str | None = None

    @property
    def address(self) -> str:
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - only compared
        return f"http://{host}:{self.port}"


def bring_up(wish: Wish, say: Callable[[str], None]) -> int:
    """Bring everything up and keep it up until Ctrl-C or SIGTERM; returns the exit code."""
    postgres.make(wish.data)
    with _only_one(wish.data):
        _free(wish)
        embedded = "DATABASE_URL" not in os.environ
        env = dict(os.environ) | {"GRIDWARD_DATA": str(wish.data), "PYTHONUNBUFFERED": "1"}
        env.setdefault("GRIDWARD_PUBLIC_URL", wish.address)
        if wish.demo is not None:
            env.setdefault("GRIDWARD_NOTICE", "演练数据，人物均为虚构 · drill, nobody here exists")
        supervisor = Supervisor(env, say)
        supervisor.listen()
        try:
            return _run(supervisor, wish)
        finally:
            if embedded and postgres.stop(wish.data):
                say("数据库已停止 · the database has stopped")


def database(data: Path, say: Callable[[str], None]) -> str:
    """The address of the database to use: DATABASE_URL wins, else the embedded one, started."""
    return os.environ.get("DATABASE_URL") or postgres.ensure_running(data, say=say)


def take_down(data: Path, say: Callable[[str], None]) -> None:
    """Stop the running township of this data folder, if any, and its database."""
    pid = running(data)
    if pid is not None:
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 3 * GRACE
        while running(data) is not None and time.monotonic() < end:
            time.sleep(0.1)
        say("网页服务和后台任务已停止 · web and jobs have stopped")
    if postgres.stop(data):
        say("数据库已停止 · the database has stopped")


def running(data: Path) -> int | None:
    """The process that keeps this township up, None when there is none."""
    try:
        note = (data / "running").open(encoding="utf-8")
    except FileNotFoundError:
        return None
    with note:
        try:
            fcntl.flock(note, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(note.read().split()[0])
        return None


def _run(supervisor: Supervisor, wish: Wish) -> int:
    supervisor.env["DATABASE_URL"] = database(wish.data, supervisor.say)
    manage = [sys.executable, str(ROOT / "manage.py")]
    steps = [("数据表 · tables", ["migrate", "--database", "owner", "-v", "0"])]
    stamp, digest = wish.data / "static" / ".stamp", _static_digest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
        steps.append(("静态文件 · static files", ["collectstatic", "--noinput", "-v", "0"]))
    if wish.demo is not None:
        steps.append(("演示数据 · demo township", ["demo", *wish.demo.split()]))
    for name, arguments in steps:
        if not supervisor.step(name, [*manage, *arguments]):
            return 0 if supervisor.stopping.is_set() else 1
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest, encoding="ascii")
    _keep(supervisor, wish, manage)
    return 0


def _keep(supervisor: Supervisor, wish: Wish, manage: list[str]) -> None:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)]
    granian += ["--blocking-threads", str(THREADS), "--respawn-failed-workers", "--no-access-log"]
    granian += ["--log-level", "error", "--host", wish.host, "--port", str(wish.port)]
    web = Program("网页服务 web", [*granian, "gridward.web.wsgi:application"])
    worker = [*manage, "procrastinate", "worker", "--queues"]
    jobs = Program("后台任务 jobs", [*worker, ",".join(lanes.PROMPT_LANE)])
    bulk = Program("批量任务 bulk jobs", [*worker, ",".join(lanes.BULK_LANE)])
    watch = _Watch(supervisor, wish)
    supervisor.say("正在启动网页服务和后台任务 · starting web and jobs")
    supervisor.keep([web, jobs, bulk], also=watch.look)
    supervisor.say("网页服务和后台任务已停止 · web and jobs have stopped")


class _Watch:
    """Says once when the first page comes, or that it is long in coming; has the embedded database
    started again when it dies."""

    def __init__(self, supervisor: Supervisor, wish: Wish) -> None:
        self.supervisor, self.wish = supervisor, wish
        self.embedded = "DATABASE_URL" not in os.environ
        self.began = self.looked = time.monotonic()
        self.told = self.warned = False

    def look(self) -> None:
        now = time.monotonic()
        if not self.told:
            self._greet(now)
        if self.embedded and now - self.looked > DATABASE_LOOK:
            self.looked = now
            if not postgres.answers(self.supervisor.env["DATABASE_URL"]):
                self.supervisor.say(
                    "数据库没有回应，正在重新启动 · the database does not answer, starting it again"
                )
                with suppress(LaunchRefused):
                    postgres.ensure_running(self.wish.data, say=self.supervisor.say)

    def _greet(self, now: float) -> None:
        if _page_comes(self.wish):
            self.told = True
            self.supervisor.say(
                f"网格防线已就绪，请打开 {self.wish.address} （按 Ctrl-C 停止）· "
                f"Gridward is ready at {self.wish.address} (Ctrl-C stops it)"
            )
        elif now - self.began > READY and not self.warned:
            self.warned = True
            self.supervisor.say(
                "网页服务还没有回应，请看上面的消息 · no page yet; see the messages above"
            )


def _page_comes(wish: Wish) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", wish.port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("HEAD", "/sign-in", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    return False


def _free(wish: Wish) -> None:
    """Refuse early, in words, when another program has the port."""
    family = socket.AF_INET6 if ":" in wish.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wish.host, wish.port))
        except OSError as error:
            raise LaunchRefused(
                f"不能使用 {wish.host} 的端口 {wish.port}（{error.strerror}）。可换一个端口，"
                "例如 make demo PORT=8001。",
                f"Port {wish.port} of {wish.host} cannot be used ({error.strerror}). "
                "Choose another, for example make demo PORT=8001.",
            ) from error


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the note `running` with our process number; the kernel frees it when we die."""
    note: TextIO = (data / "running").open("a+", encoding="utf-8")
    with note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            note.seek(0)
            pid = note.read().strip()
            raise LaunchRefused(
                f"这个数据文件夹的网格防线已在运行（进程 {pid}）。停止它：make stop。",
                f"Gridward is already running with this data folder (process {pid}). Stop it "
                "with make stop.",
            ) from error
        note.truncate(0)
        note.write(f"{os.getpid()}\n")
        note.flush()
        yield


def _static_digest() -> str:
    """Changes whenever a file below any static folder is added, changed or removed."""
    digest = hashlib.sha256()
    for folder in sorted((ROOT / "gridward").glob("**/static")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                about = path.stat()
                digest.update(
                    f"{path.relative_to(ROOT)} {about.st_size} {about.st_mtime_ns}\n".encode()
                )
    return digest.hexdigest()
