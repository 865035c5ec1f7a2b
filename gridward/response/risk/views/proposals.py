"""The queue of proposals, and one classification with its reasons."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import Page, page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.risk import actions, queries
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.forms.proposals import ConfirmMany, Override, ProposalFilter
from gridward.response.risk.models import Classification

COLUMNS = (
    ("person", _("Person")), ("place", _("Place"), "narrow"), ("measure", _("Measure"), "sort"),
    ("until", _("Until"), "sort"), ("why", _("Reasons"), "narrow"), ("state", _("State"), "narrow"),
)  # fmt: skip
SORTS = {"measure": "measure", "until": "until"}


@require_GET
@signed_in
def proposals(request: ActingRequest) -> HttpResponseBase:
    """What waits for a decision; ``?state= measure= under= doubts=``, ``?format=``."""
    today = clock.local_date(clock.now())
    places = grid.to_choose(
        request.actor, Permission.RISK_VIEW, on=today, asked=request.GET.get("under", "")
    )
    form = ProposalFilter(request.GET, places)
    mine = queries.visible_to(request.actor).filter(form.here())
    wanted = form.cleaned_data if form.is_valid() else {}
    asked = request.GET.get("sort", "")
    order = SORTS.get(asked.removeprefix("-"), "created_at")
    rows = queries.filtered(mine, wanted).order_by(f"-{order}" if asked[:1] == "-" else order, "pk")
    if kind := request.GET.get("format"):
        out = queries.exportable(rows, request.actor)
        return table_response(kind, gettext("Risk classes"), _head(), _cells(out))
    page: Page[Any] = page_of(rows, request.GET)
    context = {
        "form": form,
        "columns": COLUMNS,
        "page": replace(page, rows=queries.lines(page.rows)),
        "figures": _figures(mine),
        "confirm": ConfirmMany(),
        "may_confirm": bool(request.actor.paths(Permission.RISK_CONFIRM)),
        "may_judge": bool(_widest(request)),
        "at": clock.now(),
        "policy": queries.policy_for(request.actor, clock.now()),
    }
    return render(request, "risk/proposals.html", context)


def _figures(rows: QuerySet[Classification]) -> list[dict[str, object]]:
    """One card per measure that anybody has: waiting, of all not superseded."""
    counted = queries.counts(rows)
    return [
        {
            "measure": measure,
            "label": Measure(measure).label,
            "waiting": states.get(State.PROPOSED, 0),
            "all": sum(states.values()),
        }
        for measure, states in reversed(counted.items())
        if states
    ]


def _head() -> list[str]:
    return [str(column[1]) for column in COLUMNS] + [gettext("Policy"), gettext("Decided by")]


def _cells(rows: QuerySet[Classification]) -> Iterator[list[Cell]]:
    for line in queries.lines(rows.iterator(chunk_size=1_000)):
        yield [
            line.name, line.place, str(line.measure_label),
            line.until.isoformat() if line.until else "",
            " ".join(_told(reason) for reason in [*line.reasons, *line.doubts]),
            str(line.state_label), line.policy, line.decided_by,
        ]  # fmt: skip


def _told(reason: dict[str, Any]) -> str:
    return gettext(str(reason["message"])).format(**reason["values"])


@require_GET
@signed_in
def classification(request: ActingRequest, pk: int) -> HttpResponse:
    """One classification: why, by which edition, decided by whom, and what came before it."""
    row = queries.classification(pk, actor=request.actor)
    return _page(request, row, Override(initial={"measure": row.measure}))


def _page(
    request: ActingRequest, row: Classification, form: Override, status: int = 200
) -> HttpResponse:
    history = queries.history_of(row.person_id, request.actor) if row.person_id else []
    context = {
        "row": queries.lines([row])[0],
        "source": queries.pack_for(row).source,
        "adoption": row.adoption,
        "stays": queries.stays_of(row),
        "history": queries.lines(each for each in history if each.pk != row.pk),
        "form": form,
        "may_decide": row.state == State.PROPOSED
        and request.actor.may(Permission.RISK_CONFIRM, row.path),
    }
    return render(request, "risk/classification.html", context, status=status)


@require_POST
@signed_in
def confirm(request: ActingRequest, pk: int) -> HttpResponse:
    row = queries.classification(pk, actor=request.actor)
    actions.confirm(row, actor=request.actor, at=clock.now(), reason=request.POST.get("reason", ""))
    messages.success(request, gettext("Confirmed."))
    return redirect("risk:proposals")


@require_POST
@signed_in
def confirm_many(request: ActingRequest) -> HttpResponse:
    """The ticked rows, for one reason."""
    form = ConfirmMany(request.POST)
    ids = [int(each) for each in request.POST.getlist("ids") if each.isdecimal()]
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = actions.confirm_many(ids, actor=request.actor, at=clock.now(), reason=reason)
    messages.success(
        request,
        ngettext("{n} class confirmed.", "{n} classes confirmed.", done.confirmed).format(
            n=done.confirmed
        ),
    )
    if done.left:
        left = gettext("{n} have open questions: open and decide them one by one.")
        messages.warning(request, left.format(n=len(done.left)))
    return redirect("risk:proposals")


@require_POST
@signed_in
def override(request: ActingRequest, pk: int) -> HttpResponse:
    row = queries.classification(pk, actor=request.actor)
    form = Override(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    said = form.cleaned_data
    actions.override(
        row,
        measure=said["measure"],
        days=said["days"],
        reason=said["reason"],
        actor=request.actor,
        at=clock.now(),
    )
    messages.success(request, gettext("Decided."))
    return redirect("risk:classification", pk=pk)


@require_POST
@signed_in
def judge(request: ActingRequest) -> HttpResponse:
    """Have everybody in the actor's reach judged anew by the policy in force."""
    paths = _widest(request)
    for path in paths:
        made = actions.judge_everybody(path=path, actor=request.actor, at=clock.now())
        if len(paths) == 1:
            return redirect("risk:run", pk=made.pk)
    return redirect("risk:runs" if paths else "risk:proposals")


def _widest(request: ActingRequest) -> tuple[str, ...]:
    return request.actor.paths(Permission.RISK_CONFIRM)
