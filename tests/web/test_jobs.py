"""Reactions that fail, and a database that is away."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django import app

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms.choices import Event
from gridward.web import jobs, reactions, views
from tests.make import forms
from tests.xforms.conftest import committed

__all__ = ["committed"]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects whose reaction ran; the one called `bad` always fails."""
    ran: list[str] = []

    def reaction(entries: Sequence[LedgerEntry]) -> None:
        if any(entry.path.endswith("bad/") for entry in entries):
            raise ZeroDivisionError
        ran.extend(str(entry.id) for entry in entries)

    monkeypatch.setitem(reactions.REACTIONS, Event.SUBMITTED, (reaction,))
    return ran


def entries(at: Any, *paths: str) -> list[str]:
    notes = [ledger.Note(Event.SUBMITTED, path) for path in paths]
    return [str(e.id) for e in ledger.record_many(notes, actor=Actor.system(), at=at)]


def waiting() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args -> 'entry_ids' FROM procrastinate_jobs ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_an_entry_that_fails_holds_up_no_other_and_gets_its_own_job(at, done):
    first, bad, last = entries(at, "1/", "bad/", "2/")
    jobs.react([first, bad, last])
    alone = [ids for ids in waiting() if len(ids) == 1]
    for ids in alone:
        with suppress(ZeroDivisionError):
            jobs.react(ids)
    assert sorted(done) == sorted([first, last])
    assert [bad] in alone
    with pytest.raises(ZeroDivisionError):
        jobs.react([bad])


@pytest.mark.usefixtures("committed")
def test_a_job_whose_worker_was_killed_runs_again(at, done):
    entries(at, "1/")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name <> 'reactions'")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id"
        )
        alive = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 min')"
            " RETURNING id"
        )
        killed = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [alive])

    def seen() -> list[str]:
        worker = app.connector.get_worker_connector()  # type: ignore[attr-defined] # of Django's connector alone
        with app.replace_connector(worker) as other:
            asyncio.run(_take_up(other))
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE args ? 'entry_ids'")
            return [row[0] for row in cursor.fetchall()]

    async def _take_up(other: Any) -> None:
        async with other.open_async():
            await jobs.take_up_stalled.func(type("Context", (), {"app": other})(), 0)

    assert seen() == ["doing"], "its worker is alive"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s", [killed])
    assert seen() == ["todo"]


@pytest.mark.django_db
class TestNoDatabase:
    """What callers are told while the database starts again."""

    @pytest.fixture(autouse=True)
    def _away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object, **__: object) -> None:
            raise OperationalError

        monkeypatch.setattr("gridward.ground.xforms.queries.form_by_token", away)

    def test_a_page(self):
        told = Client(raise_request_exception=False).get("/f/anything")
        assert told.status_code == 503
        assert int(told["Retry-After"]) > 0
        assert "重新启动" in told.content.decode()

    def test_an_app(self):
        told = Client().get("/f/anything/formList", headers=forms.OPENROSA)
        assert told.status_code == 503
        assert b"OpenRosaResponse" in told.content

    @pytest.mark.parametrize(("wrong", "status"), [(OperationalError, 503), (ValueError, 500)])
    def test_before_any_view(self, rf, wrong, status):
        def broken() -> None:
            raise wrong

        try:
            broken()
        except wrong:
            assert views.failed(rf.get("/")).status_code == status


def test_a_body_that_nobody_takes_is_not_read(client):
    told = client.post("/sign-in", {}, headers={"Content-Length": "200000000"})
    assert told.status_code == 413
