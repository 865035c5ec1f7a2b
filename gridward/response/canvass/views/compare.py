"""Round against round (P10): how many, and which doors."""

from dataclasses import replace

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.core.errors import BadInput
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.grid import queries as grid
from gridward.response.canvass import queries
from gridward.response.canvass.choices import state_word
from gridward.response.canvass.models import Round
from gridward.response.canvass.rules import Change
from gridward.response.canvass.views.rounds import unit_word

WORDS = {
    Change.LOST: gettext_lazy("Reached then, not now"),
    Change.GAINED: gettext_lazy("Reached now, not then"),
    Change.MOVED: gettext_lazy("Moved away since"),
    Change.CHANGED: gettext_lazy("Another result"),
    Change.NEW: gettext_lazy("New in this round"),
    Change.GONE: gettext_lazy("No longer in the register"),
    Change.SAME: gettext_lazy("As before"),
}
COLUMNS = (
    ("address", gettext_lazy("Address")), ("place", gettext_lazy("Grid"), "narrow"),
    ("before", gettext_lazy("In the earlier round")), ("now", gettext_lazy("In this round")),
)  # fmt: skip
_SIZE = 200


@signed_in
def compare(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The doors that stand otherwise than in an earlier round of the campaign."""
    sweep = queries.round_for(request.actor, pk)
    earlier = queries.visible_to(request.actor).filter(
        campaign=sweep.campaign_id, number__lt=sweep.number
    )
    others = list(earlier.order_by("-number"))
    if not others:
        raise BadInput("There is no earlier round of this campaign to compare with.")
    asked = request.GET.get("with", "")
    before = next((r for r in others if str(r.pk) == asked), others[0])
    under = request.GET.get("under", "")
    queries.scope_for(request.actor, under or sweep.path)
    counts = queries.changes(before, sweep, request.actor, under)
    which = request.GET.get("change", "")
    shown = [Change(which)] if which in set(Change) else [c for c in Change if c != Change.SAME]
    if kind := request.GET.get("format"):
        rows = _named(list(queries.changed(before, sweep, request.actor, under, shown)), sweep)
        head = [
            _("Code"), _("Grid"), _("Address"), _("Who or what"), before.name, sweep.name
        ]  # fmt: skip
        body = ([r.code, r.place, r.address, r.label, r.before_word, r.now_word] for r in rows)
        return table_response(kind, f"{sweep.name}-{_('Compared')}", head, body)
    found = queries.changed(before, sweep, request.actor, under, shown, limit=_SIZE)
    context = {
        "sweep": sweep, "before": before, "others": others, "under": under, "which": which,
        "counts": [
            (c.value, WORDS[c], counts[c], _link(sweep, before, under, c)) for c in WORDS
        ],
        "rows": _named(list(found), sweep), "columns": COLUMNS, "unit": unit_word(sweep),
        "total": sum(counts[c] for c in shown), "size": _SIZE,
        "whole": (queries.total(before, _reach(request, before)),
                  queries.total(sweep, _reach(request, sweep))),
    }  # fmt: skip
    return render(request, "canvass/compare.html", context)


def _reach(request: ActingRequest, sweep: Round) -> tuple[str, ...]:
    return queries.reach(request.actor, sweep.path)


def _link(sweep: Round, before: Round, under: str, change: Change) -> str:
    here = reverse("canvass:compare", args=[sweep.pk])
    return f"{here}?with={before.pk}&under={under}&change={change.value}"


def _named(rows: list[queries.Differing], sweep: Round) -> list[queries.Differing]:
    names = grid.full_names({row.path for row in rows})
    none = _("not in it")
    return [
        replace(
            row, place=names.get(row.path, row.path),
            before_word=state_word(sweep.kind, row.before) if row.before else none,
            now_word=state_word(sweep.kind, row.now) if row.now else none,
        )
        for row in rows
    ]  # fmt: skip
