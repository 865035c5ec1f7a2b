"""Pairs that may be one person: the queue, two records side by side, one key for a decision."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
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
from gridward.ground.roster.choices import Arrival, MatchState
from gridward.ground.roster.forms import PairFilter
from gridward.ground.roster.models import MatchCandidate
from gridward.ground.roster.queries.sides import opened
from gridward.ground.roster.rules import merging
from gridward.ground.roster.rules.identity import band

COLUMNS = (
    ("pair", gettext_lazy("Pair")), ("source", gettext_lazy("Came by")),
    ("place", gettext_lazy("Village and grid"), "narrow"),
    ("band", gettext_lazy("Certainty")), ("hangs", gettext_lazy("Hangs on it"), "end"),
    ("found", gettext_lazy("Found"), "narrow"), ("state", gettext_lazy("State")),
)  # fmt: skip
SOURCES = {
    "form": gettext_lazy("Form"), "door": gettext_lazy("Door visit"),
    "list": gettext_lazy("List"), "desk": gettext_lazy("Entered at the desk"),
    "register": gettext_lazy("In the register before"),
}  # fmt: skip
BANDS = (
    gettext_lazy("unlikely"), gettext_lazy("possible"), gettext_lazy("likely"),
    gettext_lazy("very likely"), gettext_lazy("nearly certain"),
)  # fmt: skip
FIELDS = {
    "name": gettext_lazy("Name"), "sex": gettext_lazy("Sex"), "birth_date": gettext_lazy("Born"),
    "document": gettext_lazy("Document number"), "phone": gettext_lazy("Phone"),
    "residence": gettext_lazy("Kind of resident"), "home": gettext_lazy("Address"),
}  # fmt: skip
HAPPENED = {
    "corrected": gettext_lazy("Corrected by hand"), "declared": gettext_lazy("Declared"),
    "pushed": gettext_lazy("On a list from above"), "merged": gettext_lazy("Joined"),
}  # fmt: skip
_LAST = "pair_decided"  # session key: what U takes back
_NEAR = 1_000  # pairs that the arrow keys know


def _filter(request: ActingRequest) -> PairFilter:
    places = grid.to_choose(
        request.actor, Permission.PEOPLE_MERGE, on=local_date(now()),
        asked=request.GET.get("under", ""),
    )  # fmt: skip
    form = PairFilter(request.GET, places)
    form.is_valid()
    return form


def _rows(request: ActingRequest, form: PairFilter) -> Any:
    """The pairs of the filter, in the order asked for."""
    actor, wanted = request.actor, form.cleaned_data
    rows = queries.pairs_visible_to(actor).filter(form.here())
    for name in ("kind", "source"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    state = wanted.get("state") or MatchState.OPEN
    if state == MatchState.OPEN:
        certainty = wanted.get("certainty")
        if certainty != "all":
            hardly = queries.unlikely()
            rows = rows.filter(hardly) if certainty == "unlikely" else rows.exclude(hardly)
        order = wanted.get("order", "")
        return queries.queue(rows, order=order, asking=actor.user_id, at=now())
    if state == "of_us":
        return rows.filter(queries.asked_of(actor)).order_by("asked_at", "pk")
    return rows.filter(state=state).order_by("-decided_at", "-pk")


@signed_in
@require_safe
def duplicates(request: ActingRequest) -> HttpResponseBase:
    """The queue: which pairs wait, how far the work is."""
    request.actor.require_somewhere(Permission.PEOPLE_MERGE)
    form = _filter(request)
    rows = _rows(request, form)
    if kind := request.GET.get("format"):
        request.actor.require_somewhere(Permission.PEOPLE_EXPORT)
        head = [str(column[1]) for column in COLUMNS]
        lines = [[one[column[0]] for column in COLUMNS] for one in _lines(list(rows[:100_000]))]
        why = _("List taken out")
        actions.note_export("pairs", len(lines), actor=request.actor, purpose=why, at=now())
        return table_response(kind, _("Pairs"), head, lines)
    page: Page[Any] = page_of(rows, request.GET)
    mine = queries.pairs_visible_to(request.actor)
    tally = queries.tally(mine)
    context = {
        "form": form, "columns": COLUMNS, "counted": page,
        "page": replace(page, rows=_lines(page.rows)), "tally": tally, "query": _query(request),
        "unlikely": mine.filter(queries.unlikely(), state=MatchState.OPEN).count(),
        "of_us": mine.filter(queries.asked_of(request.actor)).count(),
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
    }  # fmt: skip
    return render(request, "roster/duplicates.html", context)


def _query(request: ActingRequest) -> str:
    """The filter as it goes along from pair to pair."""
    kept = {key: value for key, value in request.GET.items() if value and key in PairFilter.KEPT}
    return urlencode(kept)


def _lines(rows: list[MatchCandidate]) -> list[dict[str, Any]]:
    """Pairs for a list: nothing that identifies."""
    places = grid.full_names({path for row in rows for path in (row.path, row.other_path)})
    names = queries.masked_names(rows)
    return [
        {
            "pk": row.pk, "pair": " – ".join(names[row.pk]),
            "source": str(SOURCES.get(row.source, row.source)),
            "place": " · ".join(dict.fromkeys(
                (places.get(row.path, ""), places.get(row.other_path, "")))),
            "band": str(BANDS[band(row.score)]), "hangs": row.hangs,
            "found": f"{local(row.found_at):%m-%d %H:%M}", "state": row.get_state_display(),
            "state_value": row.state, "later": row.later_at is not None,
        }
        for row in rows
    ]  # fmt: skip


def _find(request: ActingRequest, pk: int) -> MatchCandidate:
    found = queries.pairs_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
@require_safe
def next_pair(request: ActingRequest) -> HttpResponse:
    """On to the first pair of the filter that nobody has on the screen."""
    request.actor.require_somewhere(Permission.PEOPLE_MERGE)
    return _go_on(request)


def _go_on(request: ActingRequest) -> HttpResponse:
    following, came_from = None, request.GET.get("person", "")
    if not came_from.isdecimal():
        rows = _rows(request, _filter(request))
        following = actions.take_next(rows, actor=request.actor, at=now())
    if came_from.isdecimal():
        address = reverse("roster:person", args=[int(came_from)])
    elif following is None:
        messages.success(request, _("Nothing waits here any more."))
        address = f"{reverse('roster:duplicates')}?{_query(request)}"
    elif request.headers.get("HX-Request"):
        return _card(request, following)
    else:
        address = _address(request, following)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _address(request: ActingRequest, row: MatchCandidate) -> str:
    query = _query(request)
    address = reverse("roster:duplicate", args=[row.pk])
    return f"{address}?{query}" if query else address


@signed_in
@require_safe
def duplicate(request: ActingRequest, pk: int) -> HttpResponse:
    """Two records side by side; the look is recorded."""
    row = _find(request, pk)
    actions.hold(row, actor=request.actor, at=now())
    return _card(request, row)


def _card(request: ActingRequest, row: MatchCandidate) -> HttpResponse:
    actor, form = request.actor, _filter(request)
    why = str(form.cleaned_data.get("why", ""))
    shown = opened(row, actor=actor, why=why, at=now())
    ids = list(_rows(request, form).values_list("pk", flat=True)[:_NEAR])
    here = ids.index(row.pk) if row.pk in ids else -1
    sides = actions.sides_of(row, actor)
    others = queries.pairs_visible_to(actor).filter(state=MatchState.OPEN).exclude(pk=row.pk)
    names = access.names_of({one for one in (row.decided_by, row.asked_by) if one})
    last = request.session.get(_LAST)
    tally = queries.tally(queries.pairs_visible_to(actor))
    context = {
        "row": row, "shown": shown, "query": _query(request), "form": form, "tally": tally,
        "lines": [(FIELDS[line.field], line) for line in shown.lines],
        "sides": [(shown.left, _source(shown.left), _happened(shown.left)),
                  (shown.right, _source(shown.right), _happened(shown.right))],
        "reasons": _bars(row), "band": BANDS[band(row.score)],
        "earlier": ids[here - 1] if here > 0 else None,
        "following": ids[here + 1] if 0 <= here < len(ids) - 1 else None,
        "place": here + 1, "waiting": len(ids), "more": len(ids) == _NEAR,
        "may_alone": len(sides) == 2 or row.asked_side in sides,
        "is_asked_of_us": row.state == MatchState.ASKED and row.asked_side in sides,
        "same_records": others.filter(kind=row.kind, left=row.left)
        | others.filter(person=row.person_id),
        "decided_by": names.get(row.decided_by or 0, ""), "asked_by": names.get(row.asked_by or 0),
        "last": last if last != row.pk else None,
        "may_identify": bool(actor.paths(Permission.PEOPLE_IDENTIFY)),
        "is_person": row.kind == Arrival.PERSON,
    }  # fmt: skip
    name = "duplicate_card" if request.headers.get("HX-Request") else "duplicate"
    answer = render(request, f"roster/{name}.html", context)
    answer["HX-Push-Url"] = _address(request, row)
    return answer


def _source(side: Any) -> str:
    words = [str(SOURCES.get(side.source.kind, ""))]
    if side.source.file and side.is_readable:
        words.append(side.source.file)
    if side.source.at:
        words.append(f"{local(side.source.at):%Y-%m-%d}")
    return " · ".join(words)


def _happened(side: Any) -> list[tuple[str, str, str]]:
    return [
        (str(HAPPENED[kind]), f"{local(at):%Y-%m-%d %H:%M}", detail)
        for kind, at, detail in side.history
    ]


def _bars(row: MatchCandidate) -> list[dict[str, Any]]:
    """The reasons, the weightiest first; the length of a bar in eighths of the longest."""
    found = sorted(row.reasons, key=lambda each: -abs(each["weight"]))
    longest = max((abs(each["weight"]) for each in found), default=1) or 1
    return [
        each | {"size": round(100 * abs(each["weight"]) / longest), "is_for": each["weight"] >= 0}
        for each in found
    ]


@signed_in
@require_POST
def decide_pair(request: ActingRequest, pk: int) -> HttpResponse:
    """``do``: same, different, later, ask, undo; then on to the next pair. ``swap`` names fields
    whose other value is right."""
    row = _find(request, pk)
    deed, actor, at = request.POST.get("do", ""), request.actor, now()
    if deed == "same":
        kept, chosen = _chosen(row, request)
        why = request.POST.get("reason", "").strip() or _("Compared side by side")
        actions.same(row, reason=why, chosen=chosen, keep=kept, actor=actor, at=at)
    elif deed == "different":
        actions.different(row, actor=actor, at=at)
    elif deed == "ask":
        actions.ask(row, actor=actor, at=at)
    elif deed == "undo":
        actions.take_back_match(row, actor=actor, at=at)
        request.session.pop(_LAST, None)
        again = _find(request, pk)
        if request.headers.get("HX-Request"):
            return _card(request, again)
        return redirect(_address(request, again))
    else:
        actions.later(row, actor=actor, at=at)
    if deed != "later":
        request.session[_LAST] = pk
    return _go_on(request)


def _chosen(row: MatchCandidate, request: ActingRequest) -> tuple[int, Mapping[str, str]]:
    """Which record stays, and the fields for which a person chose the other value."""
    kept = request.POST.get("keep", "")
    if row.kind != Arrival.PERSON or kept not in {"left", "right"}:
        return 0, {}
    swapped = set(request.POST.getlist("swap"))
    sides = dict(each.split(":", 1) for each in request.POST.getlist("pick") if ":" in each)
    right = {"left": "right", "right": "left"}
    wanted = {name: right[sides[name]] for name in swapped if sides.get(name) in right}
    if request.POST.get("document") in right:
        wanted["document"] = request.POST["document"]
    chosen = {
        name: merging.KEPT if side == kept else merging.GONE
        for name, side in wanted.items()
        if name in merging.FIELDS
    }
    return row.left if kept == "left" else row.person_id, chosen
