"""Opening, taking and closing tasks, at the desk and by a form from a phone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Decision, Reason
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions as forms
from gridward.ground.xforms import queries as xforms
from gridward.response.duty import queries, rules
from gridward.response.duty.choices import Event, TaskState
from gridward.response.duty.models import Task


@transaction.atomic
def open_task(
    *,
    kind: str,
    path: str,
    due_at: datetime,
    subject: Model,
    title: Reason | str,
    actor: Actor,
    at: datetime,
    owner: int | None = None,
    href: str = "",
) -> Task:
    """Open a task, or return the one of this kind that still runs on the subject.

    `title` must name no person; as a `Reason` it is shown in the reader's language. `owner` is a
    user id or None for whoever takes it. `href` is where the deed is done.
    """
    actor.require(Permission.TASK_VIEW, path)
    asked = Task(
        kind=kind, title=_stored(title), path=path, owner=owner, due_at=due_at, opened_at=at,
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk), href=href,
    )  # fmt: skip
    # The unique index decides between two openers at once; the loser gets the winner's task.
    before = queries.about(subject).filter(kind=kind, state__in=rules.RUNNING).first()
    if before is not None:
        return before
    Task.objects.bulk_create([asked], ignore_conflicts=True)
    task = queries.about(subject).filter(kind=kind, state__in=rules.RUNNING).get()
    ledger.record(Event.OPENED, actor=actor, subject=task, path=path, at=at, data={"kind": kind})
    return task


def _stored(title: Reason | str) -> dict[str, object]:
    if isinstance(title, Reason):
        return title.as_json()
    return {"message": title.replace("{", "{{").replace("}", "}}"), "values": {}}


@transaction.atomic
def take(task: Task, *, actor: Actor, at: datetime) -> Task:
    """Make the task the actor's own."""
    actor.require(Permission.TASK_DO, task.path)
    task = _locked(task)
    if task.state == TaskState.TAKEN and task.owner == actor.user_id:
        return task
    insist(rules.take(state=task.state, taker=actor.user_id))
    task.state, task.owner = TaskState.TAKEN, actor.user_id
    task.save(update_fields=["state", "owner"])
    ledger.record(Event.TAKEN, actor=actor, subject=task, path=task.path, at=at)
    return task


@transaction.atomic
def give_back(task: Task, *, actor: Actor, at: datetime) -> Task:
    """Leave the task to somebody else of the place."""
    actor.require(Permission.TASK_DO, task.path)
    task = _locked(task)
    insist(rules.move(task.state, TaskState.OPEN))
    task.state, task.owner = TaskState.OPEN, None
    task.save(update_fields=["state", "owner"])
    ledger.record(Event.GIVEN_BACK, actor=actor, subject=task, path=task.path, at=at)
    return task


@transaction.atomic
def finish(task: Task, *, result: str, actor: Actor, at: datetime) -> Task:
    """Close the task with what came of it."""
    actor.require(Permission.TASK_DO, task.path)
    task = _locked(task)
    decision = rules.finish(state=task.state, result=result)
    return _close(task, TaskState.DONE, decision, result, actor=actor, at=at)


@transaction.atomic
def cancel(task: Task, *, reason: str, actor: Actor, at: datetime) -> Task:
    """Drop a task that is no longer needed."""
    actor.require(Permission.TASK_DO, task.path)
    task = _locked(task)
    decision = rules.cancel(state=task.state, reason=reason)
    return _close(task, TaskState.CANCELLED, decision, reason, actor=actor, at=at)


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update().get(pk=task.pk)


def _close(
    task: Task, state: TaskState, decision: Decision, words: str, *, actor: Actor, at: datetime
) -> Task:
    insist(decision)
    task.state, task.result = state, words.strip()
    task.done_by, task.done_at = actor.user_id, at
    task.save(update_fields=["state", "result", "done_by", "done_at"])
    event = Event.DONE if state == TaskState.DONE else Event.CANCELLED
    ledger.record(event, actor=actor, subject=task, path=task.path, at=at)
    return task


@transaction.atomic
def note_result(submission_id: UUID | str, *, actor: Actor, at: datetime) -> Task | None:
    """Close the task a form names with what it says; None when it closes none.

    It counts as far as its sender may do tasks there, at the moment the form was filled. What
    cannot be used (a foreign task, one that somebody closed meanwhile) is told on the submission,
    which is kept. Safe to repeat.
    """
    found = xforms.from_worker(submission_id, purpose="task", actor=actor)
    if found is None:
        return None
    sent, told, worker = found
    number = str(told.get("task_number", "")).strip()
    task = None
    if number.isdecimal():
        task = queries.visible_to(worker).select_for_update().filter(pk=int(number)).first()
    how = TaskState.CANCELLED if told.get("how") == TaskState.CANCELLED else TaskState.DONE
    words = str(told.get("result", ""))
    decision = _may_close(task, worker, how, words, moment=sent.at)
    if task is None or not decision.allowed:
        forms.find_fault(sent.pk, decision.because, actor=actor, at=at)
        return None
    if task.done_at is not None:  # the same form once more
        return task
    moment = max(sent.at, task.opened_at)
    return _close(task, how, decision, words, actor=worker, at=moment)


def _may_close(
    task: Task | None, worker: Actor, how: str, words: str, *, moment: datetime
) -> Decision:
    if task is None or not worker.may(Permission.TASK_DO, task.path):
        return Decision.no(Reason.of("No task with this number is yours to close."))
    mine = (task.done_by, task.done_at) == (worker.user_id, max(moment, task.opened_at))
    if task.done_at is not None and mine:
        return Decision.yes()
    if how == TaskState.CANCELLED:
        return rules.cancel(state=task.state, reason=words)
    return rules.finish(state=task.state, result=words)
