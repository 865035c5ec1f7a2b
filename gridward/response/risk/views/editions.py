"""Writing a policy edition: bring in a table, see what is wrong, compare, try one person."""

import csv
import io
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.core import clock
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.response.risk import actions, queries
from gridward.response.risk.formats import pack_workbook
from gridward.response.risk.forms.editions import BringEdition, TryPerson
from gridward.response.risk.rules import Pack

FINDINGS = (
    ("where", _("Where")), ("column", _("Column")), ("value", _("What stands there")),
    ("reason", _("Finding")), ("todo", _("What to do")),
)  # fmt: skip
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: ActingRequest, code: str) -> HttpResponse:
    """A new edition out of an old one: table from Excel, head as text; findings in place."""
    request.actor.require_somewhere(Permission.RISK_CONFIRM)
    base = queries.edition(code)
    head, table = queries.texts_of(base)
    if request.method == "GET":
        return _editor(request, base, BringEdition(initial={"head": head}))
    form = BringEdition(request.POST, request.FILES)
    if not form.is_valid():
        return _editor(request, base, form, status=422)
    texts = form.texts(table)
    found = queries.findings_of(*texts)
    if any(line.fatal for line in found) or (found and not form.cleaned_data["anyway"]):
        return _editor(request, base, form, found, status=422)
    made = actions.bring_edition(*texts, actor=request.actor, at=clock.now())
    messages.success(request, gettext("Kept. Nothing applies until it is adopted."))
    pack = queries.pack_of_edition(made)
    return redirect("risk:compare", code=queries.ref_of(pack), other=code)


def _editor(
    request: ActingRequest,
    base: Pack,
    form: BringEdition,
    found: list[queries.FindingLine] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "pack": base,
        "line": queries.pack_line(base, [], clock.local_date(clock.now())),
        "form": form,
        "findings": found or [],
        "columns": FINDINGS,
    }
    return render(request, "risk/edit.html", context, status=status)


@require_GET
@signed_in
def table(request: ActingRequest, code: str) -> HttpResponseBase:
    """The decision table of an edition as Excel or CSV: to be changed and brought in again."""
    request.actor.require_somewhere(Permission.RISK_VIEW)
    pack = queries.edition(code)
    lines = csv.reader(io.StringIO(queries.texts_of(pack)[1].removeprefix("\ufeff")))
    head = next(lines)
    return table_response(request.GET.get("format", "xlsx"), pack.code, head, _cells(lines))


@require_GET
@signed_in
def workbook(request: ActingRequest, code: str) -> HttpResponse:
    """A whole edition as Excel: document, rows, examples; it can be brought in again as it is."""
    request.actor.require_somewhere(Permission.RISK_VIEW)
    pack = queries.edition(code)
    content = pack_workbook.to_workbook(*queries.texts_of(pack))
    name = f'attachment; filename="{pack.code}.xlsx"'
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": name})


def _cells(lines: Iterator[list[str]]) -> Iterator[list[Cell]]:
    for line in lines:
        yield [*line]


@require_GET
@signed_in
def compare(request: ActingRequest, code: str, other: str) -> HttpResponse:
    """What one edition says otherwise than another, row by row."""
    request.actor.require_somewhere(Permission.RISK_VIEW)
    chinese = (get_language() or "zh").startswith("zh")
    before, after = queries.edition(other), queries.edition(code)
    today = clock.local_date(clock.now())
    context = {
        "compared": queries.compared(before, after, chinese=chinese),
        "after": queries.pack_line(after, [], today),
        "before": queries.pack_line(before, [], today),
    }
    return render(request, "risk/compare.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def try_person(request: ActingRequest, code: str) -> HttpResponse:
    """One invented person: stays and contacts typed by hand, the class and its reasons."""
    request.actor.require_somewhere(Permission.RISK_VIEW)
    pack = queries.edition(code)
    today = clock.local_date(clock.now())
    form = TryPerson(request.POST or None, initial={"on": today})
    tried = None
    if request.method == "POST" and form.is_valid():
        path = next(iter(request.actor.paths(Permission.RISK_VIEW)), "")
        tried = queries.try_person(pack, form.facts(path), form.stays(), on=form.day(today))
    context = {
        "pack": pack,
        "line": queries.pack_line(pack, [], today),
        "form": form,
        "tried": tried,
    }
    return render(request, "risk/try_person.html", context, status=422 if form.errors else 200)
