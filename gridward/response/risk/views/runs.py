"""Dry runs and runs over everybody: ordering, progress, the report, its persons, paper."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.errors import BadInput
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import Page, page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.risk import actions, queries
from gridward.response.risk.choices import RunKind
from gridward.response.risk.forms.policies import ChangeFilter, TryOut
from gridward.response.risk.queries.run_lines import PlaceCost

RUNS = (
    ("run", _("Run")), ("policy", _("Policy")), ("place", _("For")), ("as_of", _("As of")),
    ("state", _("State")), ("changed", _("Persons who change"), "end"),
    ("proposed", _("New proposals"), "end"), ("by", _("Ordered by"), "narrow"),
)  # fmt: skip
COSTS = (
    ("place", _("Place")), ("changed", _("Persons who change"), "end"),
    ("persons", _("Under a measure"), "end"), ("beds", _("Beds at sites"), "end"),
    ("slots", _("Readings a day"), "end"),
)  # fmt: skip
PERSONS = (
    ("person", _("Person")), ("place", _("Place"), "narrow"), ("before", _("Measure before")),
    ("after", _("Measure after")), ("until", _("Until")), ("row", _("Row"), "narrow"),
    ("standing", _("Decided so far"), "narrow"),
)  # fmt: skip


@require_GET
@signed_in
def runs(request: ActingRequest) -> HttpResponseBase:
    """All runs, newest first; ``?format=``."""
    rows = queries.runs_visible_to(request.actor)
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in RUNS]
        return table_response(kind, gettext("Runs"), head, map(_cells, queries.run_lines(rows)))
    page: Page[Any] = page_of(rows, request.GET)
    context = {"columns": RUNS, "page": replace(page, rows=queries.run_lines(page.rows))}
    return render(request, "risk/runs.html", context)


def _cells(line: queries.RunLine) -> list[Cell]:
    row = line.row
    return [
        str(line.kind), line.title, line.place, local(row.as_of).isoformat(timespec="minutes"),
        str(line.state), row.changed, row.proposed, row.ordered_by_name,
    ]  # fmt: skip


@require_POST
@signed_in
def try_out(request: ActingRequest, code: str) -> HttpResponse:
    """Order a dry run of a policy."""
    pack = queries.edition(code)
    now = clock.now()
    form = TryOut(request.POST, queries.places_to_judge(request.actor, clock.local_date(now)))
    if not form.is_valid():
        request.actor.require_somewhere(Permission.RISK_CONFIRM)
        raise BadInput(*(str(e) for found in form.errors.values() for e in found))
    said = form.cleaned_data
    made = actions.try_out(
        pack, path=said["path"], as_of=said["as_of"] or now, actor=request.actor, at=now
    )
    return redirect("risk:run", pk=made.pk)


@require_GET
@signed_in
def run(request: ActingRequest, pk: int) -> HttpResponseBase:
    """One run: progress while it goes, figures afterwards; ``?format=`` the grids."""
    row = queries.run(pk, actor=request.actor)
    report = queries.report_of(row)
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COSTS]
        return table_response(kind, gettext("Dry run"), head, _cost_cells(report.grids))
    return render(request, "risk/run.html", _context(row, report))


def _context(row: Any, report: queries.Report) -> dict[str, object]:
    return {
        "line": queries.run_lines([row])[0],
        "run": row,
        "report": report,
        "columns": COSTS,
        "is_trial": row.kind == RunKind.TRIAL,
        "open": row.state in queries.UNFINISHED,
    }


def _cost_cells(places: Iterable[PlaceCost]) -> Iterator[list[Cell]]:
    for each in places:
        more = each.line.more
        yield [each.name, each.line.changed, more.persons, more.beds, more.slots]


@require_GET
@signed_in
def run_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """The report for paper."""
    row = queries.run(pk, actor=request.actor)
    return render(request, "risk/run_paper.html", _context(row, queries.report_of(row)))


@require_GET
@signed_in
def run_progress(request: ActingRequest, pk: int) -> HttpResponse:
    """The bar of a run that goes on; when it is done, the page is loaded anew."""
    row = queries.run(pk, actor=request.actor)
    answer = render(request, "risk/_progress.html", {"run": row})
    if row.state not in queries.UNFINISHED:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@signed_in
def stop_run(request: ActingRequest, pk: int) -> HttpResponse:
    """Stop a run under way."""
    row = queries.run(pk, actor=request.actor)
    actions.stop(row, actor=request.actor, at=clock.now())
    return redirect("risk:run", pk=pk)


@require_GET
@signed_in
def run_people(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The persons who would change, masked; the look and the export are recorded."""
    row = queries.run(pk, actor=request.actor)
    now = clock.now()
    places = grid.to_choose(
        request.actor, Permission.PEOPLE_VIEW, on=clock.local_date(now),
        asked=request.GET.get("under", ""),
    )  # fmt: skip
    form = ChangeFilter(request.GET, places)
    rows = queries.changes_visible_to(request.actor, row).filter(form.here())
    wanted = form.cleaned_data if form.is_valid() else {}
    for name in ("before", "after"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    kind = request.GET.get("format", "")
    actions.note_list(row, is_export=bool(kind), actor=request.actor, at=now)
    if kind:
        out = queries.exportable_changes(rows, request.actor)
        head = [str(column[1]) for column in PERSONS]
        return table_response(kind, gettext("Persons who change"), head, _person_cells(out))
    page: Page[Any] = page_of(rows, request.GET)
    context = {
        "line": queries.run_lines([row])[0],
        "run": row,
        "form": form,
        "columns": PERSONS,
        "page": replace(page, rows=queries.change_lines(page.rows)),
    }
    return render(request, "risk/run_people.html", context)


def _person_cells(rows: Any) -> Iterator[list[Cell]]:
    for line in queries.change_lines(rows.iterator(chunk_size=1_000)):
        yield [
            line.name, line.place, str(line.before), str(line.after),
            line.until.isoformat() if line.until else "", line.row, str(line.standing),
        ]  # fmt: skip
