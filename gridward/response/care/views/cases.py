"""Lists of cases: all, and those due for release."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.export import Cell, table_response
from gridward.core.filters import Placed
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.ground.grid import queries as grid
from gridward.response.care import queries
from gridward.response.care.forms.cases import CaseFilter
from gridward.response.care.models import Case
from gridward.response.care.rules import states

COLUMNS = (
    ("number", _("Case number"), "sort"), ("person", _("Observed person")),
    ("place", _("Grid"), "narrow"),
    ("kind", _("Kind"), "narrow"), ("day", _("Day of observation")),
    ("release", _("Planned release"), "sort"),
    ("state", _("State")),
)  # fmt: skip
DUE = (
    ("number", _("Case number")), *COLUMNS[1:3], COLUMNS[4], ("release", _("Planned release")),
    ("against", _("Speaks against")), COLUMNS[6],
)  # fmt: skip
TONES = {"due_for_release": "warning", "suspended": "warning", "broken": "bad"}
SORTS = {"number": ("year", "sequence"), "release": ("planned_release", "pk")}


@require_GET
@signed_in
def cases(request: ActingRequest) -> HttpResponseBase:
    """The list; ``?q=``, ``?state=``, ``?kind=``, ``?sort=``, ``?format=``."""
    at = clock.now()
    form = CaseFilter(request.GET, _places(request, at))
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = _wanted(queries.visible_to(request.actor).filter(form.here()), wanted)
    asked = request.GET.get("sort", "-number")
    fields = SORTS.get(asked.removeprefix("-"), SORTS["number"])
    rows = rows.order_by(*(f"-{f}" if asked.startswith("-") else f for f in fields))
    if kind := request.GET.get("format"):
        return _export(kind, gettext("Observation"), rows, request.actor, at)
    page = page_of(rows, request.GET)
    dressed(page.rows, request.actor, at)
    context = {"form": form, "page": page, "columns": COLUMNS}
    return render(request, "care/cases.html", context)


@require_GET
@signed_in
def due(request: ActingRequest) -> HttpResponseBase:
    """Cases whose day has come, with everything that speaks against their release."""
    at = clock.now()
    form = Placed(request.GET, _places(request, at))
    rows = queries.due_for_release(request.actor, clock.local_date(at)).filter(form.here())
    if kind := request.GET.get("format"):
        return _export(kind, gettext("Due for release"), rows, request.actor, at)
    page = page_of(rows, request.GET)
    against = queries.against_release(page.rows, at)
    for case in dressed(page.rows, request.actor, at):
        case.against = against[case.pk]
    return render(request, "care/due.html", {"form": form, "page": page, "columns": DUE})


def _places(request: ActingRequest, at: datetime) -> list[tuple[str, str]]:
    return grid.to_choose(
        request.actor, Permission.CARE_VIEW, on=clock.local_date(at),
        asked=request.GET.get("under", ""),
    )  # fmt: skip


def _wanted(rows: QuerySet[Case], wanted: dict[str, str]) -> QuerySet[Case]:
    if words := wanted.get("q"):
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(person__name__startswith=words)
            | Q(household__address__contains=words)
        )
    if wanted.get("kind"):
        rows = rows.filter(kind=wanted["kind"])
    match wanted.get("state", ""):
        case "any":
            return rows
        case "observed":
            return rows.filter(state__in=states.OBSERVED)
        case "":
            return rows.filter(state__in=states.OPEN)
        case state:
            return rows.filter(state=state)


def dressed(cases: list[Case], actor: Actor, at: datetime) -> list[Case]:
    """The cases with place, day number and the person's name as far as the actor may read it."""
    places = grid.full_names({case.path for case in cases})
    today = clock.local_date(at)
    for case in cases:
        case.place = places.get(case.path, case.path)
        case.who = shown_name(case, actor)
        case.day_number = case.terms.day_number(today, case.day_one)
        case.days = case.terms.days
        case.tone = TONES.get(case.state, "")
    return cases


def shown_name(case: Case, actor: Actor) -> str:
    """Unmasked only for those who answer for the place."""
    may = actor.may(Permission.PEOPLE_IDENTIFY, case.path)
    return case.person.name if may else mask_name(case.person.name)


def _export(
    kind: str, name: str, rows: QuerySet[Case], actor: Actor, at: datetime
) -> HttpResponseBase:
    head = [str(column[1]) for column in COLUMNS]
    return table_response(kind, name, head, _lines(dressed(list(rows), actor, at)))


def _lines(cases: Iterable[Case]) -> Iterator[list[Cell]]:
    for case in cases:
        yield [
            case.number, case.who, case.place, case.get_kind_display(),
            f"{case.day_number} / {case.days}", case.planned_release.isoformat(),
            case.get_state_display(),
        ]  # fmt: skip
