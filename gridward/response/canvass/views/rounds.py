"""The desk: all rounds, the board of one, opening and closing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gridward.core import clock
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import ItemState
from gridward.response.canvass.forms import AdditionForm, RoundForm
from gridward.response.canvass.models import Round

ROUND_COLUMNS = (
    ("name", gettext_lazy("Round")), ("place", gettext_lazy("Place"), "narrow"),
    ("opened", gettext_lazy("Began"), "narrow"), ("state", gettext_lazy("State")),
    ("households", gettext_lazy("Households"), "end"),
    ("missing", gettext_lazy("Not reached yet"), "end"),
    ("rate", gettext_lazy("Coverage rate"), "end"),
)  # fmt: skip
# The board shows what was reached first, then what is missing, worst last.
SHOWN = (
    ItemState.DONE, ItemState.VACANT, ItemState.MOVED, ItemState.ABSENT, ItemState.REFUSED,
    ItemState.ATTEMPTED, ItemState.OPEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its coverage as far as the reader sees it."""

    sweep: Round
    place: str
    coverage: rules.Coverage

    @property
    def pk(self) -> int:
        return self.sweep.pk

    def address(self) -> str:
        return reverse("canvass:board", args=[self.sweep.pk])


@signed_in
def rounds(request: ActingRequest) -> HttpResponse:
    queries.scope_for(request.actor, "")
    found = list(queries.visible_to(request.actor)[:50])
    names = grid.names({sweep.path for sweep in found})
    rows = [
        RoundRow(
            s, names.get(s.path, s.path), queries.total(s, queries.reach(request.actor, s.path))
        )
        for s in found
    ]
    may_open = request.actor.paths(Permission.CANVASS_RUN)
    context = {"rows": rows, "columns": ROUND_COLUMNS, "may_open": may_open}
    return render(request, "canvass/rounds.html", context)


@signed_in
def opening(request: ActingRequest) -> HttpResponse:
    """Open a round over the whole place one runs rounds for."""
    path = queries.scope_for(request.actor, "", Permission.CANVASS_RUN)[0]
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sweep = actions.open_round(
            name=form.cleaned_data["name"], path=path, actor=request.actor, at=clock.now(),
            valid_results=form.cleaned_data["valid_results"],
        )  # fmt: skip
        return redirect("canvass:board", sweep.pk)
    place = grid.full_names({path})[path]
    return render(request, "canvass/opening.html", {"form": form, "place": place})


@signed_in
def board(request: ActingRequest, pk: int) -> HttpResponseBase:
    sweep = queries.round_for(request.actor, pk)
    under = request.GET.get("under", "")
    if not under.startswith(sweep.path):
        under = sweep.path
    paths = queries.scope_for(request.actor, under)
    by = (
        "grid"
        if request.GET.get("by") == "grid" or len(under) >= queries.LENGTH["village"]
        else "village"
    )
    places = queries.coverage(sweep, paths, by)
    if kind := request.GET.get("format"):
        name = f"{sweep.name}-{_('Coverage rate')}"
        return table_response(kind, name, _board_head(), _board_rows(places))
    whole = queries.total(sweep, paths)
    context = {
        "sweep": sweep, "places": places, "whole": whole, "by": by, "under": under,
        "states": [(state.value, state.label) for state in SHOWN],
        "lines": _lines(sweep, places), "crumbs": _crumbs(sweep, under),
        "cutoff": sweep.closed_at or clock.now(),
        "missing_url": f"{reverse('canvass:doors', args=[pk])}?under={under}",
        "unsettled_url": f"{reverse('canvass:doors', args=[pk])}?under={under}&state=unsettled",
        "may_run": request.actor.may(Permission.CANVASS_RUN, sweep.path),
        "may_add": queries.reach(
            request.actor, sweep.path, permission=Permission.CANVASS_RECORD
        ),
    }  # fmt: skip
    return render(request, "canvass/board.html", context)


def _board_head() -> list[str]:
    labels = [str(state.label) for state in SHOWN]
    return [
        _("Grid code"), _("Place"), _("Households in scope"), *labels, _("Reached"),
        _("Coverage rate"), _("Named additions"),
    ]  # fmt: skip


def _board_rows(places: list[queries.Place]) -> Iterator[list[Cell]]:
    for place in places:
        cover = place.coverage
        yield [
            place.path.replace("/", ""), place.name, cover.denominator,
            *(cover.frozen.counts.get(state, 0) for state in SHOWN), cover.reached, cover.percent,
            cover.added.total,
        ]  # fmt: skip


def _lines(sweep: Round, places: list[queries.Place]) -> list[queries.BoardLine]:
    """The lines of the board with the address behind every number."""
    doors, here = (reverse(f"canvass:{name}", args=[sweep.pk]) for name in ("doors", "board"))
    lines = []
    for place in places:
        cover, under = place.coverage, f"?under={place.path}"
        opens = here if len(place.path) < queries.LENGTH["grid"] else doors
        every = cover.frozen.plus(cover.added).counts
        lines.append(
            queries.BoardLine(
                name=place.name, href=f"{opens}{under}", doors=f"{doors}{under}",
                households=cover.denominator, added=cover.added.total, missing=cover.missing,
                numbers=tuple((state.value, every.get(state, 0)) for state in SHOWN),
                percent=cover.percent,
            )
        )  # fmt: skip
    return lines


def _crumbs(sweep: Round, under: str) -> list[dict[str, str]]:
    here = reverse("canvass:board", args=[sweep.pk])
    crumbs = [{"name": sweep.name, "url": here}]
    if under != sweep.path:
        crumbs.append({"name": grid.full_names({under})[under], "url": f"{here}?under={under}"})
    return crumbs


@signed_in
def add(request: ActingRequest, pk: int) -> HttpResponse:
    sweep = queries.round_for(request.actor, pk)
    queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RECORD)
    form = AdditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_household(sweep, **form.cleaned_data, actor=request.actor, at=clock.now())
        return redirect("canvass:board", sweep.pk)
    return render(request, "canvass/add.html", {"sweep": sweep, "form": form})


@signed_in
def close(request: ActingRequest, pk: int) -> HttpResponse:
    sweep = queries.round_for(request.actor, pk)
    queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RUN)
    if request.method == "POST":
        actions.close_round(sweep, actor=request.actor, at=clock.now())
        return redirect("canvass:board", sweep.pk)
    whole = queries.total(sweep)
    places = [p for p in queries.coverage(sweep, sweep.path, "grid") if p.coverage.unsettled]
    decision = rules.may_close(sweep.state, whole.unsettled)
    context = {"sweep": sweep, "whole": whole, "places": places, "decision": decision}
    return render(request, "canvass/close.html", context)
