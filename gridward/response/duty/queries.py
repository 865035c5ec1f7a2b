"""Reading tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Count, Model, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.grid import queries as grid
from gridward.response.duty import rules
from gridward.response.duty.models import Task


def visible_to(actor: Actor) -> QuerySet[Task]:
    """Tasks on the paths where the actor may see them."""
    return visible(Task.objects.all(), actor, Permission.TASK_VIEW)


def running(actor: Actor) -> QuerySet[Task]:
    """Open and taken ones, most urgent first."""
    return visible_to(actor).filter(state__in=rules.RUNNING).order_by("due_at", "pk")


def mine(actor: Actor) -> QuerySet[Task]:
    """Running tasks of the actor; nobody's when the actor has no account."""
    return running(actor).filter(owner=actor.user_id, owner__isnull=False)


def overdue(actor: Actor, at: datetime) -> QuerySet[Task]:
    """Running tasks whose time has passed."""
    return running(actor).filter(due_at__lt=at)


@dataclass(frozen=True, slots=True)
class Counts:
    """Running tasks of one path; `overdue` of them late at the cut-off."""

    running: int
    overdue: int


def counts(actor: Actor, at: datetime) -> dict[str, Counts]:
    """``path -> Counts`` for every path with running tasks the actor may see."""
    rows = (
        running(actor)
        .order_by()
        .values("path")
        .annotate(n=Count("pk"), n_late=Count("pk", filter=Q(due_at__lt=at)))
    )
    return {row["path"]: Counts(row["n"], row["n_late"]) for row in rows}


def about(subject: Model) -> QuerySet[Task]:
    """All tasks ever opened on a subject, newest first."""
    label = subject._meta.label_lower
    return Task.objects.filter(subject_type=label, subject_id=str(subject.pk)).order_by("-pk")


def was_opened(kind: str, subject: Model) -> bool:
    """Whether a task of this kind was ever opened on the subject, closed ones included."""
    return about(subject).filter(kind=kind).exists()


def names(users: Iterable[int | None]) -> dict[int, str]:
    """``user id -> name`` for the lists; accounts that are gone are left out."""
    known = get_user_model().objects.filter(pk__in={u for u in users if u is not None})
    return {user.pk: str(user) for user in known}


def dressed(found: list[Task], at: datetime) -> list[Task]:
    """The tasks with the names of places and people and their lateness, for lists."""
    places = grid.full_names({task.path for task in found})
    people = names({task.owner for task in found} | {task.done_by for task in found})
    for task in found:
        task.place = places.get(task.path, task.path)
        task.owner_name = people.get(task.owner or 0, "")
        task.done_name = people.get(task.done_by or 0, "")
        task.late = rules.is_late(state=task.state, due_at=task.due_at, at=at)
    return found


def day(actor: Actor, at: datetime) -> list[Task]:
    """The running tasks a worker's phone keeps: the own ones and those nobody has taken."""
    ours = Q(owner=actor.user_id, owner__isnull=False) | Q(owner=None)
    return dressed(list(running(actor).filter(ours)), at)
