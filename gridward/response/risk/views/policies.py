"""Policies: what ships, what is in force and on what ground, adopting."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.response.risk import actions, queries
from gridward.response.risk.forms.policies import Adopt, EndAdoption, TryOut

PACKS = (
    ("policy", _("Policy")), ("source", _("Source document")), ("valid", _("Source in force")),
    ("now", _("In force here")),
)  # fmt: skip
ADOPTIONS = (
    ("policy", _("Policy")), ("place", _("For")), ("from", _("From")), ("to", _("To")),
    ("basis", _("Legal basis")), ("by", _("Adopted by"), "narrow"),
)  # fmt: skip


@require_GET
@signed_in
def policies(request: ActingRequest) -> HttpResponseBase:
    """All packs, and every adoption with its hours and legal basis; ``?format=``."""
    now = clock.now()
    lines = queries.adoption_lines(request.actor, now)
    if kind := request.GET.get("format"):
        head = [*(str(column[1]) for column in ADOPTIONS), gettext("State")]
        return table_response(kind, gettext("Policies"), head, map(_cells, lines))
    context = {
        "pack_columns": PACKS,
        "packs": queries.pack_lines(request.actor, now),
        "brought": queries.brought_lines(request.actor, now),
        "adoption_columns": ADOPTIONS,
        "adoptions": lines,
    }
    return render(request, "risk/policies.html", context)


def _cells(line: queries.AdoptionLine) -> list[Cell]:
    row = line.row
    return [
        line.title, line.place, local(row.starts_at).isoformat(timespec="minutes"),
        local(line.until).isoformat(timespec="minutes") if line.until else "",
        row.order, row.adopted_by_name,
        str(line.state_label),
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def policy(request: ActingRequest, code: str) -> HttpResponse:
    """One pack: source, numbers, rows with their clauses; the form that adopts it."""
    pack = queries.edition(code)
    now = clock.now()
    today = clock.local_date(now)
    places = queries.places_to_adopt(request.actor, today)
    form = Adopt(request.POST or None, places)
    if request.method == "POST":
        if not places:
            request.actor.require(Permission.POLICY_ADOPT, "")
        if form.is_valid():
            made = actions.adopt(
                pack,
                path=form.cleaned_data["path"],
                legal_basis=form.basis(),
                starts_at=form.cleaned_data["starts_at"],
                actor=request.actor,
                at=now,
            )
            messages.success(request, gettext("Adopted."))
            return redirect("risk:adoption", pk=made.pk)
    context = {
        "pack": pack,
        "line": queries.pack_line(pack, [], today),
        "rows": queries.row_lines(pack),
        "form": form if places else None,
        "trial": TryOut(None, queries.places_to_judge(request.actor, today)),
        "old": not pack.in_force(today),
        "now": queries.ref_in_force(request.actor, now),
        "may_edit": bool(request.actor.paths(Permission.RISK_CONFIRM)),
    }
    return render(request, "risk/policy.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def adoption(request: ActingRequest, pk: int) -> HttpResponse:
    """One adoption: order, hours, what happened to it; ending it or taking it back."""
    row = queries.adoption(pk, actor=request.actor)
    [line] = [
        each for each in queries.adoption_lines(request.actor, clock.now()) if each.row.pk == pk
    ]
    context = {
        "line": line,
        "row": row,
        "form": EndAdoption(),
        "may_adopt": request.actor.may(Permission.POLICY_ADOPT, row.path),
    }
    return render(request, "risk/adoption.html", context)


@require_POST
@signed_in
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Take an adoption back before its hour."""
    row = queries.adoption(pk, actor=request.actor)
    reason = request.POST.get("reason", "")
    actions.withdraw(row, reason=reason, actor=request.actor, at=clock.now())
    messages.success(request, gettext("Taken back: what applied before goes on."))
    return redirect("risk:adoption", pk=pk)


@require_POST
@signed_in
def retire(request: ActingRequest, pk: int) -> HttpResponse:
    """End an adoption."""
    row = queries.adoption(pk, actor=request.actor)
    form = EndAdoption(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    actions.retire(
        row, reason=said.get("reason", ""), ends_at=said.get("ends_at"), actor=request.actor,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, gettext("Retired."))
    return redirect("risk:adoption", pk=pk)
