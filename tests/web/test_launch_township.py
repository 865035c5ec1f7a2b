"""The whole of it from the outside: start, kill, come back, stop, and nothing left behind."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gridward.web.launch import __main__ as command
from gridward.web.launch import home, postgres, township
from tests.waiting import LIMIT, until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder the database's account can pass through, and no other database named."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="gridward-launch-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "var"
    postgres.stop(folder / "var")
    shutil.rmtree(folder)


def children(pid: int, word: str) -> list[int]:
    """The running children of a process whose command line has this word."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            line = (process / "cmdline").read_bytes().decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid and word in line:
            found.append(int(process.name))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def page(port: int) -> bool:
    """Whether the sign-in page comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request("GET", "/sign-in", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def kill(pid: int, word: str) -> None:
    """Kill one kind of child and wait until its successor is there."""
    before = children(pid, word)
    os.kill(before[0], signal.SIGKILL)
    until(lambda: children(pid, word) not in ([], before))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_a_township_comes_up_survives_kills_and_leaves_nothing_behind(data: Path) -> None:
    port = free_port()
    log = data.parent / "log"
    words = ["run", "--data", str(data), "--port", str(port)]
    with log.open("w") as out:
        up = subprocess.Popen(
            [sys.executable, "-m", "gridward.web.launch", *words], cwd=ROOT, stderr=out, stdout=out
        )
    ready = f"Gridward is ready at http://127.0.0.1:{port}"
    try:
        until(lambda: ready in log.read_text())
        assert page(port)
        kill(up.pid, "granian")
        until(lambda: page(port))
        kill(up.pid, "procrastinate")
        found = home.locate(data)
        assert found is not None
        server = int((found.cluster / "postmaster.pid").read_text().split()[0])
        os.kill(server, signal.SIGKILL)
        until(lambda: postgres.status(data).running)
        until(lambda: page(port))
        up.send_signal(signal.SIGTERM)
        assert up.wait(LIMIT) == 0
    finally:
        up.kill()
        up.wait()
    said = log.read_text()
    assert ready in said
    assert "web ended (-9), starting again" in said
    assert "jobs ended (-9), starting again" in said
    assert "the database does not answer, starting it again" in said
    assert not page(port)
    assert not postgres.status(data).running
    assert township.running(data) is None


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_start_tells_each_step_and_an_order_to_stop_ends_it(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()

    def look(*_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)  # one look at a time, however long the answer takes
        if page(port):
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            signal.setitimer(signal.ITIMER_REAL, 0.5)

    words = ["launch", "run", "--data", str(data), "--port", str(port)]
    monkeypatch.setattr(sys, "argv", words)
    numbers = (signal.SIGALRM, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        assert command.main() == 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
    said = capsys.readouterr().err
    steps = ("creating the database", "tables ✓", "static files ✓", "web and jobs have stopped")
    places = [said.index(step) for step in steps]
    assert places == sorted(places)
    assert "the database has stopped" in said
    assert not page(port)


def test_a_step_that_fails_ends_the_start_with_an_exit_code(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GRIDWARD_DEBUG", "maybe")  # the settings refuse it
    words = ["launch", "run", "--data", str(data), "--port", str(free_port())]
    monkeypatch.setattr(sys, "argv", words)
    handlers = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        assert command.main() == 1
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert "tables ✗ 失败 · failed" in capsys.readouterr().err
    assert not postgres.status(data).running


def test_the_commands_start_show_and_stop_the_database(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(word: str) -> str:
        monkeypatch.setattr(sys, "argv", ["launch", word, "--data", str(data)])
        assert command.main() == 0
        return capsys.readouterr().out

    assert "embedded database: 未运行 · not running" in run("status")
    url = run("start").strip()
    assert url.startswith("postgresql://gridward@/gridward?host=")
    assert f"DATABASE_URL={url}" in run("status")
    run("stop")
    assert "embedded database: 未运行 · not running" in run("status")


def test_a_refusal_is_a_sentence_and_an_exit_code_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "postgresql.location").write_text(str(tmp_path / "gone"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(sys, "argv", ["launch", "start", "--data", str(tmp_path)])
    assert command.main() == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "不见了" in said.err
    assert "is gone" in said.err
