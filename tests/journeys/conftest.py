"""Journeys: whole stories in a real browser against a real server with a small demo township.

The clock of the server is moved to 08:10 in Shanghai on 16 March 2026, so that a story always plays
at the same hour.
"""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from gridward.core import lanes
from tests import templates
from tests.browsing import context_of
from tests.waiting import LIMIT, until

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 16, 0, 10, tzinfo=UTC)
SHOTS = ROOT / "test-results" / "journeys"
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Town:
    """A running township: its address, and who plays (see prepare.py)."""

    url: str
    shift: timedelta
    cast: dict[str, Any]
    env: dict[str, str]

    def tick(self) -> None:
        """What the jobs do by the clock, now."""
        _run([sys.executable, "-m", "tests.journeys.clockwork"], self.env)

    def settle(self) -> None:
        """Wait until the jobs have done all that follows from what was sent so far."""
        with psycopg.connect(self.env["DATABASE_URL"], autocommit=True) as database:
            until(lambda: not _at_work(database), seen=lambda: _at_work(database))
            assert _at_work(database, "failed") == []

    def beside(self, *deed: str) -> Any:
        """A deed of `beside.py`, and what it says."""
        return json.loads(_run([sys.executable, "-m", "tests.journeys.beside", *deed], self.env))

    def code(self, username: str) -> str:
        """The second factor's code by the server's clock."""
        secret = self.cast["entrances"][username]["secret"]
        return pyotp.TOTP(secret).at(datetime.now(UTC) + self.shift)


@pytest.fixture(scope="session")
def town(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Town]:
    shift = NOW - datetime.now(UTC)
    with _database(django_db_blocker) as url:
        env = dict(os.environ) | {
            "DATABASE_URL": url,
            "GRIDWARD_DATA": str(tmp_path_factory.mktemp("journey")),
            "GRIDWARD_CLOCK_SHIFT": str(int(shift.total_seconds())),
            "GRIDWARD_DEBUG": "1",
            "PYTHONWARNINGS": "ignore",
        }
        manage = [sys.executable, str(ROOT / "manage.py")]
        size = {"households": 800, "persons": 2_800, "days": 16, "returnees": 3}
        words = [word for name, n in size.items() for word in (f"--{name}", str(n))]
        _run([*manage, "demo", *words], env)
        cast = json.loads(_run([sys.executable, "-m", "tests.journeys.prepare"], env))
        with _serving(env) as address:
            yield Town(address, shift, cast, env)


def _at_work(database: psycopg.Connection, *states: str) -> list[tuple[Any, ...]]:
    """Reactions that are to be run or running: number, what, state, tries, given."""
    return database.execute(
        "SELECT id, task_name, status::text, attempts, args::text FROM procrastinate_jobs"
        " WHERE queue_name = %s AND status::text = ANY(%s)",
        [lanes.REACTIONS, list(states or ("todo", "doing"))],
    ).fetchall()


class _database:  # noqa: N801 - reads as a verb
    """A database of its own for the journeys, dropped afterwards."""

    def __init__(self, blocker: Any) -> None:
        self.blocker = blocker  # pytest-django's, of what is no database test

    def __enter__(self) -> str:
        owner: dict[str, Any] = settings.DATABASES["owner"]
        self.name = f"gridward_journey_{os.getpid()}"
        self.server = psycopg.conninfo.make_conninfo(
            dbname="postgres", user=owner["USER"], password=owner["PASSWORD"],
            host=owner["HOST"], port=owner["PORT"],
        )  # fmt: skip
        with closing(psycopg.connect(self.server, autocommit=True)) as admin:
            with self.blocker.unblock():
                template = templates.migrated(admin)
            admin.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"'.encode())
        return re.sub(
            r"(postgresql://[^/]*/)[^?]+", rf"\g<1>{self.name}", os.environ["DATABASE_URL"]
        )

    def __exit__(self, *_wrong: object) -> None:
        with closing(psycopg.connect(self.server, autocommit=True)) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)'.encode())


def _run(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class _serving:  # noqa: N801
    """The web server and the job worker as processes of their own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "8",
               "--no-access-log", "--port", str(port), "gridward.web.wsgi:application"]  # fmt: skip
        jobs = [sys.executable, "manage.py", "procrastinate", "worker"]
        self.running = [
            subprocess.Popen(
                command, cwd=ROOT, env=self.env,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for command in (web, jobs)
        ]  # fmt: skip
        self.address = f"http://127.0.0.1:{port}"
        until(self._answers)
        return self.address

    def _answers(self) -> bool:
        assert self.running[0].poll() is None, "the server has ended"
        try:
            urllib.request.urlopen(f"{self.address}/healthz", timeout=LIMIT).close()
        except OSError:
            return False
        return True

    def __exit__(self, *_wrong: object) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait(timeout=LIMIT)


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Who is signed in already: a second factor's code works only once, so each signs in once."""
    return {}


@pytest.fixture
def visit(chromium: Browser, town: Town, cookies: dict[str, Any]) -> Iterator[Any]:
    """``visit("worker name" or "", size, language)``: a page, signed in when a name is given."""
    contexts: list[BrowserContext] = []

    def make(username: str = "", *, size: ViewportSize = DESK, language: str = "zh-CN") -> Page:
        context = context_of(
            chromium, viewport=size, locale=language, base_url=town.url,
            timezone_id="Asia/Shanghai", storage_state=cookies.get(username),
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        if username and username not in cookies:
            page.goto("/sign-in")
            page.fill("[name=username]", username)
            page.fill("[name=password]", town.cast["entrances"][username]["password"])
            page.click("main button.btn-primary")
            if town.cast["entrances"][username]["secret"]:
                page.fill("[name=code]", town.code(username))
                page.click("main button.btn-primary")
            page.wait_for_url(lambda url: "/sign-in" not in url)
            cookies[username] = context.storage_state()
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Any:
    """``shot(page, "name")``: a picture to look at, in test-results/journeys."""
    SHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take
