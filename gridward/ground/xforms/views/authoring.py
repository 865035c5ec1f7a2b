"""Authors of forms: uploading a workbook, and what was found in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.errors import NotAllowed, NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import Severity
from gridward.ground.xforms.formats.marked import Mark, marked
from gridward.ground.xforms.forms import FindingFilter, RenewForm, UploadForm
from gridward.ground.xforms.models import Workbook

COLUMNS = (
    ("severity", gettext_lazy("Kind")), ("place", gettext_lazy("Cell")),
    ("value", gettext_lazy("What stands there"), "narrow"),
    ("reason", gettext_lazy("What is wrong")),
    ("advice", gettext_lazy("How to repair it"), "narrow"),
)  # fmt: skip
EXAMPLES = (
    ("screening", gettext_lazy("Declaration by a person")),
    ("household_visit", gettext_lazy("Visit of a household")),
    ("temperature_round", gettext_lazy("Temperature round")),
    ("rental_visit", gettext_lazy("Visit of a rental")),
    ("vaccination_call", gettext_lazy("Vaccination call")),
    ("enterprise_visit", gettext_lazy("Visit of an enterprise")),
    ("task_result", gettext_lazy("Result of a task")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in the reader's language."""

    severity: str
    label: str
    sheet: str
    cell: str
    place: str
    column: str
    value: str
    reason: str
    advice: str

    @classmethod
    def of(cls, stored: Mapping[str, object]) -> "Line":
        row, letter = stored["row"], str(stored["letter"])
        cell = f"{letter}{row}" if letter and row else ""
        place = " ".join(
            filter(
                None,
                [str(stored["sheet"]), cell or (_("row {row}").format(row=row) if row else "")],
            )
        )
        severity = str(stored["severity"])
        return cls(
            severity, str(Severity(severity).label), str(stored["sheet"]), cell, place,
            str(stored["column"]), str(stored["value"]), queries.sentence(stored["reason"]),
            queries.sentence(stored["advice"]),
        )  # fmt: skip


@signed_in
def upload(request: ActingRequest) -> HttpResponse:
    """A new form, or a new edition of one that its workbook names."""
    paths = request.actor.paths(Permission.FORMS_MANAGE)
    if not paths:
        raise NotAllowed
    names = grid.full_names(set(paths))
    given = UploadForm(
        request.POST or None, request.FILES or None, places=[(p, names[p]) for p in paths]
    )
    if request.method == "POST" and given.is_valid():
        told = given.cleaned_data
        return _uploaded(request, told["workbook"], told["path"], told["purpose"])
    context = {"form": given, "examples": EXAMPLES}
    return render(request, "xforms/upload.html", context, status=422 if given.errors else 200)


@signed_in
def renew(request: ActingRequest, form_id: str) -> HttpResponse:
    """A new edition of a form: its place and purpose stay."""
    form = get_object_or_404(queries.managed_by(request.actor), form_id=form_id)
    given = RenewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and given.is_valid():
        return _uploaded(request, given.cleaned_data["workbook"], form.path, form.purpose)
    context = {"form": given, "renewed": form, "examples": EXAMPLES}
    return render(request, "xforms/upload.html", context, status=422 if given.errors else 200)


def _uploaded(
    request: ActingRequest, book: Any, path: str, purpose: str
) -> HttpResponse:  # fmt: skip
    made = actions.upload(
        content=book.read(), name=book.name or "", path=path, purpose=purpose,
        files={f.name or "": f.read() for f in request.FILES.getlist("lists")},
        actor=request.actor, at=clock.now(),
    )  # fmt: skip
    if made.version is None:
        return redirect("xforms:findings", made.pk)
    if made.version.made_at != made.at:
        messages.info(request, _("This workbook is here already: nothing was changed."))
    if made.warnings:
        return redirect("xforms:findings", made.pk)
    return redirect("xforms:edition", made.version.form.form_id, made.version.version)


@require_safe
@signed_in
def findings(request: ActingRequest, pk: int) -> HttpResponseBase:
    """What was found in one workbook, cell by cell; as a table, or marked in the workbook."""
    found = get_object_or_404(queries.workbooks_visible_to(request.actor), pk=pk)
    lines = [Line.of(each) for each in found.findings]
    asked = FindingFilter(request.GET, sheets=sorted({each.sheet for each in lines if each.sheet}))
    if asked.is_valid():
        told = asked.cleaned_data
        lines = [
            each for each in lines
            if told["severity"] in {"", each.severity} and told["sheet"] in {"", each.sheet}
        ]  # fmt: skip
    if kind := request.GET.get("format"):
        rows = [(x.label, x.place, x.value, x.reason, x.advice) for x in lines]
        return table_response(kind, "findings", [str(c[1]) for c in COLUMNS], rows)
    context = {
        "workbook": found, "form": asked, "columns": COLUMNS, "lines": lines,
        "upload": RenewForm(), "can_mark": bytes(found.content[:2]) == b"PK",
        "known": queries.managed_by(request.actor).filter(form_id=found.form_name).first(),
    }  # fmt: skip
    return render(request, "xforms/findings.html", context)


@require_safe
@signed_in
def marks(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The author's workbook with the findings in its cells."""
    found = get_object_or_404(queries.workbooks_visible_to(request.actor), pk=pk)
    lines = [Line.of(each) for each in found.findings]
    head = [str(column[1]) for column in COLUMNS]
    rows = [(x.label, x.place, x.value, x.reason, x.advice) for x in lines]
    if bytes(found.content[:2]) != b"PK":
        return table_response("xlsx", "findings", head, rows)
    made = marked(
        bytes(found.content),
        [Mark(x.sheet, x.cell, x.severity == "error", f"{x.reason}\n{x.advice}") for x in lines],
        head, rows,
    )  # fmt: skip
    return FileResponse(BytesIO(made), as_attachment=True, filename=found.name or "form.xlsx")


@require_safe
@signed_in
def uploads(request: ActingRequest) -> HttpResponse:
    """The latest uploads of one's places."""
    rows = queries.workbooks_visible_to(request.actor).defer("content", "findings")
    found: list[Workbook] = list(rows.select_related("version__form").order_by("-at", "-pk")[:100])
    return render(request, "xforms/uploads.html", {"uploads": found})


@require_safe
@signed_in
def example(_request: ActingRequest, name: str) -> HttpResponseBase:
    """The workbook of a form that ships with the project, to begin with."""
    if name not in queries.SHIPPED:
        raise NotThere
    return FileResponse(BytesIO(queries.shipped(name)), as_attachment=True, filename=f"{name}.xlsx")
