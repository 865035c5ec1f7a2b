"""Correcting the register by hand, and the list of what was corrected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core.clock import local, local_date, now
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import Page, page_of
from gridward.core.permissions import Permission
from gridward.ground.access import queries as access
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.forms import CorrectionFilter, HouseholdForm, LeaveForm, PersonForm
from gridward.ground.roster.models import Correction, Household, Person

COLUMNS = (
    ("at", gettext_lazy("When")), ("who", gettext_lazy("Who")),
    ("subject", gettext_lazy("Record")), ("place", gettext_lazy("Village and grid"), "narrow"),
    ("fields", gettext_lazy("What was changed")), ("reason", gettext_lazy("Why"), "narrow"),
    ("undo", ""),
)  # fmt: skip
WORDS = {
    "name": gettext_lazy("Name"), "sex": gettext_lazy("Sex"), "birth_date": gettext_lazy("Born"),
    "document_type": gettext_lazy("Kind of document"),
    "document_no": gettext_lazy("Document number"), "phone": gettext_lazy("Phone"),
    "residence": gettext_lazy("Kind of resident"),
    "needs_help": gettext_lazy("Needs a visit instead of a message"),
    "address": gettext_lazy("Address"), "head_name": gettext_lazy("Householder"),
    "size": gettext_lazy("Number of people"), "tenure": gettext_lazy("Kind of dwelling"),
    "channel": gettext_lazy("How to reach them"), "household_id": gettext_lazy("Household"),
    "valid_to": gettext_lazy("Left the register"),
}  # fmt: skip


def _person(request: ActingRequest, pk: int) -> Person:
    found = queries.visible_to(request.actor).select_related("household").filter(pk=pk).first()
    if found is None:
        raise NotThere
    request.actor.require(Permission.PEOPLE_EDIT, found.path)
    return found


def _home(request: ActingRequest, pk: int) -> Household:
    found = queries.households_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    request.actor.require(Permission.PEOPLE_EDIT, found.path)
    return found


def _typed(form: Form) -> dict[str, str]:
    return {key: str(form.data.get(key, "")) for key in form.fields if key != "reason"}


@signed_in
def correct_person(request: ActingRequest, pk: int) -> HttpResponse:
    """The record in full (the look is recorded), to be changed with a reason."""
    one = _person(request, pk)
    if request.method != "POST":
        queries.identify(one, actor=request.actor, purpose=_("Correction by hand"), at=now())
    return _correct(request, one, PersonForm, "person", _("Correct a person"))


@signed_in
def correct_household(request: ActingRequest, pk: int) -> HttpResponse:
    home = _home(request, pk)
    if request.method != "POST":
        queries.note_look(home, actor=request.actor, purpose=_("Correction by hand"), at=now())
    return _correct(request, home, HouseholdForm, "household", _("Correct a household"))


def _correct(
    request: ActingRequest, subject: Person | Household, kind_of_form: type[Form], kind: str,
    title: str,
) -> HttpResponse:  # fmt: skip
    now_there = {key: getattr(subject, key, "") for key in kind_of_form.base_fields}
    form = kind_of_form(request.POST or None, initial=now_there)
    if request.method == "POST" and form.is_valid():
        actions.correct(
            subject, given=_typed(form), reason=form.cleaned_data["reason"],
            actor=request.actor, at=now(),
        )  # fmt: skip
        messages.success(request, _("The record was corrected. The old values are kept."))
        return redirect(f"roster:{kind}", subject.pk)
    context = {
        "form": form, "title": title, "leaving": LeaveForm(), "back": subject.pk, "kind": kind,
        "subject": subject, "moving": kind == "person",
    }  # fmt: skip
    return render(request, "roster/correct.html", context)


@signed_in
def add_member(request: ActingRequest, pk: int) -> HttpResponse:
    """Somebody who lives behind a door and stands on no list."""
    home = _home(request, pk)
    form = PersonForm(request.POST or None)
    del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        made = actions.add_member(home, given=_typed(form), actor=request.actor, at=now())
        messages.success(request, _("The person stands in the register now."))
        return redirect("roster:person", made.pk)
    context = {
        "form": form, "title": _("Add somebody to this household"), "back": home.pk,
        "kind": "household", "subject": home,
    }  # fmt: skip
    return render(request, "roster/correct.html", context)


@signed_in
@require_POST
def leave(request: ActingRequest, kind: str, pk: int) -> HttpResponse:
    """Moved away, died, pulled down; or, with a door's code, moved behind another door."""
    subject = _person(request, pk) if kind == "person" else _home(request, pk)
    form = LeaveForm(request.POST)
    form.is_valid()
    code = form.cleaned_data.get("code", "")
    given = {"reason": form.cleaned_data.get("reason", ""), "actor": request.actor, "at": now()}
    if code and isinstance(subject, Person):
        there = queries.households_visible_to(request.actor).filter(code=code, valid_to=None)
        home = there.first()
        if home is None:
            raise NotThere(_("No household with this code is in force here."))
        actions.move(subject, home=home, **given)
        messages.success(request, _("The person belongs to the other household now."))
        return redirect("roster:person", subject.pk)
    on = form.cleaned_data.get("on") or local_date(now())
    actions.leave(subject, on=on, **given)
    messages.success(request, _("The record has ended. It can be brought back from this list."))
    return redirect("roster:corrections")


@signed_in
@require_safe
def corrections(request: ActingRequest) -> HttpResponseBase:
    """What was corrected by whom, newest first; the last one of a record can be taken back."""
    places = grid.to_choose(
        request.actor, Permission.PEOPLE_EDIT, on=local_date(now()),
        asked=request.GET.get("under", ""),
    )  # fmt: skip
    form = CorrectionFilter(request.GET, places)
    rows = queries.corrections_visible_to(request.actor).filter(form.here())
    wanted = form.cleaned_data
    if wanted.get("state"):
        rows = rows.filter(undone_at__isnull=wanted["state"] == "standing")
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS[:-1]]
        lines = ([one[key] for key, *_rest in COLUMNS[:-1]] for one in _lines(list(rows)))
        return table_response(kind, _("Corrections"), head, lines)
    page: Page[Any] = page_of(rows, request.GET)
    context = {
        "form": form, "columns": COLUMNS, "page": replace(page, rows=_lines(page.rows)),
    }  # fmt: skip
    return render(request, "roster/corrections.html", context)


def _lines(rows: list[Correction]) -> list[dict[str, Any]]:
    places = grid.full_names({row.path for row in rows})
    names = access.names_of({row.by for row in rows if row.by})
    return [
        {
            "at": f"{local(row.at):%Y-%m-%d %H:%M}", "who": names.get(row.by or 0, ""),
            "subject": f"{_KINDS[row.subject_type]} {row.subject_id}",
            "place": places.get(row.path, row.path), "fields": _told(row),
            "reason": row.reason, "pk": row.pk, "undone": row.undone_at is not None,
        }
        for row in rows
    ]  # fmt: skip


_KINDS: Mapping[str, Any] = {
    "person": gettext_lazy("Person"),
    "household": gettext_lazy("Household"),
}


def _told(row: Correction) -> str:
    """The changed fields by name: which, not what; the values stand on the record itself."""
    names = [str(WORDS[key]) for key in sorted(orjson.loads(row.became)) if key in WORDS]
    return "、".join(names)


@signed_in
@require_POST
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    found = queries.corrections_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    actions.take_back(found, actor=request.actor, at=now())
    messages.success(request, _("The old values stand again."))
    return redirect("roster:corrections")
