"""Programs kept running: started again when they die, stopped with all they started."""

import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from gridward.web.launch import township
from gridward.web.launch.refusal import LaunchRefused
from gridward.web.launch.supervisor import Program, Supervisor
from gridward.web.launch.township import Wish
from tests.waiting import LIMIT, until

# notes its own number and that of a child, then waits for ever, deaf to the wish to stop
STUBBORN = (
    "import os, signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen(['/bin/sleep', '600'])\n"
    "open(sys.argv[1], 'a').write(f'{os.getpid()} {child.pid}\\n')\n"
    "time.sleep(600)\n"
)
POLITE = (
    "import os, signal, sys, time\n"
    "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
    "open(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\n"
    "time.sleep(600)\n"
)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def noted(file: Path) -> list[list[int]]:
    lines = file.read_text().splitlines() if file.exists() else []
    return [[int(number) for number in line.split()] for line in lines]


def test_a_program_that_is_killed_comes_back_and_all_end_with_the_supervisor(
    tmp_path: Path,
) -> None:
    file = tmp_path / "pids"
    said: list[str] = []
    supervisor = Supervisor(dict(os.environ), said.append)
    end = time.monotonic() + LIMIT

    def look() -> None:
        starts = noted(file)
        if len(starts) == 1 and alive(starts[0][0]):
            os.kill(starts[0][0], signal.SIGKILL)
        if len(starts) == 2 or time.monotonic() > end:
            supervisor.stopping.set()

    supervisor.keep([Program("web", [sys.executable, "-c", POLITE, str(file)])], also=look)
    assert len(noted(file)) == 2
    assert not any(alive(pid) for start in noted(file) for pid in start)
    assert any("web ended (-9), starting again" in line for line in said)


def test_a_deaf_program_and_its_children_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridward.web.launch.supervisor.GRACE", 0.5)
    file = tmp_path / "pids"
    supervisor = Supervisor(dict(os.environ), print)

    def look() -> None:
        if noted(file):
            supervisor.stopping.set()

    supervisor.keep([Program("jobs", [sys.executable, "-c", STUBBORN, str(file)])], also=look)
    until(lambda: not any(alive(pid) for pid in noted(file)[0]))


def test_a_step_tells_whether_it_went_well() -> None:
    said: list[str] = []
    supervisor = Supervisor(dict(os.environ), said.append)
    assert supervisor.step("first", ["/bin/true"])
    assert not supervisor.step("second", ["/bin/false"])
    assert said[0].startswith("first ✓ (")
    assert said[1] == "second ✗ 失败 · failed (1)"


def test_a_step_is_broken_off_by_the_wish_to_stop() -> None:
    supervisor = Supervisor(dict(os.environ), print)
    threading.Timer(0.2, supervisor.stopping.set).start()
    began = time.monotonic()
    assert not supervisor.step("long", ["/bin/sleep", "60"])
    assert time.monotonic() - began < 50


def test_a_port_in_use_is_refused_in_words(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LaunchRefused, match=f"Port {port} of 127.0.0.1 cannot be used"):
            township.bring_up(Wish(tmp_path, "127.0.0.1", port), print)


def test_a_data_folder_serves_one_township_at_a_time(tmp_path: Path) -> None:
    assert township.running(tmp_path) is None
    with township._only_one(tmp_path):
        assert township.running(tmp_path) == os.getpid()
        with (
            pytest.raises(LaunchRefused, match=f"process {os.getpid()}"),
            township._only_one(tmp_path),
        ):
            pytest.fail("two at once")
    assert township.running(tmp_path) is None
