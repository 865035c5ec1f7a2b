"""The coverage board: any level, any minute, every number with its unit and its list."""

from collections.abc import Iterator
from urllib.parse import quote

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gridward.core import clock
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import queries, rules
from gridward.response.canvass.choices import ItemState, state_word
from gridward.response.canvass.models import Round
from gridward.response.canvass.queries.day import meanings
from gridward.response.canvass.views.rounds import unit_word

# The board shows what was reached first, then what is missing, worst last.
_ORDER = (
    ItemState.DONE, ItemState.EXEMPT, ItemState.VACANT, ItemState.MOVED, ItemState.PROMISED,
    ItemState.ABSENT, ItemState.REFUSED, ItemState.ATTEMPTED, ItemState.OPEN,
)  # fmt: skip
_KEPT = "canvass.board"  # the level stays when one comes back to the board


def shown(sweep: Round) -> list[tuple[ItemState, str]]:
    """The states of a round's kind in the order of the board, in the words of the kind."""
    has = rules.KINDS[sweep.kind].states
    return [(state, state_word(sweep.kind, state)) for state in _ORDER if state in has]


@signed_in
def board(request: ActingRequest, pk: int) -> HttpResponseBase:
    sweep = queries.round_for(request.actor, pk)
    under = request.GET.get("under", "")
    if not under.startswith(sweep.path):
        under = sweep.path
    paths = queries.scope_for(request.actor, under)
    by = _level(request, under)
    if by == "stair":
        places = queries.stair_coverage(sweep, request.actor, under)
    else:
        places = queries.coverage(sweep, paths, by)
    if kind := request.GET.get("format"):
        name = f"{sweep.name}-{_('Coverage rate')}"
        return table_response(kind, name, _board_head(sweep), _board_rows(sweep, places))
    whole = queries.total(sweep, paths)
    doors = reverse("canvass:doors", args=[pk])
    context = {
        "sweep": sweep, "whole": whole, "by": by, "under": under, "unit": unit_word(sweep),
        "levels": _levels(under), "states": shown(sweep), "lines": _lines(sweep, places, by),
        "crumbs": _crumbs(sweep, under), "cutoff": sweep.closed_at or clock.now(),
        "missing_url": f"{doors}?under={under}",
        "unsettled_url": f"{doors}?under={under}&state=unsettled",
        "before": queries.earlier(sweep), "means": meanings(sweep),
        "may_run": request.actor.may(Permission.CANVASS_RUN, sweep.path),
        "may_split": request.actor.may(Permission.POSTING_EDIT, under),
        "may_add": queries.reach(
            request.actor, sweep.path, permission=Permission.CANVASS_RECORD
        ),
    }  # fmt: skip
    return render(request, "canvass/board.html", context)


def _levels(under: str) -> list[tuple[str, str]]:
    """The levels one may look at under a place: staircases only inside a village."""
    wide = [("township", _("By township")), ("village", _("By village")), ("grid", _("By grid"))]
    if len(under) >= queries.LENGTH["grid"]:
        return [("grid", _("By grid")), ("stair", _("By staircase"))]
    if len(under) >= queries.LENGTH["village"]:
        return [("grid", _("By grid")), ("stair", _("By staircase"))]
    return wide


def _level(request: ActingRequest, under: str) -> str:
    """The level that is asked for, else the one used last, else villages, else grids."""
    allowed = [level for level, _label in _levels(under)]
    asked = request.GET.get("by", "")
    if asked in allowed:
        request.session[_KEPT] = asked
    kept = request.session.get(_KEPT, "")
    if kept in allowed:
        return str(kept)
    if len(under) >= queries.LENGTH["grid"]:
        return "stair"
    return "village" if "village" in allowed else "grid"


def _board_head(sweep: Round) -> list[str]:
    labels = [word for _state, word in shown(sweep)]
    return [
        _("Grid code"), _("Place"), _("Unit"), _("In scope"), *labels, _("Reached"),
        _("Coverage rate"), _("Named additions"),
    ]  # fmt: skip


def _board_rows(sweep: Round, places: list[queries.Place]) -> Iterator[list[Cell]]:
    unit, states = unit_word(sweep), [state for state, _word in shown(sweep)]
    for place in places:
        cover = place.coverage
        yield [
            place.path.replace("/", ""), place.name, unit, cover.denominator,
            *(cover.frozen.counts.get(state, 0) for state in states), cover.reached,
            cover.percent, cover.added.total,
        ]  # fmt: skip


def _lines(sweep: Round, places: list[queries.Place], by: str) -> list[queries.BoardLine]:
    """The lines of the board with the address behind every number."""
    doors, here = (reverse(f"canvass:{name}", args=[sweep.pk]) for name in ("doors", "board"))
    states, lines = [state for state, _word in shown(sweep)], []
    for place in places:
        cover, under = place.coverage, f"?under={place.path}"
        opens = doors if by == "stair" else here
        if by == "stair":
            under += f"&stair={quote(place.name)}"
        every = cover.frozen.plus(cover.added).counts
        lines.append(
            queries.BoardLine(
                name=place.name or _("No staircase"), href=f"{opens}{under}",
                doors=f"{doors}{under}", households=cover.denominator, added=cover.added.total,
                missing=cover.missing, percent=cover.percent,
                numbers=tuple((state.value, every.get(state, 0)) for state in states),
            )
        )  # fmt: skip
    return lines


def _crumbs(sweep: Round, under: str) -> list[dict[str, str]]:
    here = reverse("canvass:board", args=[sweep.pk])
    crumbs = [{"name": sweep.name, "url": here}]
    if under != sweep.path:
        crumbs.append({"name": grid.full_names({under})[under], "url": f"{here}?under={under}"})
    return crumbs
