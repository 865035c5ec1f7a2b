"""The queue of declarations that a person must decide: candidates, one key per decision, undo."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core.clock import local, local_date, now
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name, mask_phone
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.roster.forms import DeclarationFilter
from gridward.ground.roster.models import Declaration

COLUMNS = (
    ("at", gettext_lazy("Declared at")), ("form", gettext_lazy("Form")),
    ("place", gettext_lazy("Village and grid")), ("state", gettext_lazy("State")),
    ("why", gettext_lazy("Why it waits"), "narrow"),
)  # fmt: skip


@signed_in
def declarations(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.PEOPLE_VIEW)
    choices = grid.to_choose(
        request.actor, Permission.PEOPLE_VIEW, on=local_date(now()),
        asked=request.GET.get("under", ""),
    )  # fmt: skip
    form = DeclarationFilter({"state": DeclarationState.CHECKED} | request.GET.dict(), choices)
    rows = queries.declarations_visible_to(request.actor).filter(form.here())
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    if kind := request.GET.get("format"):
        taken = rows.filter(within(request.actor.paths(Permission.PEOPLE_EXPORT)))
        why, count = _("List taken out"), taken.count()
        actions.note_export("declarations", count, actor=request.actor, purpose=why, at=now())
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, _("Declarations"), head, _lines(taken))
    page = page_of(rows, request.GET)
    places = grid.full_names({row.path for row in page.rows})
    context = {
        "form": form, "columns": COLUMNS, "page": page,
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
        "shown": [{"row": row, "place": places[row.path]} for row in page.rows],
    }  # fmt: skip
    return render(request, "roster/declarations.html", context)


def _lines(rows: QuerySet[Declaration]) -> Iterator[list[str]]:
    """Read from the database as they are sent."""
    places: dict[str, str] = {}
    with transaction.atomic():  # a cursor of the server: outside it would first copy everything
        for row in rows.iterator(1_000):
            if row.path not in places:
                places |= grid.full_names({row.path})
            yield [
                f"{local(row.at):%Y-%m-%d %H:%M}", row.submission.version.form.shown_title,
                places[row.path], row.get_state_display(),
                "；".join(queries.told(reason) for reason in row.reasons),
            ]  # fmt: skip


def _find(request: ActingRequest, pk: int) -> Declaration:
    found = queries.declarations_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def declaration(request: ActingRequest, pk: int) -> HttpResponse:
    """One declaration: what was said, whom it may mean; keys decide."""
    row = _find(request, pk)
    today = local_date(now())
    queries.note_look(row, actor=request.actor, purpose=_("Declaration opened"), at=now())
    told = queries.claim_of(row, today=today)
    homes = queries.households_meant(row, told, request.actor, on=today)
    people = queries.persons_meant(row, told, request.actor, homes)
    # The reviewer sees the address as it was typed: without it nothing can be decided.
    shown = queries.masked(people)
    context = {
        "declaration": row, "place": grid.full_names({row.path})[row.path],
        "claim": {
            "name": mask_name(told.name), "phone": mask_phone(told.phone), "address": told.address,
        },
        "people": shown, "people_count": len(shown),
        "homes": [
            {**queries.door_of(home, hide="yes"), "address": home.address} for home in homes
        ],
        "waiting": queries.waiting_for(request.actor).exclude(pk=pk).count(),
        "may_decide": actions.may_decide(request.actor, row.path),
        "may_place": bool(request.actor.paths(Permission.PLACES_REVIEW)),
    }  # fmt: skip
    return render(request, "roster/declaration.html", context)


@signed_in
@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """``do`` is person, household, return or reopen; then on to the next one that waits."""
    row = _find(request, pk)
    deed, _sign, key = request.POST.get("do", "").partition(":")
    actor, at = request.actor, now()
    if deed == "return":
        actions.return_(row, why=request.POST.get("why", ""), actor=actor, at=at)
    elif deed == "reopen":
        actions.reopen(row, actor=actor, at=at)
        return redirect("roster:declaration", pk)
    else:
        found = int(key) if key.isdecimal() else 0
        homes = queries.households_visible_to(actor).filter(pk=found)
        people = queries.visible_to(actor).filter(pk=found)
        is_door = deed == "household"
        actions.accept(
            row, household=homes.first() if is_door else None,
            person=None if is_door else people.first(), actor=actor, at=at,
        )  # fmt: skip
    messages.success(request, _("Decided. You can take it back on its page."))
    following = queries.waiting_for(actor).first()
    return redirect(
        reverse("roster:declaration", args=[following.pk]) if following else "roster:declarations"
    )
