"""The ledger as the privacy officer reads it: who did and saw what, and whether the chain holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gridward.core import ledger as book
from gridward.core import scope, words
from gridward.core.clock import local
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.models import LedgerEntry
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.access import choices
from gridward.ground.access.forms import LedgerFilter
from gridward.ground.grid import queries as grid

COLUMNS = (
    ("at", _("When")),
    ("who", _("Who")),
    ("what", _("What")),
    ("subject", _("Of what"), "narrow"),
    ("place", _("Where"), "narrow"),
    ("purpose", _("Why"), "narrow"),
    ("code", _("Code"), "narrow"),
)
_MACHINES = frozenset({"system", "dashboard", "demo", "lists", "open_office"})


@signed_in
@require_safe
def ledger(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.LEDGER_VIEW)
    form = LedgerFilter(request.GET)
    mine = scope.within(request.actor.paths(Permission.LEDGER_VIEW)) | Q(path="")
    rows = _asked(LedgerEntry.objects.filter(mine).order_by("-recorded_at", "-id"), form)
    if kind := request.GET.get("format"):
        head = [*(str(label) for _key, label, *_rest in COLUMNS), gettext("Code of the place")]
        return table_response(kind, gettext("Ledger"), head, _lines(rows))
    page = page_of(rows, request.GET)
    places = grid.full_names({row.path for row in page.rows if row.path})
    shown = [_told(row, places) for row in page.rows]
    context = {"form": form, "columns": COLUMNS, "page": page, "shown": shown}
    return render(request, "access/ledger.html", context)


def _asked(rows: QuerySet[LedgerEntry], form: LedgerFilter) -> QuerySet[LedgerEntry]:
    if not form.is_valid():
        return rows
    asked = form.cleaned_data
    if text := asked["q"].strip():
        rows = rows.filter(Q(actor_name=text) | Q(subject_id=text))
    if asked["event"]:
        rows = rows.filter(event__startswith=asked["event"])
    if asked["since"]:
        rows = rows.filter(at__date__gte=asked["since"])
    if asked["until"]:
        rows = rows.filter(at__date__lte=asked["until"])
    return rows


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in the words of its reader; the codes for whoever looks for them."""

    at: datetime
    who: str
    what: str
    subject: str
    place: str
    purpose: str
    code: str


def _told(entry: LedgerEntry, places: dict[str, str]) -> Told:
    subject = choices.SUBJECTS.get(entry.subject_type, entry.subject_type)
    return Told(
        at=entry.at,
        who=_who(entry),
        what=str(words.events().get(entry.event, entry.event)),
        subject=f"{subject} {entry.subject_id}".strip(),
        place=places.get(entry.path, entry.path),
        purpose=entry.purpose,
        code=f"{entry.event} {entry.subject_type}".strip(),
    )


def _who(entry: LedgerEntry) -> str:
    if entry.actor_id is None and entry.actor_name == "resident":
        return gettext("A resident")
    machine = entry.actor_name in _MACHINES or entry.actor_name.endswith(".jobs")
    return gettext("The system") if entry.actor_id is None and machine else entry.actor_name


def _lines(rows: QuerySet[LedgerEntry]) -> Iterator[list[str]]:
    """The same words as on the page, read from the database as they are sent."""
    places: dict[str, str] = {"": ""}
    with transaction.atomic():  # a cursor of the server: outside it would first copy everything
        for entry in rows.iterator(chunk_size=2_000):
            if entry.path not in places:
                places |= grid.full_names({entry.path})
            told = _told(entry, places)
            yield [
                f"{local(told.at):%Y-%m-%d %H:%M:%S}", told.who, told.what, told.subject,
                told.place, told.purpose, told.code, entry.path,
            ]  # fmt: skip


@signed_in
@require_POST
def verify(request: ActingRequest) -> HttpResponse:
    """Walk the whole chain now."""
    request.actor.require_somewhere(Permission.LEDGER_VIEW)
    with scope.everywhere():
        breaks = book.verify()
        count = LedgerEntry.objects.count()
    return render(request, "access/verified.html", {"breaks": breaks, "count": count})
