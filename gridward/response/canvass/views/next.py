"""The worker's next best list: any kind of round, by time of day."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.errors import BadInput, NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import (
    Channel,
    Kind,
    PartOfDay,
    RoundState,
    Unit,
    Verdict,
    outcome_word,
)
from gridward.response.canvass.forms import NextForm
from gridward.response.canvass.models import Round, RoundItem
from gridward.response.canvass.queries.day import meanings
from gridward.response.canvass.views.rounds import unit_word

_DOORS = 40


@signed_in
def next_best(request: ActingRequest, pk: int) -> HttpResponse:
    """Which door, rental, person or enterprise next, at this time of day."""
    sweep = queries.round_for(request.actor, pk)
    paths = queries.scope_for(request.actor, sweep.path, Permission.CANVASS_RECORD)
    at = clock.now()
    every = queries.next_best(sweep, paths, at)
    mine = queries.next_best(sweep, paths, at, hand=request.actor.user_id)
    only_mine = request.GET.get("whose", "mine") == "mine" and mine.exists()
    rows = mine if only_mine else every
    page = page_of(rows, request.GET, size=_DOORS)
    names = grid.full_names({item.path for item in page.rows})
    for item in queries.worded(page.rows, sweep.kind):
        item.place = names.get(item.path, item.path)
    context = {
        "sweep": sweep, "page": page, "turns": queries.turns(rows), "unit": unit_word(sweep),
        "only_mine": only_mine, "has_mine": mine.exists(), "rounds": _running(request),
        "part": PartOfDay(rules.part_of_day(local(at))).label, "means": meanings(sweep),
        **buttons(sweep),
    }  # fmt: skip
    return render(request, "canvass/next.html", context)


def buttons(sweep: Round) -> dict[str, object]:
    """The results of the round's kind: two large buttons, the others behind one."""
    kind = rules.KINDS[sweep.kind]
    results = [(outcome.value, outcome_word(sweep.kind, outcome)) for outcome in kind.results]
    large = [pair for pair in results if pair[0] in {"done", "absent"}]
    return {
        "large": large, "small": [pair for pair in results if pair not in large],
        "channels": Channel.choices, "usual": kind.channel.value,
    }  # fmt: skip


def _running(request: ActingRequest) -> list[Round]:
    return list(queries.visible_to(request.actor).filter(state=RoundState.OPEN).order_by("kind"))


@require_POST
@signed_in
def note_next(request: ActingRequest, pk: int) -> HttpResponse:
    """One result; the answer replaces the card."""
    item = queries.items_visible_to(request.actor).select_related("round").filter(pk=pk).first()
    if item is None:
        raise NotThere
    form = NextForm(request.POST)
    if not form.is_valid():
        raise BadInput("Choose a result.")
    asked = form.cleaned_data
    at = clock.now()
    lat, lon = map(float, asked["where"].split(",")) if asked["where"] else (None, None)
    entry = actions.Entry(
        code=item.code, outcome=asked["outcome"], at=at, note=asked["note"], lat=lat, lon=lon,
        channel=asked["channel"] or rules.KINDS[item.round.kind].channel, round=item.round_id,
    )  # fmt: skip
    [result] = actions.record_attempts([entry], actor=request.actor, at=at)
    if result.verdict == Verdict.REFUSED:
        raise BadInput(*result.because)
    if request.headers.get("HX-Request") != "true":
        return redirect("canvass:next", item.round_id)
    return render(request, "canvass/_next_answer.html", _answer(item, result.state))


def _answer(item: RoundItem, state: str) -> dict[str, object]:
    item.refresh_from_db()
    queries.worded([item], item.round.kind)
    item.place = grid.full_names({item.path})[item.path]
    return {"item": item, "sweep": item.round, "state": state, **buttons(item.round)}


@signed_in
def lists(request: ActingRequest) -> HttpResponse:
    """The three daily work lists of a community (P17): visits, registration, calls."""
    queries.scope_for(request.actor, "", Permission.CANVASS_RECORD)
    at = clock.now()
    rows = []
    for sweep in _running(request):
        paths = queries.reach(request.actor, sweep.path, permission=Permission.CANVASS_RECORD)
        turns = queries.turns(queries.next_best(sweep, paths, at))
        rows.append({"sweep": sweep, "turns": turns, "unit": unit_word(sweep)})
    context = {
        "visits": [r for r in rows if r["sweep"].kind != Kind.VACCINATION_CALL],  # type: ignore[attr-defined]
        "calls": [r for r in rows if r["sweep"].kind == Kind.VACCINATION_CALL],  # type: ignore[attr-defined]
        "registers": queries.to_register(request.actor, at=at), "unit_word": Unit, "today": at,
        "part": _("Time of day: {part}").format(
            part=PartOfDay(rules.part_of_day(local(at))).label
        ),
    }  # fmt: skip
    return render(request, "canvass/lists.html", context)
