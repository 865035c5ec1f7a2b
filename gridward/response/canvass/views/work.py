"""Who has how much: loads, a fair split with preview and undo, teams of three, the 包干 list."""

from collections.abc import Iterator
from itertools import groupby

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.clock import local_date
from gridward.core.errors import NotThere, Refusal
from gridward.core.export import Cell, table_response
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import RoundState
from gridward.response.canvass.forms import TeamForm
from gridward.response.canvass.models import Round, Team
from gridward.response.canvass.views.rounds import unit_word

LOADS = (
    ("name", gettext_lazy("Who")), ("before", gettext_lazy("Open now"), "end"),
    ("after", gettext_lazy("After the split"), "end"),
    ("stairs", gettext_lazy("Staircases"), "end narrow"),
)  # fmt: skip
MOVES = (
    ("place", gettext_lazy("Grid")), ("stair", gettext_lazy("Staircase")),
    ("doors", gettext_lazy("Open now"), "end"), ("old", gettext_lazy("Until now")),
    ("new", gettext_lazy("From now on")),
)  # fmt: skip
_SHOWN = 200  # moves on the page; the export has all


def _place(request: ActingRequest, sweep: Round, permission: Permission) -> str:
    under = request.POST.get("under") or request.GET.get("under", "")
    if not under.startswith(sweep.path):
        under = sweep.path
    reach = queries.scope_for(request.actor, under, permission)
    return under if under in reach else reach[0]


@signed_in
def split(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Loads now, and a proposal; posting applies exactly what was shown."""
    sweep = queries.round_for(request.actor, pk)
    under = _place(request, sweep, Permission.POSTING_EDIT)
    if request.method == "POST":
        actions.split_work(
            sweep, under, mark=request.POST.get("mark", ""), actor=request.actor, at=clock.now()
        )
        return redirect(f"{request.path}?under={under}")
    found = queries.proposal(sweep, under, on=local_date(clock.now()))
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in MOVES]
        rows: Iterator[list[Cell]] = (
            [m.place, m.stair, m.doors, m.old, m.new] for m in found.moves
        )
        return table_response(kind, f"{sweep.name}-{_('Split of work')}", head, rows)
    context = {
        "sweep": sweep, "under": under, "found": found, "loads": LOADS, "columns": MOVES,
        "moves": found.moves[:_SHOWN], "more": max(0, len(found.moves) - _SHOWN),
        "names": grid.full_names({under}), "unit": unit_word(sweep),
        "place": grid.full_names({under}).get(under, under),
        "may_split": rules.may_split(sweep.state, moves=len(found.moves)),
        "splits": _splits(request, sweep), "team": _team(request, under),
    }  # fmt: skip
    return render(request, "canvass/split.html", context)


def _splits(request: ActingRequest, sweep: Round) -> list[dict[str, object]]:
    found = list(queries.splits_of(sweep, request.actor)[:20])
    names, places = queries.people(s.by for s in found), grid.full_names({s.path for s in found})
    newest = next((s.pk for s in found if s.undone_at is None), None)
    return [
        {"split": s, "by": names[s.by], "place": places.get(s.path, s.path),
         "may_undo": s.pk == newest}
        for s in found
    ]  # fmt: skip


def _team(request: ActingRequest, under: str) -> Team | None:
    return next((t for t in queries.teams_visible_to(request.actor) if t.path == under), None)


@require_POST
@signed_in
def undo(request: ActingRequest, pk: int, split_pk: int) -> HttpResponse:
    sweep = queries.round_for(request.actor, pk)
    found = queries.splits_of(sweep, request.actor).filter(pk=split_pk).first()
    if found is None:
        raise NotThere
    actions.undo_split(found, actor=request.actor, at=clock.now())
    return redirect(f"/canvass/rounds/{pk}/split?under={found.path}")


@signed_in
def allotment(request: ActingRequest, pk: int) -> HttpResponse:
    """包干到户: who answers for which door, one sheet for each person."""
    sweep = queries.round_for(request.actor, pk)
    under = _place(request, sweep, Permission.CANVASS_VIEW)
    found = list(queries.allotment(sweep, under)[:5_000])
    names, places = queries.people(i.hand for i in found), grid.full_names({i.path for i in found})
    sheets = []
    for hand, items in groupby(queries.worded(found, sweep.kind), lambda item: item.hand):
        stairs = [
            {"place": places.get(path, path), "name": stair, "doors": list(doors)}
            for (path, stair), doors in groupby(items, lambda item: (item.path, item.staircase))
        ]
        total = sum(len(stair["doors"]) for stair in stairs)
        sheets.append({"name": names[hand], "stairs": stairs, "total": total})
    context = {
        "sweep": sweep, "sheets": sheets, "place": grid.full_names({under}).get(under, under),
        "now": clock.now(), "unit": unit_word(sweep),
    }  # fmt: skip
    return render(request, "canvass/allotment.html", context)


@signed_in
def teams(request: ActingRequest) -> HttpResponse:
    """All teams of three, and the places that have none."""
    queries.scope_for(request.actor, "")
    found = list(queries.teams_visible_to(request.actor))
    today = local_date(clock.now())
    villages = grid.in_force(grid.visible_to(request.actor).filter(level="village"), today)
    names = grid.full_names({team.path for team in found})
    having = {team.path for team in found}
    context = {
        "teams": [{"team": t, "place": names.get(t.path, t.path)} for t in found],
        "without": [n for n in villages.order_by("path") if n.path not in having],
        "may_form": bool(request.actor.paths(Permission.POSTING_EDIT)),
        "running": queries.visible_to(request.actor).filter(state=RoundState.OPEN),
    }  # fmt: skip
    return render(request, "canvass/teams.html", context)


@signed_in
def form_team(request: ActingRequest) -> HttpResponse:
    """Three people for one big grid."""
    path = request.GET.get("path", "")
    node = grid.visible_to(request.actor).filter(path=path, valid_to=None).first()
    if node is None or not request.actor.may(Permission.POSTING_EDIT, path):
        raise NotThere
    at = clock.now()
    able = queries.able_to_record(path, on=local_date(at), actor=request.actor)
    form = TeamForm(request.POST or None, able=able)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        members = [asked["first"], asked["second"], asked["third"]]
        made = carried_out(
            form,
            lambda: actions.form_team(
                path=path, name=asked["name"], members=members, actor=request.actor, at=at
            ),
        )
        if not isinstance(made, Refusal):
            return redirect("canvass:teams")
    context = {"form": form, "node": node, "able": len(able), "size": rules.TEAM_SIZE}
    return render(request, "canvass/team.html", context, status=status_of(form))
