"""Closing a round: when every door has a result, or with a signed list of gaps."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gridward.core import clock
from gridward.core.errors import NotThere, Refusal
from gridward.core.export import table_response
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import RoundState, state_word
from gridward.response.canvass.forms import GapForm
from gridward.response.canvass.models import Signature
from gridward.response.canvass.views.rounds import unit_word

_WHY = "why:"  # prefix of the fields with a reason for one grid


@signed_in
def close(request: ActingRequest, pk: int) -> HttpResponse:
    sweep = queries.round_for(request.actor, pk)
    queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RUN)
    if request.method == "POST":
        actions.close_round(sweep, actor=request.actor, at=clock.now())
        return redirect("canvass:board", sweep.pk)
    whole = queries.total(sweep)
    places = [p for p in queries.coverage(sweep, sweep.path, "grid") if p.coverage.unsettled]
    decision = rules.may_close(sweep.state, whole.unsettled, rules.KINDS[sweep.kind].unit)
    context = {
        "sweep": sweep, "whole": whole, "places": places, "decision": decision,
        "unit": unit_word(sweep),
        "may_sign": sweep.state == RoundState.OPEN and bool(whole.unsettled),
    }  # fmt: skip
    return render(request, "canvass/close.html", context)


@signed_in
def close_with_gaps(request: ActingRequest, pk: int) -> HttpResponse:
    """Decide to close with open doors: why, grid by grid, and sign."""
    sweep = queries.round_for(request.actor, pk)
    queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RUN)
    form = GapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons = {
            key.removeprefix(_WHY): request.POST[key] for key in request.POST
            if key.startswith(_WHY)
        }  # fmt: skip
        asked = form.cleaned_data
        done = carried_out(
            form,
            lambda: actions.close_with_gaps(
                sweep, **asked, reasons=reasons, actor=request.actor, at=clock.now()
            ),
        )
        if not isinstance(done, Refusal):
            return redirect("canvass:gaps", sweep.pk)
    counts = queries.gap_counts(sweep)
    names = grid.full_names({path for path, _state, _n in counts})
    rows: dict[str, dict[str, object]] = {}
    for path, state, number in counts:
        why = request.POST.get(f"{_WHY}{path}", "")
        fresh: dict[str, object] = {
            "path": path,
            "name": names.get(path, path),
            "parts": [],
            "why": why,
        }
        row = rows.setdefault(path, fresh)
        row["parts"].append((state_word(sweep.kind, state), number))  # type: ignore[attr-defined]
    context = {
        "sweep": sweep, "form": form, "rows": rows.values(), "unit": unit_word(sweep),
        "total": sum(number for _path, _state, number in counts),
    }  # fmt: skip
    return render(request, "canvass/close_gaps.html", context, status=status_of(form))


@signed_in
def gaps(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The frozen, signed list, for paper."""
    sweep = queries.round_for(request.actor, pk)
    signature = Signature.objects.filter(round=sweep).first()
    if signature is None:
        raise NotThere
    found = list(queries.gaps_of(sweep, request.actor))
    names = grid.full_names({gap.path for gap in found} | {sweep.path})
    rows = [
        (names.get(g.path, g.path), g.code, g.address, g.label, state_word(sweep.kind, g.state),
         g.attempts, g.reason)
        for g in found
    ]  # fmt: skip
    if kind := request.GET.get("format"):
        head = [
            _("Grid"), _("Code"), _("Address"), _("Who or what"), _("State"), _("Tries"),
            _("Reason"),
        ]  # fmt: skip
        return table_response(kind, f"{sweep.name}-{_('Gaps')}", head, rows)
    whole = len(found) == signature.doors
    context = {
        "sweep": sweep, "signature": signature, "rows": rows, "unit": unit_word(sweep),
        "place": names.get(sweep.path, sweep.path), "is_whole": whole,
        "is_intact": whole and actions.seal_of(found) == signature.seal,
        "coverage": queries.total(sweep),
    }  # fmt: skip
    return render(request, "canvass/gaps.html", context)
