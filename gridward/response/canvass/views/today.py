"""The worker's page: own doors of the running round, door by door."""

from itertools import groupby

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.errors import BadInput
from gridward.core.filled import sentence
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import Kind, Outcome, RoundState, Verdict
from gridward.response.canvass.forms import DoorFilter, RecordForm
from gridward.response.canvass.models import Round, RoundItem
from gridward.response.canvass.queries.day import meanings

_KEPT = "canvass.today"  # the filter stays when one comes back to the page
_DOORS = 60


@signed_in
def today(request: ActingRequest) -> HttpResponse:
    queries.scope_for(request.actor, "", Permission.CANVASS_RECORD)
    sweep = _running(request)
    if sweep is None:
        return render(request, "canvass/today.html", {"sweep": None})
    asked = _asked(request)
    under = asked["under"] if asked["under"].startswith(sweep.path) else sweep.path
    paths = queries.reach(request.actor, under, permission=Permission.CANVASS_RECORD)
    rows = _doors(sweep, paths, asked["show"], asked["q"])
    page = page_of(rows, request.GET, size=_DOORS)
    names = grid.full_names({item.path for item in page.rows})
    stairs = [
        {"place": names.get(path, path), "name": name, "doors": list(found)}
        for (path, name), found in groupby(page.rows, lambda item: (item.path, item.staircase))
    ]
    everywhere = queries.reach(request.actor, sweep.path, permission=Permission.CANVASS_RECORD)
    places = queries.coverage(sweep, everywhere, by="grid")
    context = {
        "sweep": sweep, "page": page, "stairs": stairs, "form": DoorFilter(asked), "asked": asked,
        "places": places if len(places) > 1 else [], "outcomes": Outcome,
        "means": meanings(sweep),
        **_progress(sweep, paths),
    }  # fmt: skip
    return render(request, "canvass/today.html", context)


@require_POST
@signed_in
def record(request: ActingRequest) -> HttpResponse:
    """One result for one door, or for all that were ticked."""
    queries.scope_for(request.actor, "", Permission.CANVASS_RECORD)
    form = RecordForm({**request.POST.dict(), "codes": ",".join(request.POST.getlist("codes"))})
    if not form.is_valid():
        raise BadInput("Choose a door and a result.")
    at = clock.now()
    codes = [code for code in form.cleaned_data["codes"].split(",") if code]
    outcome, note = form.cleaned_data["outcome"], form.cleaned_data["note"]
    entries = [actions.Entry(code=c, outcome=outcome, at=at, note=note) for c in codes]
    results = actions.record_attempts(entries, actor=request.actor, at=at)
    refused = [reason for r in results if r.verdict == Verdict.REFUSED for reason in r.because]
    if refused and request.headers.get("HX-Request") == "true":
        raise BadInput(*refused)
    for reason in dict.fromkeys(refused):  # the list stays as it was
        messages.warning(request, sentence(reason))
    if request.headers.get("HX-Request") != "true" or len(codes) != 1:
        return redirect("canvass:today")
    item = queries.items_visible_to(request.actor).filter(code=codes[0]).order_by("-round_id")[0]
    under = request.session.get(_KEPT, {}).get("under") or item.round.path
    paths = queries.reach(request.actor, under, permission=Permission.CANVASS_RECORD)
    context = {"item": item, "outcomes": Outcome, "swapped": True, **_progress(item.round, paths)}
    return render(request, "canvass/_door_answer.html", context)


def _running(request: ActingRequest) -> Round | None:
    running = queries.visible_to(request.actor).filter(state=RoundState.OPEN)
    return running.filter(kind=Kind.DOOR_SWEEP).first()


def _asked(request: ActingRequest) -> dict[str, str]:
    """The filter of the address, else the one used last."""
    kept: dict[str, str] = request.session.get(_KEPT, {})
    if request.GET.keys() & {"show", "under", "q"}:
        kept = {"show": kept.get("show", "todo"), "under": kept.get("under", "")}
        kept |= {key: request.GET[key] for key in ("show", "under") if key in request.GET}
        request.session[_KEPT] = kept
    return {"show": "todo", "under": "", **kept, "q": request.GET.get("q", "")}


def _doors(sweep: Round, paths: tuple[str, ...], show: str, text: str) -> QuerySet[RoundItem]:
    rows = RoundItem.objects.filter(within(paths), round=sweep)
    if text.strip():
        word = text.strip()
        rows = rows.filter(Q(address__icontains=word) | Q(code__icontains=word))
    elif show == "todo":
        rows = rows.filter(state__in=rules.UNSETTLED)
    elif show:
        rows = rows.filter(state=show)
    return rows.order_by("path", "position", "pk")


def _progress(sweep: Round, paths: tuple[str, ...]) -> dict[str, object]:
    covered = queries.total(sweep, paths)
    whole = covered.frozen.total + covered.added.total
    return {"left": covered.unsettled, "whole": whole, "settled": whole - covered.unsettled}
