"""Tasks over JSON."""

from django.http import HttpRequest
from ninja import Router

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.response.duty import actions, queries
from gridward.response.duty.models import Task
from gridward.response.duty.schemas import ResultIn, TaskOut

router = Router()
LIMIT = 500


@router.get("/", response=list[TaskOut])
def tasks(request: HttpRequest, kind: str = "", after: int = 0) -> list[Task]:
    """Running tasks in id order, at most 500; go on with ``after`` = the last id."""
    rows = queries.running(_actor(request)).filter(pk__gt=after).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows)[:LIMIT])


@router.post("/{pk}/take", response=TaskOut)
def take(request: HttpRequest, pk: int) -> Task:
    return actions.take(_task(request, pk), actor=_actor(request), at=clock.now())


@router.post("/{pk}/finish", response=TaskOut)
def finish(request: HttpRequest, pk: int, body: ResultIn) -> Task:
    at = clock.now()
    return actions.finish(_task(request, pk), result=body.result, actor=_actor(request), at=at)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]  # set by web.middleware


def _task(request: HttpRequest, pk: int) -> Task:
    task = queries.visible_to(_actor(request)).filter(pk=pk).first()
    if task is None:
        raise NotThere
    return task
