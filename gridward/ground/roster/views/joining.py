"""Joining by hand: from the page of a person to a second record, and both side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core.clock import now
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.roster import actions, queries
from gridward.ground.roster.forms import DoubleSearch
from gridward.ground.roster.models import Person
from gridward.ground.roster.rules.asking import may_ask

COLUMNS = (
    ("name", gettext_lazy("Name")), ("birth", gettext_lazy("Born")),
    ("phone", gettext_lazy("Phone")), ("place", gettext_lazy("Village and grid")),
    ("compare", gettext_lazy("Side by side"), "end"),
)  # fmt: skip
_MOST = 20


def _find(request: ActingRequest, pk: int | str) -> Person:
    found = queries.visible_to(request.actor).filter(pk=pk, valid_to=None).first()
    if found is None:
        raise NotThere
    return found


@signed_in
@require_safe
def join_with(request: ActingRequest, pk: int) -> HttpResponse:
    """Records that resemble this one, and a search for any other; a search is recorded."""
    one = _find(request, pk)
    request.actor.require(Permission.PEOPLE_MERGE, one.path)
    form = DoubleSearch(request.GET if "q" in request.GET else None)
    found: list[Any] = []
    if form.is_valid():
        text, why = form.cleaned_data["q"], form.cleaned_data["why"]
        if may_ask(why).allowed:
            actions.look_up(text, actor=request.actor, purpose=why, at=now())
            rows = queries.search(request.actor, text).exclude(pk=pk).select_related("household")
            found = queries.masked(rows[:_MOST])
        else:
            form.add_error("why", _("Say why you are looking: it goes into the ledger."))
    context = {
        "person": queries.masked([one])[0], "form": form, "columns": COLUMNS, "found": found,
        "alike": queries.masked(queries.resembling(one, actor=request.actor)),
    }  # fmt: skip
    return render(request, "roster/join.html", context)


@signed_in
@require_POST
def pair_up(request: ActingRequest, pk: int) -> HttpResponse:
    """Put both side by side where pairs are decided; from there back to the person."""
    one, other = _find(request, pk), _find(request, request.POST.get("other") or 0)
    row = actions.pair_up(one, other, actor=request.actor, at=now())
    return redirect(f"{reverse('roster:duplicate', args=[row.pk])}?person={pk}")
