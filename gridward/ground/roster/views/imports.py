"""The import wizard: upload, columns, preview, run, result, undo."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core.clock import local_date, now
from gridward.core.errors import BadInput, NotThere
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import ImportState
from gridward.ground.roster.forms import UploadForm
from gridward.ground.roster.models import Import

IMPORTS = (
    ("file", gettext_lazy("File")), ("target", gettext_lazy("Holds")),
    ("state", gettext_lazy("State")), ("added", gettext_lazy("Added"), "end"),
    ("unchanged", gettext_lazy("Already there"), "end narrow"),
    ("refused", gettext_lazy("Refused"), "end"), ("at", gettext_lazy("Uploaded at"), "narrow"),
)  # fmt: skip
ROWS = (
    ("number", gettext_lazy("Row"), "end"), ("outcome", gettext_lazy("What became of it")),
    ("column", gettext_lazy("Column")),
    ("value", gettext_lazy("Value")), ("why", gettext_lazy("What is wrong, and what to do")),
)  # fmt: skip


def find(request: ActingRequest, pk: int) -> Import:
    found = queries.imports_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def imports(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.PEOPLE_IMPORT)
    rows = queries.imports_visible_to(request.actor)
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in IMPORTS]
        body: list[list[Cell]] = [
            [
                i.file_name, i.target_label, i.get_state_display(), i.added, i.unchanged,
                i.refused, str(local_date(i.created_at)),
            ]
            for i in rows
        ]  # fmt: skip
        return table_response(kind, _("Imports"), head, body)
    context = {"columns": IMPORTS, "page": page_of(rows, request.GET)}
    return render(request, "roster/imports.html", context)


@signed_in
def upload(request: ActingRequest) -> HttpResponse:
    """Step 1: the file, what it holds, and for which place."""
    scopes = request.actor.paths(Permission.PEOPLE_IMPORT)
    request.actor.require_somewhere(Permission.PEOPLE_IMPORT)
    names = grid.full_names(set(scopes))
    choices = [(path, names.get(path, path)) for path in scopes]
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, targets=queries.form_targets(request.actor), paths=choices)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        item = actions.upload(
            content=sent.read(), file_name=sent.name, target=form.cleaned_data["target"],
            path=form.cleaned_data["path"], actor=request.actor, at=now(),
        )  # fmt: skip
        return redirect("roster:columns", item.pk)
    return render(request, "roster/upload.html", {"form": form})


@signed_in
def columns(request: ActingRequest, pk: int) -> HttpResponse:
    """Step 2: which column holds what."""
    item = find(request, pk)
    if request.method == "POST":
        width = int(request.POST.get("width", "0") or 0)
        chosen = [request.POST.get(f"field_{n}", "") for n in range(min(width, 500))]
        actions.choose_columns(item, chosen, actor=request.actor)
        return redirect("roster:preview", item.pk)
    context = {
        "item": item, "guesses": queries.guesses(item), "target": item.target_label,
        "known": queries.columns_of(item.target, item.mapping["fields"]),
    }  # fmt: skip
    return render(request, "roster/columns.html", context)


@signed_in
def preview(request: ActingRequest, pk: int) -> HttpResponse:
    """Step 3: what the first rows would become; nothing is stored."""
    item = find(request, pk)
    if item.state == ImportState.UPLOADED:
        return redirect("roster:columns", item.pk)
    seen = actions.preview(item, actor=request.actor, at=now())
    return render(
        request, "roster/preview.html", {"item": item, "seen": seen, "is_form": item.is_form}
    )


@signed_in
@require_POST
def start(request: ActingRequest, pk: int) -> HttpResponse:
    """Step 4: let it run."""
    item = find(request, pk)
    take_good = request.POST.get("take_good", "no")
    actions.start(item, take_good=take_good, actor=request.actor, at=now())
    return redirect("roster:import", item.pk)


@signed_in
def imported(request: ActingRequest, pk: int) -> HttpResponse:
    """Step 5: how far it is, and what came of it."""
    item = find(request, pk)
    lines = queries.refusals(request.actor, item)
    context = {
        "item": item, "columns": ROWS, "page": page_of(lines, request.GET),
        "target": item.target_label, "running": item.state == ImportState.RUNNING,
        "is_form": item.is_form,
    }  # fmt: skip
    return render(request, "roster/import.html", context)


@signed_in
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """The bar alone; when the import is over the page is loaded anew."""
    item = find(request, pk)
    response = render(request, "roster/parts/progress.html", {"item": item})
    if item.state != ImportState.RUNNING:
        response["HX-Refresh"] = "true"
    return response


@signed_in
def refused(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The bad rows as the file had them, with the reasons: mend them and upload this file."""
    item = find(request, pk)
    if not item.refused and not item.returned:
        raise BadInput
    head, body = actions.refused_rows(item, actor=request.actor, at=now())
    return table_response(request.GET.get("format", "xlsx"), _("Rows to mend"), head, body)


@signed_in
@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    item = actions.undo(find(request, pk), actor=request.actor, at=now())
    kept = queries.kept_after_undo(item)
    if kept:
        words = _("The import was taken back, except %(n)s rows that others have built on.")
        messages.warning(request, words % {"n": kept})
    else:
        messages.success(request, _("The import was taken back."))
    return redirect("roster:import", item.pk)
