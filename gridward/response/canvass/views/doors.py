"""The doors behind a number: list, paper sheet by staircase, and the story of one door."""

from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import queries, rules
from gridward.response.canvass.choices import (
    ItemState,
    Outcome,
    RoundState,
    outcome_word,
    state_word,
)
from gridward.response.canvass.models import Attempt, Round, RoundItem
from gridward.response.canvass.views.board import shown
from gridward.response.canvass.views.rounds import unit_word

COLUMNS = (
    ("address", gettext_lazy("Address")), ("grid", gettext_lazy("Grid"), "narrow"),
    ("code", gettext_lazy("Door code"), "narrow"), ("state", gettext_lazy("State")),
    ("attempts", gettext_lazy("Tries"), "end"), ("last", gettext_lazy("Last visit"), "narrow"),
)  # fmt: skip
_GROUPS: dict[str, list[str]] = {"all": list(ItemState), "unsettled": list(rules.UNSETTLED)}
_SHEET = 2_000  # doors on one print-out: more is a ream, not a sheet


def _asked(request: ActingRequest, pk: int) -> tuple[Round, str, str, QuerySet[RoundItem]]:
    sweep = queries.round_for(request.actor, pk)
    under = request.GET.get("under", "")
    if not under.startswith(sweep.path):
        under = sweep.path
    queries.scope_for(request.actor, under)
    state = request.GET.get("state", "")
    states = _GROUPS.get(state) or ([state] if state in ItemState else [])
    rows = queries.missing(sweep, request.actor, under, states)
    if "stair" in request.GET:
        rows = rows.filter(staircase=request.GET["stair"])
    return sweep, under, state, rows


@signed_in
def doors(request: ActingRequest, pk: int) -> HttpResponseBase:
    sweep, under, state, rows = _asked(request, pk)
    if kind := request.GET.get("format"):
        names = grid.full_names(set(rows.order_by().values_list("path", flat=True).distinct()))
        head = [
            _("Door code"),
            _("Grid"),
            _("Address"),
            _("Who or what"),
            _("State"),
            _("Tries"),
            _("Last visit"),
            _("Added because"),
        ]
        body = (
            [i.code, names.get(i.path, i.path), i.address, i.label, state_word(sweep.kind, i.state),
             i.attempts,
             f"{local(i.last_at):%Y-%m-%d %H:%M}" if i.last_at else "", i.added_reason]
            for i in rows.iterator(chunk_size=5_000)
        )  # fmt: skip
        return table_response(kind, f"{sweep.name}-{_('Doors')}", head, body)
    page = page_of(rows, request.GET)
    names = grid.full_names({under, *(item.path for item in page.rows)})
    hands = queries.people(item.hand for item in page.rows)
    for item in queries.worded(page.rows, sweep.kind):
        item.place = names.get(item.path, item.path)
        item.hand_name = hands[item.hand]
    context = {
        "sweep": sweep, "under": under, "unit": unit_word(sweep), "stair": request.GET.get("stair"),
        "asked": state, "page": page, "columns": COLUMNS,
        "place": names.get(under, under), "whole": queries.total(sweep, under),
        "states": [
            ("", _("Not reached yet")), ("unsettled", _("Still to visit")), ("all", _("All doors")),
            *((state.value, word) for state, word in shown(sweep)),
        ],
    }  # fmt: skip
    return render(request, "canvass/doors.html", context)


@signed_in
def sheet(request: ActingRequest, pk: int) -> HttpResponse:
    """The same list on paper, one block per staircase, with boxes to tick."""
    sweep, under, state, rows = _asked(request, pk)
    if not state:
        rows = rows.filter(state__in=rules.UNSETTLED)
    found = list(rows[: _SHEET + 1])
    names = grid.full_names({under, *(item.path for item in found)})
    blocks = [
        {"place": names.get(path, path), "stair": stair, "doors": list(items)}
        for (path, stair), items in groupby(found[:_SHEET], lambda i: (i.path, i.staircase))
    ]
    results = [
        (outcome.value, outcome_word(sweep.kind, outcome))
        for outcome in rules.KINDS[sweep.kind].results
    ]
    context = {
        "sweep": sweep, "blocks": blocks, "results": results, "unit": unit_word(sweep),
        "place": names.get(under, under), "now": clock.now(),
        "cut": len(found) > _SHEET, "limit": _SHEET,
    }  # fmt: skip
    return render(request, "canvass/sheet.html", context)


@signed_in
def door(request: ActingRequest, pk: int) -> HttpResponse:
    """What happened at one door in one round."""
    item = queries.items_visible_to(request.actor).select_related("round").filter(pk=pk).first()
    if item is None:
        raise NotThere
    history = list(queries.history(item))
    names = queries.people([*(a.by for a in history), item.hand])
    entries = [
        {
            "at": a.at, "title": outcome_word(item.round.kind, a.outcome), "tone": a.outcome,
            "text": " · ".join(
                filter(None, [names[a.by], str(a.get_channel_display()), _where(a), a.note])
            ),
        }
        for a in history
    ]  # fmt: skip
    may_record = request.actor.may(Permission.CANVASS_RECORD, item.path)
    queries.worded([item], item.round.kind)
    item.hand_name = names[item.hand]
    context = {
        "results": [
            (outcome.value, outcome_word(item.round.kind, outcome))
            for outcome in rules.KINDS[item.round.kind].results
        ],
        "item": item, "entries": entries, "place": grid.full_names({item.path})[item.path],
        "may_record": may_record and item.round.state == RoundState.OPEN, "outcomes": Outcome,
    }  # fmt: skip
    return render(request, "canvass/door.html", context)


def _where(attempt: Attempt) -> str:
    """The place of an attempt, where the worker added it."""
    return "" if attempt.lat is None else f"{attempt.lat:.5f}, {attempt.lon:.5f}"
