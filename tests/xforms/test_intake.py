"""The group commit on connections of its own, and a server that is killed in the middle."""
# ruff: noqa: E501 - one case a line reads best

import socket
import threading
import time
import uuid
from dataclasses import replace
from functools import partial

import pytest
from django.db import DataError, connections

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import BadRequest, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions
from gridward.ground.xforms.actions import delivery, intake, store
from gridward.ground.xforms.models import Form, Submission
from tests.make import forms as make
from tests.waiting import LIMIT
from tests.xforms.serving import Server

RESIDENT = Actor.resident(make.HQ)


def itself(item):
    """The work of a delivery that was checked already."""
    return item


@pytest.mark.usefixtures("committed")
class TestWriter:
    """On a real connection of its own, with commits."""

    def items(self, at, names):
        version = make.published(at)
        made = []
        for name in names:
            content = make.xml(version, f"uuid:{name}")
            sent = delivery.Sent(delivery.read(content), content, (), "self", "", at)
            made.append(delivery.prepare(sent, version, actor=RESIDENT))
        return made

    def delivery(self, version, identity):
        return actions.Delivery("text/xml", make.xml(version, identity), "self")

    def test_waiting_threads_are_answered_after_one_commit(self, at):
        items = self.items(at, range(40))
        outcomes = []
        threads = [
            threading.Thread(target=lambda item=item: outcomes.append(intake.deliver(lambda: item)))
            for item in items
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [outcome.fate.value for outcome in outcomes] == ["kept"] * 40
        assert Submission.objects.count() == 40
        intake.writer().close()

    def test_one_bad_item_fails_alone(self, at):
        good, bad, other = self.items(at, ["a", "b", "c"])
        bad = replace(bad, device="x" * 500)  # longer than its column
        writer = intake.Writer()
        answers = [writer.put(partial(itself, item)) for item in (good, bad, other)]
        assert answers[0].result(LIMIT).fate is actions.Fate.KEPT
        assert answers[2].result(LIMIT).fate is actions.Fate.KEPT
        with pytest.raises(DataError):
            answers[1].result(LIMIT)
        writer.close()
        assert Submission.objects.count() == 2
        assert LedgerEntry.objects.filter(event="xforms.submitted").count() == 2

    def test_one_that_cannot_be_read_fails_alone_and_says_why(self, at):
        (good,) = self.items(at, ["a"])
        writer = intake.Writer()
        wrong = writer.put(partial(delivery.read, b"<broken"))
        right = writer.put(partial(itself, good))
        assert right.result(LIMIT).fate is actions.Fate.KEPT
        with pytest.raises(BadRequest):
            wrong.result(LIMIT)
        writer.close()

    def test_a_form_closed_since_it_was_remembered_takes_nothing(self, at):
        version = make.published(at)
        first, late = self.delivery(version, "uuid:1"), self.delivery(version, "uuid:2")
        kept = actions.receive_public(delivery=first, token=version.form.token, at=at)
        Form.objects.filter(pk=version.form_id).update(state="closed")  # as by another process
        with pytest.raises(WrongState):
            actions.receive_public(delivery=late, token=version.form.token, at=at)
        Form.objects.filter(pk=version.form_id).update(state="published", token="another")
        with pytest.raises(NotThere):
            actions.receive_public(delivery=late, token=version.form.token, at=at)
        again = actions.receive_public(delivery=late, token="another", at=at)
        assert (kept.fate, again.fate) == (actions.Fate.KEPT, actions.Fate.KEPT)
        with scope.everywhere():  # the connection of this thread is another one now
            assert Submission.objects.count() == 2
        intake.writer().close()

    def test_a_form_that_closes_between_the_look_and_the_writing_takes_nothing(self, at):
        (item,) = self.items(at, ["a"])
        Form.objects.update(state="closed")
        assert store.commit([item])[0].fate is actions.Fate.CLOSED
        assert not Submission.objects.exists()

    def test_a_lost_connection_costs_nothing(self, at):
        first, second = self.items(at, ["a", "b"])
        writer = intake.Writer()
        assert writer.put(partial(itself, first)).result(LIMIT).fate is actions.Fate.KEPT
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid NOT IN (pg_backend_pid(), %s) AND query LIKE '%%xforms_submission%%' AND state = 'idle'",
                [own],
            )
        assert writer.put(partial(itself, second)).result(LIMIT).fate is actions.Fate.KEPT
        writer.close()


# -- a killed server


def send(port: int, token: str, content: bytes) -> int:
    """One delivery on its own connection; the status, or an OSError when the server dies."""
    given = make.multipart(content)
    body = given["data"]
    assert isinstance(body, bytes)
    head = (
        f"POST /f/{token}/submission HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: {given['content_type']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), LIMIT) as line:
        line.sendall(head.encode() + body)
        answer = line.recv(64)
    if not answer:
        raise ConnectionError
    return int(answer.split(b" ", 2)[1])


def flood(port: int, token: str, waiting: list[tuple[str, bytes]], kept: set[str]) -> None:
    """Send until nothing waits or the server is gone; what was acknowledged goes into `kept`."""
    while True:
        try:
            identity, content = waiting.pop()
        except IndexError:
            return
        try:
            status = send(port, token, content)
            if status in {201, 202}:
                kept.add(identity)
            else:  # later: the phone keeps the form and sends it again
                assert status == 503
                waiting.append((identity, content))
        except OSError:
            waiting.append((identity, content))
            return


def storm(
    port: int, token: str, waiting: list[tuple[str, bytes]], kept: set[str]
) -> list[threading.Thread]:
    threads = [threading.Thread(target=flood, args=(port, token, waiting, kept)) for _ in range(12)]
    for thread in threads:
        thread.start()
    return threads


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.no_cover
@pytest.mark.usefixtures("committed")
def test_every_acknowledged_submission_is_there_once_after_a_kill(at, port, database_url):
    """2,000 submissions; the server is killed in the middle, started again, the rest is sent again."""
    version = make.published(at)
    token = version.form.token
    everything = [
        (identity := f"uuid:{uuid.uuid4()}", make.xml(version, identity)) for _ in range(2_000)
    ]
    waiting, kept = list(everything), set()
    server = Server(port, database_url)
    threads = storm(port, token, waiting, kept)
    while len(kept) < 500 and any(thread.is_alive() for thread in threads):
        time.sleep(0.01)
    server.kill()
    for thread in threads:
        thread.join()
    acknowledged = set(kept)
    assert 500 <= len(acknowledged) < 2_000, "it was killed in the middle"
    stored = list(Submission.objects.values_list("instance_id", flat=True))
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))

    server = Server(port, database_url)
    # The phone does not know what became of the ones without an answer: it sends them again.
    waiting = [pair for pair in everything if pair[0] not in acknowledged]
    for thread in storm(port, token, waiting, kept):
        thread.join()
    server.kill()
    assert kept == {identity for identity, _content in everything}
    stored = list(Submission.objects.values_list("instance_id", flat=True))
    assert sorted(stored) == sorted(kept)
    noted = LedgerEntry.objects.filter(event="xforms.submitted").values_list(
        "subject_id", flat=True
    )
    assert len(noted) == len(set(noted)) == 2_000
