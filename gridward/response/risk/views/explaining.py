"""Why somebody has a class, on the screen and on paper; objections and their answers."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import Page, page_of
from gridward.core.permissions import Permission
from gridward.response.risk import actions, queries
from gridward.response.risk.choices import ObjectionState
from gridward.response.risk.forms.proposals import Answer, Object
from gridward.response.risk.models import Objection

OBJECTIONS = (
    ("person", _("Person")), ("class", _("Measure")), ("text", _("Objection")),
    ("state", _("State")), ("recorded", _("Written down by"), "narrow"),
)  # fmt: skip


@require_GET
@signed_in
def explain(request: ActingRequest, pk: int) -> HttpResponse:
    """Every class of a person: why, by what, by whom, and what would change it."""
    person = queries.person_to_explain(pk, actor=request.actor)
    now = clock.now()
    actions.note_explaining(person, purpose="explain", actor=request.actor, at=now)
    context = {
        "told": queries.explain(person, actor=request.actor, at=now),
        "form": Object(),
        "now": now,
    }
    return render(request, "risk/explain.html", context)


@require_GET
@signed_in
def explain_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """The same in plain words, for the hands of the person."""
    person = queries.person_to_explain(pk, actor=request.actor)
    now = clock.now()
    actions.note_explaining(person, purpose="explain, paper", actor=request.actor, at=now)
    told = queries.explain(person, actor=request.actor, at=now)
    return render(request, "risk/explain_paper.html", {"told": told, "now": now})


@require_POST
@signed_in
def object_to(request: ActingRequest, pk: int) -> HttpResponse:
    """Write down what somebody says against a class."""
    row = queries.classification(pk, actor=request.actor)
    text = request.POST.get("text", "")
    made = actions.object_to(row, text=text, actor=request.actor, at=clock.now())
    messages.success(request, gettext("Written down. Another person answers within a day."))
    return redirect("risk:objection", pk=made.pk)


@require_GET
@signed_in
def objections(request: ActingRequest) -> HttpResponseBase:
    """All objections, those that wait first; ``?format=``."""
    rows = queries.objections_visible_to(request.actor).order_by("-state", "-recorded_at")
    if kind := request.GET.get("format"):
        out = queries.objection_lines(queries.exportable_objections(rows, request.actor))
        head = [str(column[1]) for column in OBJECTIONS]
        return table_response(kind, gettext("Objections"), head, map(_cells, out))
    page: Page[Any] = page_of(rows, request.GET)
    context = {
        "columns": OBJECTIONS,
        "page": replace(page, rows=queries.objection_lines(page.rows)),
    }
    return render(request, "risk/objections.html", context)


def _cells(line: queries.ObjectionLine) -> list[Cell]:
    row = line.row
    return [
        line.name, str(line.measure), row.text, str(line.state),
        f"{row.recorded_by_name} {local(row.recorded_at):%Y-%m-%d %H:%M}",
    ]  # fmt: skip


@require_GET
@signed_in
def objection(request: ActingRequest, pk: int) -> HttpResponse:
    """One objection and the class it is against; the form that answers it."""
    return _page(request, queries.objection(pk, actor=request.actor), Answer())


def _page(request: ActingRequest, row: Objection, form: Answer, status: int = 200) -> HttpResponse:
    mine = request.actor.user_id in {row.recorded_by, row.classification.decided_by}
    may = request.actor.may(Permission.RISK_CONFIRM, row.path)
    is_open = row.state == ObjectionState.OPEN
    context = {
        "objection": row,
        "row": queries.lines([row.classification])[0],
        "form": form,
        "may_answer": may and is_open and not mine,
        "another_must": is_open and mine,
    }
    return render(request, "risk/objection.html", context, status=status)


@require_POST
@signed_in
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    row = queries.objection(pk, actor=request.actor)
    form = Answer(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    said = form.cleaned_data
    actions.answer_objection(
        row, outcome=said["outcome"], answer=said["answer"], measure=said["measure"],
        days=said["days"], actor=request.actor, at=clock.now(),
    )  # fmt: skip
    messages.success(request, gettext("Answered."))
    return redirect("risk:objection", pk=pk)
