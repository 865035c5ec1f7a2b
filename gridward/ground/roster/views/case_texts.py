"""Case texts: paste or bring in, read with the words marked, correct the stays, confirm."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core import tables
from gridward.core.clock import local_date, now
from gridward.core.errors import BadInput, NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.places.rules.trips import Label
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import CaseTextState, DeclarationState
from gridward.ground.roster.forms import CaseTextFilter, CaseTextForm, PeopleFilter
from gridward.ground.roster.models import CaseText
from gridward.ground.roster.rules import case_texts as rules
from gridward.ground.roster.rules.asking import may_ask

COLUMNS = (
    ("title", gettext_lazy("Case")), ("told_on", gettext_lazy("Written on"), "narrow"),
    ("stays", gettext_lazy("Stays"), "end"), ("state", gettext_lazy("State")),
    ("created_at", gettext_lazy("Brought in"), "narrow"),
    ("place", gettext_lazy("Village and grid"), "narrow"),
)  # fmt: skip
LEGEND = (
    (Label.LEFT, gettext_lazy("place left")), (Label.TRANSIT, gettext_lazy("on the way")),
    (Label.DESTINATION, gettext_lazy("destination")), (Label.HOME, gettext_lazy("lives there")),
    (Label.PLACE, gettext_lazy("other place")), (Label.ARRIVED, gettext_lazy("day of travel")),
    (Label.DATE, gettext_lazy("other day")), (Label.ONSET, gettext_lazy("onset")),
    (Label.FIRST_VISIT, gettext_lazy("doctor seen")), (Label.ISOLATED, gettext_lazy("isolated")),
    (Label.CONFIRMED, gettext_lazy("confirmed on")), (Label.HOSPITAL, gettext_lazy("hospital")),
    (Label.ORGANISATION, gettext_lazy("office or clinic")),
    (Label.TRANSPORT, gettext_lazy("transport")), (Label.NUMBER, gettext_lazy("number")),
)  # fmt: skip
MODES = (
    ("train", gettext_lazy("Train")), ("flight", gettext_lazy("Flight")),
    ("bus", gettext_lazy("Bus")), ("car", gettext_lazy("Car")), ("other", gettext_lazy("Other")),
)  # fmt: skip
_FOUND = 10  # persons offered


@signed_in
def case_texts(request: ActingRequest) -> HttpResponseBase:
    """The texts that wait and those decided; below, the box for new ones."""
    request.actor.require_somewhere(Permission.PEOPLE_IMPORT)
    form = CaseTextFilter({"state": CaseTextState.OPEN} | request.GET.dict())
    rows = queries.case_texts_visible_to(request.actor).order_by("-created_at", "-pk")
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    if kind := request.GET.get("format"):
        taken = list(rows.filter(within(request.actor.paths(Permission.PEOPLE_EXPORT))))
        why = _("List taken out")
        actions.note_export("case texts", len(taken), actor=request.actor, purpose=why, at=now())
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, _("Case texts"), head, _lines(taken))
    page = page_of(rows, request.GET)
    places = grid.full_names({row.path for row in page.rows})
    context = {
        "filter": form, "columns": COLUMNS, "page": page, "new": _box(request),
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
        "shown": [
            {"row": row, "place": places[row.path], "stays": len(row.proposals),
             "get_absolute_url": reverse("roster:case_text", args=[row.pk])}
            for row in page.rows
        ],
    }  # fmt: skip
    return render(request, "roster/case_texts.html", context)


def _lines(rows: list[CaseText]) -> list[list[str]]:
    places = grid.full_names({row.path for row in rows})
    return [
        [
            row.title, str(row.told_on), str(len(row.proposals)), row.get_state_display(),
            f"{row.created_at:%Y-%m-%d %H:%M}", places[row.path],
        ]
        for row in rows
    ]  # fmt: skip


def _box(request: ActingRequest, *data: object) -> CaseTextForm:
    paths = sorted(request.actor.paths(Permission.PEOPLE_IMPORT))
    names = grid.full_names(set(paths))
    choices = [(path, names.get(path, path)) for path in paths]
    return CaseTextForm(*data, paths=choices, today=local_date(now()))


@signed_in
@require_POST
def take(request: ActingRequest) -> HttpResponse:
    """Texts out of the box and out of a file."""
    form = _box(request, request.POST, request.FILES)
    if not form.is_valid():
        raise BadInput(*(str(error) for errors in form.errors.values() for error in errors))
    given = form.cleaned_data
    texts = rules.split(given["text"])
    if given["file"]:
        texts += _texts_in(given["file"].read(), given["file"].name)
    made = actions.take_texts(
        texts, path=given["path"], told_on=given["told_on"], actor=request.actor, at=now()
    )
    return redirect("roster:case_text", made[0].pk)


def _texts_in(content: bytes, name: str) -> list[str]:
    if name.lower().endswith(".txt"):
        return rules.split(content.decode(tables.encoding_of(content)))
    return rules.longest_cells(cells for _number, cells in tables.rows(content))


def _find(request: ActingRequest, pk: int) -> CaseText:
    found = queries.case_texts_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def case_text(request: ActingRequest, pk: int) -> HttpResponse:
    """One text with its words marked, its stays to correct, and whom it may mean."""
    item = _find(request, pk)
    queries.open_case_text(item, actor=request.actor, purpose=_("Case text opened"), at=now())
    reading = queries.reading_of(item.text, item.told_on)
    declaration = (
        queries.declarations_visible_to(request.actor).filter(submission=item.submission_id).first()
        if item.submission_id
        else None
    )
    context = {
        "item": item, "place": grid.full_names({item.path})[item.path],
        "pieces": queries.pieces(item.text, reading.spans, dict(LEGEND)), "reading": reading,
        "legend": [(str(label), word) for label, word in LEGEND
                   if any(span.label == label for span in reading.spans)],
        "modes": MODES,
        "lines": queries.lines(item), "next_number": len(item.proposals),
        "declaration": declaration, "is_open": item.state == CaseTextState.OPEN,
        "is_final": declaration is not None and declaration.state == DeclarationState.ACCEPTED
        and queries.is_used(declaration),
        **_whom(request),
    }  # fmt: skip
    return render(request, "roster/case_text.html", context)


def _whom(request: ActingRequest) -> dict[str, Any]:
    """The search for the person: needs a reason, and is recorded."""
    form = PeopleFilter(request.GET, villages=[])
    form.fields.pop("village")
    asked = form.cleaned_data if form.is_valid() else {}
    text, why = str(asked.get("q", "")), str(asked.get("why", ""))
    people: list[queries.Shown] = []
    if text and not may_ask(why).allowed:
        form.add_error("why", _("Say why you are looking: it goes into the ledger."))
    elif text:
        actions.look_up(text, actor=request.actor, purpose=why, at=now())
        found = queries.search(request.actor, text).select_related("household")
        people = queries.masked(found[:_FOUND])
    return {"whom": form, "people": people, "searched": bool(text)}


@signed_in
@require_POST
def decide_text(request: ActingRequest, pk: int) -> HttpResponse:
    """``do`` is save, confirm:<person>, drop or reopen; what stands in the table is saved first."""
    item = _find(request, pk)
    deed, _sign, key = request.POST.get("do", "").partition(":")
    actor, at = request.actor, now()
    if deed == "reopen":
        actions.reopen_text(item, actor=actor, at=at)
        messages.success(request, _("Taken back. Nothing is declared by this text."))
        return redirect("roster:case_text", pk)
    if "place-0" in request.POST:
        item = actions.change_stays(item, request.POST, actor=actor)
    if deed == "save":
        messages.success(request, _("The table was saved. Nothing is declared yet."))
        return redirect("roster:case_text", pk)
    if deed == "drop":
        actions.drop_text(item, actor=actor, at=at)
        messages.success(request, _("Dropped. You can take it back on its page."))
    else:
        found = queries.visible_to(actor).select_related("household")
        person = found.filter(pk=int(key) if key.isdecimal() else 0).first()
        if person is None:
            raise NotThere
        actions.confirm_text(item, person=person, actor=actor, at=at)
        messages.success(
            request,
            _("Declared for this person. Until a risk class rests on it, you can take it back."),
        )
    following = queries.next_case_text(actor, after=pk)
    return redirect(
        reverse("roster:case_text", args=[following.pk]) if following else "roster:case_texts"
    )
