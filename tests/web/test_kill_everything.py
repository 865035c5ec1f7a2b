"""A power cut three times in the middle of 2,000 submissions: web, jobs and database at once."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg
import pytest

from gridward.web.launch import home, postgres
from tests.make import forms
from tests.waiting import LIMIT, until
from tests.web.test_launch_township import ROOT, children, data, free_port, page
from tests.xforms.serving import unmeasured

__all__ = ["data"]
ALL, CUTS = 2_000, (300, 900, 1_500)
KEPT = {201, 202}


@dataclass
class Residents:
    """Many phones at once: each sends until it is told that its form was kept."""

    port: int
    token: str
    waiting: list[tuple[str, bytes]]
    kept: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)

    def have_kept(self, count: int) -> bool:
        return len(self.kept) >= count

    def start(self, phones: int) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._phone, daemon=True) for _ in range(phones)]
        for thread in threads:
            thread.start()
        return threads

    def _phone(self) -> None:
        while not self.ended.is_set():
            try:
                identity, content = self.waiting.pop()
            except IndexError:
                return
            status = 0
            with suppress(OSError, ValueError, IndexError):
                status = self._send(content)
            self.answers[status] += 1
            if status in KEPT:
                self.kept[identity] += 1
            else:  # no answer or "later": the phone keeps the form and sends it again
                self.waiting.insert(0, (identity, content))
                time.sleep(0.2)

    def _send(self, content: bytes) -> int:
        given = forms.multipart(content)
        head = (
            f"POST /f/{self.token}/submission HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"X-OpenRosa-Version: 1.0\r\nContent-Type: {given['content_type']}\r\n"
            f"Content-Length: {len(given['data'])}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), LIMIT) as line:
            line.sendall(head.encode() + given["data"])
            return int(line.recv(64).split(b" ", 2)[1])


@contextmanager
def township(data: Path, port: int) -> Iterator[int]:
    """A running township of this data folder; its process number."""
    words = ["run", "--data", str(data), "--port", str(port)]
    with (data.parent / "log").open("w") as out:
        up = subprocess.Popen(
            [sys.executable, "-m", "gridward.web.launch", *words],
            cwd=ROOT, env=unmeasured(os.environ), stderr=out, stdout=out,
        )  # fmt: skip
    try:
        until(lambda: page(port))
        yield up.pid
    finally:
        up.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            up.wait(120)
        up.kill()
        up.wait()


def ask(data: Path, *words: str) -> dict[str, object]:
    """What a program on the township's own database says."""
    url = postgres.status(data).url
    assert url is not None
    env = os.environ | {"DATABASE_URL": url, "GRIDWARD_DATA": str(data),
                        "DJANGO_SETTINGS_MODULE": "gridward.web.settings"}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.in_township", *words],
        cwd=ROOT, env=env, check=True, capture_output=True, text=True,
    )  # fmt: skip
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def power_cut(up: int, data: Path) -> None:
    """kill -9 of web workers, job worker and every process of the database, in any order."""
    found = home.locate(data)
    assert found is not None
    database = [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if _works_in(process, found.cluster)
    ]
    workers = [pid for web in children(up, "granian") for pid in children(web, "")]
    victims = database + workers + children(up, "procrastinate")
    assert len(database) > 3
    assert len(workers) >= 2
    random.shuffle(victims)
    for pid in victims:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _works_in(process: Path, folder: Path) -> bool:
    with suppress(OSError):
        return (process / "cwd").readlink() == folder
    return False


@pytest.mark.no_cover
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_every_acknowledged_submission_is_there_once_after_three_power_cuts(data: Path) -> None:
    port = free_port()
    with township(data, port) as up:
        opened = ask(data, "publish")
        filled = str(opened["filled"])
        everything = []
        for number in range(ALL):
            identity = f"uuid:{uuid.uuid4()}"
            content = filled.replace("uuid:INSTANCE", identity).replace("NAME", f"张{number}")
            everything.append((identity, content.encode()))
        residents = Residents(port, str(opened["token"]), list(everything))
        threads = residents.start(12)
        for moment in CUTS:
            until(partial(residents.have_kept, moment))
            assert len(residents.kept) < ALL, "it was cut in the middle"
            power_cut(up, data)
        until(lambda: not any(thread.is_alive() for thread in threads))
        residents.ended.set()

        assert set(residents.kept) == {identity for identity, _ in everything}
        assert set(residents.answers) <= KEPT | {0, 503}, "later, but never an error"
        until(lambda: _is_quiet(data))
        told = ask(data, "tell", "chain")
    assert sorted(told["stored"]) == sorted(residents.kept)  # type: ignore[call-overload]
    assert told["noted"] == told["ids"], "one ledger entry each"
    assert told["routed"] == told["declarations"] == ALL, "every reaction ran, once"
    assert told["jobs"].get("failed", 0) == 0  # type: ignore[attr-defined]
    assert told["breaks"] == []


def _is_quiet(data: Path) -> bool:
    """Whether everything was routed and no job is at work any more."""
    url = postgres.status(data).url
    assert url is not None
    with psycopg.connect(url) as connection:
        routed = connection.execute("SELECT count(*) FROM roster_declaration").fetchone()
        at_work = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
        ).fetchone()
    return routed == (ALL,) and at_work == (0,)
