"""The grid tree on a page."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import actions, queries
from gridward.ground.grid.forms import GridListForm, TreeFilter

COLUMNS = (
    ("name", _("Township, village or grid")),
    ("level", _("Level")),
    ("code", _("Code")),
    ("kind", _("Kind"), "narrow"),
    ("since", _("Since"), "narrow"),
)


@signed_in
@require_safe
def tree(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.GRID_VIEW)
    form = TreeFilter(request.GET)
    rows = queries.in_force(queries.visible_to(request.actor), clock.local_date(clock.now()))
    if form.is_valid() and (text := form.cleaned_data["q"]):
        rows = rows.filter(Q(name__contains=text) | Q(code__startswith=text))
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_rest in COLUMNS]
        lines = (
            (n.name, n.get_level_display(), n.code, n.get_kind_display(), str(n.valid_from))
            for n in rows
        )
        return table_response(kind, "grids", head, lines)
    page = page_of(rows.order_by("path"), request.GET, size=100)
    context = {
        "form": form, "columns": COLUMNS, "page": page,
        "may_edit": request.actor.paths(Permission.GRID_EDIT),
        "may_post": request.actor.paths(Permission.POSTING_EDIT),
    }  # fmt: skip
    return render(request, "grid/tree.html", context)


@signed_in
def bring_in(request: ActingRequest) -> HttpResponse:
    """Import an existing grid set."""
    request.actor.require_somewhere(Permission.GRID_EDIT)
    form = GridListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        added = actions.import_grids(form.rows, actor=request.actor, at=clock.now())
        text = ngettext("%(n)s node was added.", "%(n)s nodes were added.", added)
        messages.success(request, text % {"n": added})
        return redirect("grid:tree")
    return render(request, "grid/import.html", {"form": form})
