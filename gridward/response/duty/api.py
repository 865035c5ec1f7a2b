"""Tasks over JSON."""

from ninja import Router

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest
from gridward.response.duty import actions, queries
from gridward.response.duty.models import Task
from gridward.response.duty.schemas import ResultIn, TaskOut

router = Router()
LIMIT = 500


@router.get("/", response=list[TaskOut])
def tasks(request: ActingRequest, kind: str = "", after: int = 0) -> list[Task]:
    """Running tasks in id order, at most 500; go on with ``after`` = the last id."""
    rows = queries.running(request.actor).filter(pk__gt=after).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows)[:LIMIT])


@router.post("/{pk}/take", response=TaskOut)
def take(request: ActingRequest, pk: int) -> Task:
    return actions.take(_task(request, pk), actor=request.actor, at=clock.now())


@router.post("/{pk}/finish", response=TaskOut)
def finish(request: ActingRequest, pk: int, body: ResultIn) -> Task:
    at = clock.now()
    return actions.finish(_task(request, pk), result=body.result, actor=request.actor, at=at)


def _task(request: ActingRequest, pk: int) -> Task:
    task = queries.visible_to(request.actor).filter(pk=pk).first()
    if task is None:
        raise NotThere
    return task
