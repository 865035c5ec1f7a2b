"""Pages of persons and households."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core.clock import now
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.forms import PeopleFilter, WhyForm
from gridward.ground.roster.models import Person
from gridward.ground.roster.rules.asking import may_ask

PEOPLE = (
    ("name", gettext_lazy("Name")), ("sex", gettext_lazy("Sex"), "narrow"),
    ("birth", gettext_lazy("Born"), "narrow"), ("phone", gettext_lazy("Phone")),
    ("document_no", gettext_lazy("Document number"), "narrow"),
    ("place", gettext_lazy("Village and grid")), ("address", gettext_lazy("Address"), "narrow"),
    ("residence", gettext_lazy("Kind of resident"), "narrow"),
)  # fmt: skip


def villages_of(request: ActingRequest) -> list[tuple[str, str]]:
    rows = grid.visible_to(request.actor).filter(level="village", valid_to=None)
    return [(node.path, node.name) for node in rows]


@signed_in
def people(request: ActingRequest) -> HttpResponseBase:
    """The list of persons; searching needs a reason and is recorded."""
    request.actor.require_somewhere(Permission.PEOPLE_VIEW)
    form = PeopleFilter(request.GET, villages=villages_of(request))
    asked = form.cleaned_data if form.is_valid() else {}
    text, why, village = (str(asked.get(key, "")) for key in ("q", "why", "village"))
    rows = queries.visible_to(request.actor).order_by("path", "id")
    others: list[object] = []
    if text and not may_ask(why).allowed:
        form.add_error("why", _("Say why you are looking: it goes into the ledger."))
        rows = rows.none()
    elif text:
        actions.look_up(text, actor=request.actor, purpose=why, at=now())
        rows = queries.search(request.actor, text)
        others = list(queries.other_registers(request.actor, text))
    if village:
        rows = rows.filter(within([village]))
    rows = rows.select_related("household")
    if kind := request.GET.get("format"):
        return _export(request, kind, rows, why)
    page = page_of(rows, request.GET)
    context = {
        "form": form, "columns": PEOPLE, "page": page, "shown": queries.masked(page.rows),
        "others": [queries.found_elsewhere(one) for one in others],
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
    }  # fmt: skip
    return render(request, "roster/people.html", context)


def _export(
    request: ActingRequest, kind: str, rows: QuerySet[Person], why: str
) -> HttpResponseBase:
    taken = rows.filter(within(request.actor.paths(Permission.PEOPLE_EXPORT)))
    actions.note_export(
        "people", taken.count(), actor=request.actor, purpose=why or _("List taken out"), at=now()
    )
    head = [str(column[1]) for column in PEOPLE]
    return table_response(kind, _("People"), head, queries.taken_out(taken))


def _find(request: ActingRequest, pk: int) -> Person:
    found = queries.visible_to(request.actor).select_related("household").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def person(request: ActingRequest, pk: int) -> HttpResponse:
    """One person, masked; the look is recorded. A record that was joined leads to the other one."""
    if (other := queries.joined_into(pk)) is not None:
        return redirect("roster:person", other.pk)
    one = _find(request, pk)
    why = request.GET.get("why", "") or _("Page of the register opened")
    shown = queries.open_person(one, actor=request.actor, purpose=why, at=now())
    return render(request, "roster/person.html", _context(request, one, shown))


def _context(request: ActingRequest, one: Person, shown: queries.Shown) -> dict[str, object]:
    home = one.household
    others = (
        queries.visible_to(request.actor).filter(household=home).exclude(pk=one.pk) if home else ()
    )
    return {
        "person": shown, "form": WhyForm(),
        "home": queries.door_of(home, hide="" if not shown.is_masked else "yes") if home else None,
        "others": queries.masked(others),
        "declarations": queries.declarations_visible_to(request.actor).filter(person=one)[:50],
        "may_identify": request.actor.may(Permission.PEOPLE_IDENTIFY, one.path),
        "may_edit": request.actor.may(Permission.PEOPLE_EDIT, one.path),
        "may_merge": request.actor.may(Permission.PEOPLE_MERGE, one.path),
        "joined": queries.joined_here(one),
    }  # fmt: skip


@signed_in
@require_POST
def person_full(request: ActingRequest, pk: int) -> HttpResponse:
    """One person in full, after a reason."""
    one = _find(request, pk)
    why = request.POST.get("why", "")
    shown = queries.identify(one, actor=request.actor, purpose=why, at=now())
    return render(request, "roster/person.html", _context(request, one, shown))


@signed_in
def household(request: ActingRequest, pk: int) -> HttpResponse:
    """One household with its people and vehicles, masked."""
    home = queries.households_visible_to(request.actor).filter(pk=pk).first()
    if home is None:
        raise NotThere
    why = _("Page of the register opened")
    queries.note_look(home, actor=request.actor, purpose=why, at=now())
    living = queries.visible_to(request.actor).filter(household=home).select_related("household")
    context = {
        "home": queries.door_of(home, hide="yes"), "people": queries.masked(living),
        "place": grid.full_names({home.path})[home.path], "columns": PEOPLE[:5],
        "may_edit": request.actor.may(Permission.PEOPLE_EDIT, home.path),
        "vehicles": queries.vehicles_visible_to(request.actor).filter(household=home).count(),
        "declarations": queries.declarations_visible_to(request.actor).filter(household=home)[:50],
    }  # fmt: skip
    return render(request, "roster/household.html", context)
