"""Pages of tasks."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in, snapshot
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.duty import actions, queries
from gridward.response.duty.forms import CloseTask, TaskFilter
from gridward.response.duty.models import Task

COLUMNS = (
    ("due", _("Due by"), "sort"), ("title", _("Task")), ("place", _("Grid"), "narrow"),
    ("owner", _("Responsible"), "narrow"), ("state", _("State")),
)  # fmt: skip


@require_GET
@signed_in
def tasks(request: ActingRequest) -> HttpResponseBase:
    """The list, most urgent first; ``?which=mine|overdue|closed``, ``?kind=``, ``?format=``."""
    at = clock.now()
    places = grid.to_choose(
        request.actor, Permission.TASK_VIEW, on=clock.local_date(at),
        asked=request.GET.get("under", ""),
    )  # fmt: skip
    form = TaskFilter(request.GET, places)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = _wanted(request.actor, wanted, at).filter(form.here())
    if request.GET.get("sort") == "-due":
        rows = rows.order_by("-due_at", "pk")
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, gettext("Tasks"), head, _lines(rows, at))
    page = page_of(rows, request.GET)
    queries.dressed(page.rows, at)
    context = {"form": form, "page": page, "columns": COLUMNS, "at": at}
    return render(request, "duty/tasks.html", context)


def _wanted(actor: Actor, wanted: dict[str, str], at: datetime) -> QuerySet[Task]:
    match wanted.get("which"):
        case "mine":
            rows = queries.mine(actor)
        case "overdue":
            rows = queries.overdue(actor, at)
        case "closed":
            rows = queries.visible_to(actor).exclude(done_at=None).order_by("-done_at", "-pk")
        case _:
            rows = queries.running(actor)
    return rows.filter(kind=wanted["kind"]) if wanted.get("kind") else rows


def _lines(rows: QuerySet[Task], at: datetime) -> Iterator[list[Cell]]:
    for task in queries.dressed(list(rows), at):
        due = f"{clock.local(task.due_at):%Y-%m-%d %H:%M}"
        yield [due, _title(task), task.place, task.owner_name, task.get_state_display()]


def _title(task: Task) -> str:
    told: str = gettext(task.title["message"]).format(**task.title["values"])
    return told


@require_safe
@signed_in
def day(request: ActingRequest) -> HttpResponseBase:
    """The worker's running tasks as a phone keeps them."""
    if not request.actor.paths(Permission.TASK_VIEW):
        raise NotThere
    tasks = [
        {
            "task": task.pk, "title": _title(task), "kind": task.kind_label, "place": task.place,
            "due_at": task.due_at.isoformat(), "href": task.href, "state": task.state,
            "mine": task.owner == request.actor.user_id, "path": task.path,
            "may": request.actor.may(Permission.TASK_DO, task.path),
        }
        for task in queries.day(request.actor, clock.now())
    ]  # fmt: skip
    return snapshot(request, {"tasks": tasks})


@require_POST
@signed_in
def take(request: ActingRequest, pk: int) -> HttpResponse:
    task = actions.take(_task(request, pk), actor=request.actor, at=clock.now())
    return _answer(request, task)


@require_POST
@signed_in
def give_back(request: ActingRequest, pk: int) -> HttpResponse:
    task = actions.give_back(_task(request, pk), actor=request.actor, at=clock.now())
    return _answer(request, task)


@require_POST
@signed_in
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """``how=done`` with a result, or ``how=cancelled`` with a reason."""
    task, words = _task(request, pk), CloseTask(request.POST)
    words.is_valid()
    said = words.cleaned_data.get("result", "")
    at = clock.now()
    if request.POST.get("how") == "cancelled":
        actions.cancel(task, reason=said, actor=request.actor, at=at)
    else:
        actions.finish(task, result=said, actor=request.actor, at=at)
    return _answer(request, _task(request, pk))


def _task(request: ActingRequest, pk: int) -> Task:
    task = queries.visible_to(request.actor).filter(pk=pk).first()
    if task is None:
        raise NotThere
    return task


def _answer(request: ActingRequest, task: Task) -> HttpResponse:
    """The task's cell for htmx, the list for a browser without script."""
    if request.headers.get("HX-Request") != "true":
        return redirect("duty:tasks")
    queries.dressed([task], clock.now())
    may = request.actor.may(Permission.TASK_DO, task.path)
    return render(request, "duty/_deeds.html", {"row": task, "may_do": may})
