"""Tests run on a real PostgreSQL, as the application's role, behind the second wall.

The database of each test process is a copy of a template that is migrated once (`templates`).
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

if "GRIDWARD_DATA" not in os.environ:
    os.environ["GRIDWARD_DATA"] = tempfile.mkdtemp(prefix="gridward-tests-")
    atexit.register(shutil.rmtree, os.environ["GRIDWARD_DATA"], ignore_errors=True)
(Path(os.environ["GRIDWARD_DATA"]) / "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("GRIDWARD_DEBUG", "1")
# Reports are late in the evening and days end at midnight: all tests play at ten past ten.
_HERE = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 - to know how far to shift the clock
_THEN = _HERE.replace(hour=10, minute=10, second=0, microsecond=0)
os.environ.setdefault("GRIDWARD_CLOCK_SHIFT", str(int((_THEN - _HERE).total_seconds())))

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from gridward.core import clock, scope
from gridward.core.actor import Actor, grants
from gridward.ground.access.rules import ROLES
from gridward.ground.places import queries as places
from gridward.ground.xforms import queries as xforms
from tests import browsing, templates

hypothesis_settings.register_profile("dev", max_examples=20, deadline=None)
# A busy machine is no fault of a test: how long drawing takes says nothing there.
hypothesis_settings.register_profile(
    "ci", max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile("nightly", max_examples=2_000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

clock.SHIFT = timedelta(seconds=int(os.environ["GRIDWARD_CLOCK_SHIFT"]))  # it may be loaded already
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only

REALDATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("realdata") and not REALDATA.exists():
        pytest.skip("the evaluation data is not beside this checkout")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Slow tests run only when they are asked for by mark or by name."""
    if "slow" in config.option.markexpr or any("::" in given for given in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database for this process, copied from the migrated template; dropped at the end."""
    name = f"gridward_test_{os.getpid()}"
    owner: dict[str, Any] = settings.DATABASES["owner"]
    server = psycopg.conninfo.make_conninfo(
        dbname="postgres", user=owner["USER"], password=owner["PASSWORD"],
        host=owner["HOST"], port=owner["PORT"],
    )  # fmt: skip
    with closing(psycopg.connect(server, autocommit=True)) as admin:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            template = templates.migrated(admin)
        admin.execute(f'DROP DATABASE IF EXISTS "{name}"')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        templates.connect_to(name)
        yield
        templates.let_go()
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _wall(request: pytest.FixtureRequest) -> Iterator[None]:
    """Database tests start with the second wall open, as jobs do; a test may narrow it."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    xforms.forget_addresses()  # remembered of the rows of another test
    places.forget_registers()
    with scope.everywhere():
        yield


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Each test begins in Chinese: a page in English leaves its language in the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def at() -> datetime:
    """The moment at which the tests play: 2020-02-20 09:00 in Shanghai."""
    return datetime(2020, 2, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def actor_of() -> Callable[..., Actor]:
    """``actor_of("grid_worker", "430124105/008/003/")``: an actor with one role on one path."""

    def make(role: str, path: str = "430124105/", *, user_id: int = 1, name: str = "") -> Actor:
        return Actor(user_id=user_id, name=name or role, grants=grants(ROLES[role], path))

    return make


@pytest.fixture
def charlie() -> Actor:
    """Somebody with an account and no grants at all."""
    return Actor(user_id=99, name="Charlie")


@pytest.fixture(scope="session")
def database_url() -> str:
    """The URL of this process's test database, for a server started beside the tests."""
    described = connections["owner"].settings_dict
    return (
        f"postgresql://{described['USER']}:{quote(str(described['PASSWORD']))}@/"
        f"{described['NAME']}?host={quote(str(described['HOST']))}&port={described['PORT'] or 5432}"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of the system, started once for all browser tests of this process."""
    found = browsing.installed()
    if found is None:
        # On a desk without a browser these tests are left out; CI must have one.
        lacking = pytest.fail if os.environ.get("CI") else pytest.skip
        lacking("no Chromium on this machine: install the package chromium")
    # Playwright leaves an event loop running in this thread; tests of the database that come later
    # are no less synchronous for it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with browsing.started(found) as opened:
        yield opened
