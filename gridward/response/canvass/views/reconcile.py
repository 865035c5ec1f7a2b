"""Where self-report, door visit and list from above differ: figures, list, one case."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.errors import Refusal
from gridward.core.export import Cell, table_response
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.roster.queries import told
from gridward.response.canvass.actions import reconcile as actions
from gridward.response.canvass.choices import DiscrepancyState, Source
from gridward.response.canvass.forms import ClearForm, DiscrepancyFilter
from gridward.response.canvass.models import Discrepancy
from gridward.response.canvass.queries import reconcile as queries

COLUMNS = (
    ("kind", gettext_lazy("What differs")), ("sides", gettext_lazy("Who says what")),
    ("who", gettext_lazy("Whom"), "narrow"), ("place", gettext_lazy("Place"), "narrow"),
    ("state", gettext_lazy("State"), "narrow"), ("found", gettext_lazy("Found at"), "narrow"),
)  # fmt: skip
_KEPT = "canvass.discrepancies"  # the filter stays when one comes back to the page


@signed_in
def discrepancies(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.CANVASS_VIEW)
    asked = _asked(request)
    form = DiscrepancyFilter(asked, places=_places(request))
    under = asked.get("under", "") if form.is_valid() else ""
    rows = queries.narrowed(
        queries.discrepancies_visible_to(request.actor), kind=asked.get("kind", ""),
        state=asked.get("state", ""), under=under,
    )  # fmt: skip
    if kind := request.GET.get("format"):
        return _exported(request, kind, rows)
    page = page_of(rows, request.GET)
    for row in queries.dressed(page.rows):
        row.told = _sides(row)
    context = {
        "form": form, "page": page, "columns": COLUMNS, "under": under, "cutoff": clock.now(),
        "whole": queries.compared(request.actor, under),
        "kinds": queries.kinds(request.actor, under),
    }  # fmt: skip
    return render(request, "canvass/discrepancies.html", context)


def _asked(request: ActingRequest) -> dict[str, str]:
    """The filter of the address, else the one used last."""
    kept: dict[str, str] = request.session.get(_KEPT, {"state": DiscrepancyState.OPEN.value})
    names = ("kind", "state", "under")
    if any(name in request.GET for name in names):
        kept = {name: request.GET.get(name, "") for name in names}
        request.session[_KEPT] = kept
    return kept


def _places(request: ActingRequest) -> list[tuple[str, str]]:
    today = clock.local_date(clock.now())
    held = request.actor.paths(Permission.PEOPLE_VIEW)
    paths = {n.path for top in held for n in grid.villages(under=top, on=today)} | set(held)
    return sorted(grid.full_names(paths).items())


def _sides(row: Discrepancy) -> list[dict[str, object]]:
    labels = dict(Source.choices)
    return [
        {"source": labels.get(side["source"], side["source"]), "says": told(side["says"]),
         "at": datetime.fromisoformat(side["at"]) if side["at"] else None}
        for side in queries.sides_of(row)
    ]  # fmt: skip


def _exported(request: ActingRequest, kind: str, rows: QuerySet[Discrepancy]) -> HttpResponseBase:
    paths = request.actor.paths(Permission.PEOPLE_EXPORT)
    request.actor.require_somewhere(Permission.PEOPLE_EXPORT)
    actions.note_export(rows=rows.count(), paths=paths, actor=request.actor, at=clock.now())
    head = [
        _("What differs"), _("Whom"), _("Place"), _("Who says what"), _("State"), _("Found at"),
        _("What was found out"),
    ]  # fmt: skip
    return table_response(kind, _("Contradictions between sources"), head, _lines(rows))


def _lines(rows: QuerySet[Discrepancy]) -> Iterator[list[Cell]]:
    for row in queries.dressed(rows[:50_000]):
        sides = "；".join(f"{side['source']}：{side['says']}" for side in _sides(row))
        yield [
            str(row.get_kind_display()), row.who, row.place, sides, str(row.get_state_display()),
            f"{local(row.found_at):%Y-%m-%d %H:%M}", row.why,
        ]  # fmt: skip


@signed_in
def discrepancy(request: ActingRequest, pk: int) -> HttpResponse:
    """What each source says, side by side, and what was found out."""
    row = queries.discrepancy_for(request.actor, pk)
    may_clear = actions.may_clear(request.actor, row.path)
    form = ClearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        done = carried_out(
            form,
            lambda: actions.clear_discrepancy(
                row, state=asked["state"], why=asked["why"], actor=request.actor, at=clock.now()
            ),
        )
        if not isinstance(done, Refusal):
            return redirect("canvass:discrepancies")
    queries.dressed([row])
    context = {"row": row, "sides": _sides(row), "form": form, "may_clear": may_clear}
    return render(request, "canvass/discrepancy.html", context, status=status_of(form))


@signed_in
@require_POST
def task(request: ActingRequest, pk: int) -> HttpResponse:
    """Have somebody find out."""
    row = queries.discrepancy_for(request.actor, pk)
    actions.open_task(row, actor=request.actor, at=clock.now())
    messages.success(request, _("A task was opened; it is due within a day."))
    return redirect("canvass:discrepancy", pk)
