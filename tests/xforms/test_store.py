"""What one statement writes: new and known ones together, behind the wall, with entry and job."""

import json
from dataclasses import replace

import pytest
from django.db import ProgrammingError, connection, connections
from django.test.utils import CaptureQueriesContext

from gridward.core import ledger, scope, sql
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms.actions import delivery, store
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import Attachment, Form, Submission
from gridward.web import jobs
from tests.make import forms as make

pytestmark = pytest.mark.usefixtures("committed")
RESIDENT = Actor.resident(make.HQ)


def items(at, *names, files=(), **changes):
    version = Form.objects.first().versions.get() if Form.objects.exists() else make.published(at)
    made = []
    for name in names:
        content = make.xml(version, f"uuid:{name}")
        sent = delivery.Sent(delivery.read(content), content, files, "self", "", at)
        made.append(replace(delivery.prepare(sent, version, actor=RESIDENT), **changes))
    return made


def queued():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT queue_name, task_name, priority, lock, queueing_lock, status, scheduled_at,"
            " attempts, args FROM procrastinate_jobs ORDER BY id"
        )
        return cursor.fetchall()


def wall():
    return sql.rows("SELECT current_setting('gridward.scope', true)", [])[0][0]


def test_one_that_is_new_takes_one_statement(at, monkeypatch):
    (item,) = items(at, "a", files=(store.File("a.jpg", "image/jpeg", b"picture"),))
    sent = []
    rows = sql.rows
    monkeypatch.setattr(sql, "rows", lambda text, values: sent.append(text) or rows(text, values))
    with CaptureQueriesContext(connection) as others:
        assert store.commit([item])[0].fate is store.Fate.KEPT
    assert len(sent) == 1
    assert len(others) == 0
    with scope.everywhere():
        kept = Submission.objects.get()
        assert bytes(Attachment.objects.get().content) == b"picture"
        entry = LedgerEntry.objects.get(event=Event.SUBMITTED)
    assert (entry.subject_id, entry.path) == (str(kept.pk), kept.path)
    assert ledger.seal_of(entry) == entry.seal


def test_the_job_is_the_one_that_the_queue_would_have_made(at):
    store.commit(items(at, "a", "b"))
    with scope.everywhere():
        ids = sorted(str(e.pk) for e in LedgerEntry.objects.filter(event=Event.SUBMITTED))
    jobs.react.defer(entry_ids=ids)
    ours, theirs = queued()
    assert ours == theirs


def test_many_entries_are_shared_out_to_jobs(at, monkeypatch):
    monkeypatch.setattr(ledger, "TOGETHER", 2)
    store.commit(items(at, *"abcde"))
    assert [len(json.loads(job[-1])["entry_ids"]) for job in queued()] == [2, 2, 1]


def test_new_known_different_and_closed_ones_in_one_batch(at):
    first, other = items(at, "a", "b")
    store.commit([first])
    changed = replace(items(at, "b")[0], digest="0" * 64)
    closed = replace(items(at, "c")[0], token="another")
    outcomes = store.commit([other, first, closed, changed, *items(at, "d")])
    assert [outcome.fate.value for outcome in outcomes] == [
        "kept", "known", "closed", "different", "kept",
    ]  # fmt: skip
    with scope.everywhere():
        assert Submission.objects.count() == 3
        noted = LedgerEntry.objects.filter(event=Event.SUBMITTED).values_list("subject_id")
        assert {row[0] for row in noted} == {str(s.pk) for s in Submission.objects.all()}
        assert ledger.verify() == []
    assert sum(len(json.loads(job[-1])["entry_ids"]) for job in queued()) == 3


def test_two_of_the_same_in_one_batch_are_kept_once(at):
    (item,) = items(at, "a")
    outcomes = store.commit([item, item])
    assert sorted(outcome.fate.value for outcome in outcomes) == ["kept", "known"]
    assert outcomes[0].id == outcomes[1].id
    assert len(queued()) == 1


def test_the_wall_stands_open_for_the_statement_alone(at):
    batch = items(at, "a")
    scope.open_for(["430199998/"])
    before = wall()
    store.commit(batch)
    assert wall() == before == '{"430199998/"}'


def test_the_wall_holds_for_the_statement_too(at):
    (item,) = items(at, "a")
    scope.open_for(["430124105/201/"])
    with pytest.raises(ProgrammingError, match="row-level security"):
        store.store([replace(item, path="430199998/")])
    with scope.everywhere():
        assert not Submission.objects.exists()
        assert not LedgerEntry.objects.filter(event=Event.SUBMITTED).exists()
    assert queued() == []


def test_what_follows_at_once_follows_once(at):
    batch = items(at, "a", "b")
    with jobs.at_once():
        assert [o.fate.value for o in store.commit([*batch, batch[0]])] == ["kept", "kept", "known"]
    assert [job for job in queued() if job[1] == jobs.react.name] == []
