"""Source areas: the list in force on a day, bringing in a list, what was wrong with its rows."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.response.risk import actions, queries
from gridward.response.risk.forms.areas import AreaFilter, UploadList
from gridward.response.risk.models import SourceArea

COLUMNS = (
    ("level", _("Risk level")), ("name", _("Division")), ("text", _("Which part")),
    ("since", _("Since")), ("until", _("Until"), "narrow"), ("source", _("Source"), "narrow"),
)  # fmt: skip
LISTS = (
    ("listed", _("As of")), ("source", _("Source")), ("counts", _("Areas")),
    ("added", _("New"), "end"), ("lifted", _("Lifted"), "end"), ("findings", _("Findings"), "end"),
)  # fmt: skip
FINDINGS = (
    ("where", _("Row")), ("column", _("Column"), "narrow"), ("value", _("Value"), "narrow"),
    ("reason", _("Finding")), ("todo", _("What to do")),
)  # fmt: skip


@require_GET
@signed_in
def areas(request: ActingRequest) -> HttpResponseBase:
    """Areas in force on a day; ``?q= level= on= format=``."""
    form = AreaFilter(request.GET)
    day = form.day(clock.local_date(clock.now()))
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.areas_in_force(queries.areas_visible_to(request.actor), day)
    rows = queries.areas_found(rows, wanted.get("q", ""), wanted.get("level", ""))
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, gettext("Source areas"), head, _cells(rows))
    context = {
        "form": form,
        "day": day,
        "columns": COLUMNS,
        "page": page_of(rows, request.GET),
        "list_columns": LISTS,
        "lists": queries.list_lines(queries.lists_visible_to(request.actor)[:20]),
        "upload": UploadList(),
        "may_import": bool(request.actor.paths(Permission.RISK_CONFIRM)),
    }
    return render(request, "risk/areas.html", context)


def _cells(rows: QuerySet[SourceArea]) -> Iterator[list[Cell]]:
    for row in rows.iterator(chunk_size=2_000):
        yield [
            row.get_level_display(), row.name, row.text, row.valid_from.isoformat(),
            row.valid_to.isoformat() if row.valid_to else "", row.first_list.source,
        ]  # fmt: skip


@require_POST
@signed_in
def upload(request: ActingRequest) -> HttpResponse:
    form = UploadList(request.POST, request.FILES)
    if not form.is_valid():
        request.actor.require(Permission.RISK_CONFIRM, next(iter(request.actor.reach()), ""))
        messages.error(request, " ".join(str(e) for found in form.errors.values() for e in found))
        return redirect("risk:areas")
    said = form.cleaned_data
    made = actions.import_source_areas(
        said["file"].read(), actor=request.actor, at=clock.now(), source=said["source"],
        good_rows_only=said["good_rows_only"],
    )  # fmt: skip
    return redirect("risk:list", pk=made.pk)


@require_GET
@signed_in
def area_list(request: ActingRequest, pk: int) -> HttpResponse:
    """One imported list: counts, what changed, and the findings row by row."""
    found = queries.lists_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    context = {"list": found, "columns": FINDINGS, "counts": queries.level_counts(found)}
    return render(request, "risk/list.html", context)
