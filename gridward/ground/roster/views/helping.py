"""Pages of people with a named helper: who is due, one entry with its contacts."""

from collections.abc import Iterator

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
from gridward.core.privacy import mask_name
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.forms import ContactForm, HelpedFilter, HelperForm
from gridward.ground.roster.models import Vulnerable

COLUMNS = (
    ("name", gettext_lazy("Name")), ("kind", gettext_lazy("Why")),
    ("place", gettext_lazy("Village and grid"), "narrow"),
    ("helper", gettext_lazy("Named helper")),
    ("every", gettext_lazy("Every ... days"), "end narrow"),
    ("last", gettext_lazy("Last contact"), "narrow"), ("due", gettext_lazy("Due")),
)  # fmt: skip


@signed_in
def helped(request: ActingRequest) -> HttpResponseBase:
    """Everybody with a named helper, the overdue first."""
    request.actor.require_somewhere(Permission.PEOPLE_VIEW)
    today = local_date(now())
    form = HelpedFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    rows = queries.vulnerable_visible_to(request.actor)
    if show == "due":
        rows = queries.contacts_due(request.actor, today)
    elif show == "late":
        rows = queries.contacts_overdue(request.actor, today)
    elif show == "mine":
        rows = rows.filter(helper=request.actor.user_id or 0)
    if kind := request.GET.get("format"):
        taken = rows.filter(within(request.actor.paths(Permission.PEOPLE_EXPORT)))
        found = queries.dressed_vulnerable(taken, today)
        actions.note_export(
            "helped", len(found), actor=request.actor, purpose=_("List taken out"), at=now()
        )
        head = [str(column[1]) for column in COLUMNS]
        lines: Iterator[list[Cell]] = (
            [mask_name(e.person.name), str(e.get_kind_display()), e.place, e.helper_name,
             e.every_days, str(e.last_on or ""), str(e.due_on)]
            for e in found
        )  # fmt: skip
        return table_response(kind, _("Vulnerable people"), head, lines)
    page = page_of(rows, request.GET)
    queries.dressed_vulnerable(page.rows, today)
    context = {
        "form": form, "columns": COLUMNS, "page": page, "today": today,
        "due": queries.contacts_due(request.actor, today).count(),
        "late": queries.contacts_overdue(request.actor, today).count(),
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
    }  # fmt: skip
    for one in page.rows:
        one.person.name = mask_name(one.person.name)
    return render(request, "roster/helped.html", context)


def _find(request: ActingRequest, pk: int) -> Vulnerable:
    found = queries.vulnerable_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def entry(request: ActingRequest, pk: int) -> HttpResponse:
    """One person's helper, rhythm and contacts; the person in full is one recorded look away."""
    one = _find(request, pk)
    queries.dressed_vulnerable([one], local_date(now()))
    history = [
        {"at": c.at, "title": c.get_outcome_display(), "tone": _TONE.get(c.outcome, "good"),
         "text": " · ".join(filter(None, [str(c.get_channel_display()), c.note]))}
        for c in queries.contacts_of(one)[:100]
    ]  # fmt: skip
    context = {
        "entry": one, "name": mask_name(one.person.name), "history": history,
        "form": ContactForm(initial={"channel": one.channel}),
        "may_edit": request.actor.may(Permission.PEOPLE_EDIT, one.path),
    }  # fmt: skip
    return render(request, "roster/helped_one.html", context)


_TONE = {"needs": "bad", "not_reached": "warning"}


@signed_in
@require_POST
def contact(request: ActingRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    form = ContactForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Say how it is."))
    actions.note_contact(one, **form.cleaned_data, actor=request.actor, at=now())
    return redirect("roster:helped_one", pk)


@signed_in
@require_POST
def end(request: ActingRequest, pk: int) -> HttpResponse:
    actions.end_help(_find(request, pk), actor=request.actor, at=now())
    return redirect("roster:helped")


@signed_in
def name_helper(request: ActingRequest, pk: int) -> HttpResponse:
    """Give a person a named helper and a rhythm."""
    person = queries.visible_to(request.actor).filter(pk=pk).first()
    if person is None or not request.actor.may(Permission.PEOPLE_EDIT, person.path):
        raise NotThere
    helpers = queries.possible_helpers(person, on=local_date(now()))
    form = HelperForm(request.POST or None, helpers=helpers)
    if request.method == "POST" and form.is_valid():
        made = actions.name_helper(person, **form.cleaned_data, actor=request.actor, at=now())
        return redirect("roster:helped_one", made.pk)
    place = grid.full_names({person.path}).get(person.path, "")
    context = {"form": form, "name": mask_name(person.name), "place": place, "person": person}
    return render(request, "roster/name_helper.html", context)
