from datetime import timedelta

import pytest

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.response.duty import actions, queries
from gridward.response.duty.models import Task
from tests.make.township import township

pytestmark = pytest.mark.django_db
GRID = "430124105/201/001/"


@pytest.fixture
def subject(at):
    return township(at)[0]


def opened(subject, at, **more) -> Task:
    return actions.open_task(
        kind="visit", path=GRID, due_at=at + timedelta(hours=2), subject=subject,
        title=Reason.of("Visit {count} doors", count=3), actor=Actor.system(), at=at, **more,
    )  # fmt: skip


def test_one_running_task_per_subject_and_kind(subject, at, actor_of):
    first, again = opened(subject, at), opened(subject, at)
    assert first == again
    assert LedgerEntry.objects.filter(event="duty.opened").count() == 1
    actions.finish(first, result="Seen, all well.", actor=actor_of("grid_worker", GRID), at=at)
    assert opened(subject, at) != first
    assert queries.was_opened("visit", subject)
    assert not queries.was_opened("review", subject)


def test_take_give_back_and_finish(subject, at, actor_of):
    worker, other = actor_of("grid_worker", GRID), actor_of("grid_worker", GRID, user_id=2)
    task = actions.take(opened(subject, at), actor=worker, at=at)
    assert (task.state, task.owner) == ("taken", 1)
    assert actions.take(task, actor=worker, at=at).state == "taken"
    with pytest.raises(WrongState, match="Somebody else"):
        actions.take(task, actor=other, at=at)
    task = actions.give_back(task, actor=worker, at=at)
    assert (task.state, task.owner) == ("open", None)
    task = actions.finish(actions.take(task, actor=other, at=at), result=" ok ", actor=other, at=at)
    assert (task.state, task.result, task.done_by, task.done_at) == ("done", "ok", 2, at)
    with pytest.raises(WrongState):
        actions.cancel(task, reason="too late", actor=other, at=at)


def test_cancel_needs_a_reason_and_the_place(subject, at, actor_of):
    task = opened(subject, at)
    with pytest.raises(WrongState, match="Say why"):
        actions.cancel(task, reason=" ", actor=actor_of("grid_worker", GRID), at=at)
    with pytest.raises(NotAllowed):
        actions.cancel(task, reason="x", actor=actor_of("grid_worker", "430124105/201/002/"), at=at)
    task = actions.cancel(task, reason="moved", actor=actor_of("commander"), at=at)
    assert task.state == "cancelled"


def test_a_plain_title_with_braces_stays_as_it_is(subject, at):
    task = actions.open_task(
        kind="x", path=GRID, due_at=at, subject=subject, title="{odd}", actor=Actor.system(), at=at
    )
    assert task.title["message"].format() == "{odd}"


def test_lists_counts_and_walls(subject, at, actor_of, charlie):
    worker, neighbour = actor_of("grid_worker", GRID), actor_of("grid_worker", "430124105/201/002/")
    task = opened(subject, at, owner=1)
    assert list(queries.mine(worker)) == [task]
    assert not queries.overdue(worker, at).exists()
    later = at + timedelta(hours=3)
    assert list(queries.overdue(worker, later)) == [task]
    assert queries.counts(worker, later) == {GRID: queries.Counts(1, 1)}
    assert not queries.visible_to(neighbour).exists()
    assert not queries.visible_to(charlie).exists()
    with scope.row_scope(neighbour.reach()):
        assert not Task.objects.exists()
