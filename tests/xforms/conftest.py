"""Really committed rows, a published form in a small township, a collection app for it."""

import base64
import socket
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections
from django.test import Client

from gridward.core import scope
from gridward.ground.grid.models import Node
from tests.make import forms as make
from tests.make.township import posting, township, user
from tests.xforms.collect_replay import Collect
from tests.xforms.collect_stage import TABLES, Stage
from tests.xforms.serving import Server
from tests.xforms.visiting import GRID, public

_TABLES = (
    "xforms_form, xforms_version, xforms_submission, xforms_attachment, core_ledgerentry, "
    "core_ledgerlink, procrastinate_jobs"
)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """No transaction around the test; its rows are cleared away by the owner afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with scope.everywhere():
            yield
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {_TABLES} CASCADE")
        for alias in ("owner", "default"):
            connections[alias].close()


@pytest.fixture
def version(at):
    township(at)
    return make.published(at)


@pytest.fixture
def collector(version):
    """A grid worker's collection app with name and password."""
    who = user("worker", name="李四")
    who.set_password("a-long-password")
    who.save()
    posting(who, Node.objects.get(path=GRID), "grid_worker", since=date(2020, 1, 1))
    told = base64.b64encode(b"worker:a-long-password").decode()
    return Client(
        headers={"X-OpenRosa-Version": "1.0", "Authorization": f"Basic {told}", "Host": "localhost"}
    )


@pytest.fixture(scope="module")
def server(django_db_setup, database_url):
    """The server as it runs, on the test database. Its rows must be really committed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    running = Server(port, database_url)
    yield running
    running.kill()


@pytest.fixture
def stage(server, django_db_blocker, at):
    """A township whose workers have phones; everything is cleared away afterwards."""
    with django_db_blocker.unblock():
        with scope.everywhere():
            township(at)
            yield Stage(server.port, at)
        Collect.hang_up_all()
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLES} CASCADE")
        for alias in ("owner", "default"):
            connections[alias].close()


@pytest.fixture
def analyst(at, actor_of):
    """Somebody of the headquarters of a small township."""
    township(at)
    return actor_of("analyst", make.HQ)


@pytest.fixture
def sent(version):
    """Somebody's declaration, with its receipt number and code."""
    answer = Client().post(
        public(version, "/submission"), **make.multipart(make.xml(version, "uuid:first")),
        headers={**make.OPENROSA, "Accept": "application/json"},
    )  # fmt: skip
    return answer.json()
