"""The ledger as the privacy officer reads it: who did and saw what, and whether the chain holds."""

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gridward.core import ledger as book
from gridward.core import scope
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.models import LedgerEntry
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.access.forms import LedgerFilter
from gridward.ground.grid import queries as grid

COLUMNS = (
    ("at", _("When")),
    ("actor", _("Who")),
    ("event", _("What")),
    ("subject", _("Of what"), "narrow"),
    ("path", _("Where"), "narrow"),
    ("purpose", _("Why"), "narrow"),
)


@signed_in
@require_safe
def ledger(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.LEDGER_VIEW)
    form = LedgerFilter(request.GET)
    mine = scope.within(request.actor.paths(Permission.LEDGER_VIEW)) | Q(path="")
    rows = LedgerEntry.objects.filter(mine).order_by("-recorded_at", "-id")
    if form.is_valid():
        if text := form.cleaned_data["q"]:
            rows = rows.filter(Q(actor_name=text) | Q(subject_id=text))
        if event := form.cleaned_data["event"]:
            rows = rows.filter(event__startswith=event)
        if since := form.cleaned_data["since"]:
            rows = rows.filter(at__date__gte=since)
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_rest in COLUMNS]
        lines = (
            (f"{e.at:%Y-%m-%d %H:%M:%S}", e.actor_name, e.event,
             f"{e.subject_type} {e.subject_id}", e.path, e.purpose)
            for e in rows.iterator(chunk_size=2_000)
        )  # fmt: skip
        return table_response(kind, "ledger", head, lines)
    page = page_of(rows, request.GET)
    places = grid.full_names({row.path for row in page.rows if row.path})
    for row in page.rows:
        row.path = places.get(row.path, row.path)  # for reading only
    context = {"form": form, "columns": COLUMNS, "page": page}
    return render(request, "access/ledger.html", context)


@signed_in
@require_POST
def verify(request: ActingRequest) -> HttpResponse:
    """Walk the whole chain now."""
    request.actor.require_somewhere(Permission.LEDGER_VIEW)
    with scope.everywhere():
        breaks = book.verify()
        count = LedgerEntry.objects.count()
    return render(request, "access/verified.html", {"breaks": breaks, "count": count})
