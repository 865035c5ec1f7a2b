"""Tasks that are finished on a phone: the form closes them, as far as its sender may."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gridward.core.actor import Actor
from gridward.ground.access import queries as access
from gridward.ground.grid.models import Node
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.models import Submission
from gridward.response.duty import actions
from gridward.response.duty.models import Task
from tests.make import forms
from tests.make.township import posting, township, user

pytestmark = pytest.mark.django_db
GRID = "430124105/201/001/"
OTHER = "430124105/201/002/"
HOUR = timedelta(hours=1)
S = Actor.system()


@pytest.fixture
def version(at):
    township(at)
    return forms.published(at, "task_result", purpose="task", open_to_all="no")


@pytest.fixture
def sender(version):
    worker = user("wk")
    posting(worker, Node.objects.get(path=GRID), "grid_worker")
    return worker


def task(at, path: str = GRID) -> Task:
    return actions.open_task(
        kind="visit", path=path, due_at=at + HOUR, subject=Node.objects.get(path=path),
        title="看看", actor=S, at=at,
    )  # fmt: skip


def send(version, sender, at, **told: object) -> Submission:
    answers = {"how": "done", "result": "已上门，情况正常", **told}
    worker = access.actor_for(sender, on=at.date())
    xml = xforms.written(version, answers, instance_id=f"uuid:{uuid4()}")
    return xforms.submit(
        version=version, xml=xml, attachments={}, actor=worker, channel="worker", at=at
    )


def test_a_form_closes_its_task_once(version, sender, at):
    owed = task(at)
    sent = send(version, sender, at + HOUR, task_number=str(owed.pk))
    for _ in range(2):
        done = actions.note_result(sent.pk, actor=S, at=at + 2 * HOUR)
        assert done is not None
        assert (done.state, done.result) == ("done", "已上门，情况正常")
        assert (done.done_by, done.done_at) == (sender.pk, at + HOUR)  # when it happened
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_a_task_that_is_no_longer_needed_is_dropped(version, sender, at):
    owed = task(at)
    sent = send(version, sender, at, task_number=str(owed.pk), how="cancelled", result="已搬走")
    dropped = actions.note_result(sent.pk, actor=S, at=at)
    assert dropped is not None
    assert dropped.state == "cancelled"


@pytest.mark.parametrize("number", ["", "x", "999999"])
def test_a_form_without_a_task_of_its_sender_comes_back(version, sender, at, number):
    sent = send(version, sender, at, task_number=number)
    assert actions.note_result(sent.pk, actor=S, at=at) is None
    sent.refresh_from_db()
    assert sent.state == "returned"


def test_a_foreign_task_and_one_that_is_closed_stay_as_they_are(version, sender, at):
    foreign, closed = task(at, OTHER), task(at)
    actions.finish(closed, result="另有人办结", actor=S, at=at)
    for each in (foreign, closed):
        sent = send(version, sender, at + HOUR, task_number=str(each.pk))
        assert actions.note_result(sent.pk, actor=S, at=at + HOUR) is None
        sent.refresh_from_db()
        assert sent.state == "returned"
    foreign.refresh_from_db()
    closed.refresh_from_db()
    assert (foreign.state, closed.result) == ("open", "另有人办结")


def test_other_forms_close_nothing(version, sender, at):
    assert actions.note_result(uuid4(), actor=S, at=at) is None
