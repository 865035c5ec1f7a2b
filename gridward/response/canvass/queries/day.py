"""What a worker's phone keeps of the running rounds: what is owed there, what is known of each."""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Count
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.response.canvass.choices import (
    CALLED,
    REACHED,
    VISITED,
    Kind,
    PartOfDay,
    RoundState,
    Unit,
    outcome_word,
    state_word,
)
from gridward.response.canvass.models import Round, RoundItem
from gridward.response.canvass.rules import BITS, KINDS, SETTLED

Answers = Mapping[str, str | int]
# Where the register shows more than a phone keeps; opening it is recorded.
_PAGES = {Kind.VACCINATION_CALL: "roster:person", Kind.RENTAL_SWEEP: "roster:rental"}


def day(actor: Actor) -> dict[str, object]:
    """``{"rounds": [{"round", "name", "kind", "means"}], "kinds": {kind: {"label", "unit", "form",
    "question", "channel", "results", "states"}}, "places": {path: name}, "doors": [{"code",
    "round", "kind", "path", "stair", "address", "label", "state", "attempts", "last_at", "parts",
    "known", "before", "mine", "added", "by_door", "page"}]}``.

    What the actor records in the running rounds, in walking order; the words of results are those
    of the round's kind. `known`: what the register would answer in the form; `parts`: at which
    times of day nobody was there; `before`: the result of the last round that was closed; `mine`:
    not shared out to somebody else.
    """
    paths = actor.paths(Permission.CANVASS_RECORD)
    items = list(
        RoundItem.objects.filter(within(paths), round__state=RoundState.OPEN)
        .select_related("round")
        .order_by("round__kind", "path", "position", "pk")
    )
    rounds = Round.objects.filter(pk__in={item.round_id for item in items}).order_by("pk")
    kinds = sorted({sweep.kind for sweep in rounds})
    known = {kind: _KNOWN[kind](actor, paths) for kind in kinds}
    before = _before(paths)
    return {
        "rounds": [
            {"round": s.pk, "name": s.name, "kind": s.kind, "means": meanings(s)} for s in rounds
        ],
        "kinds": {kind: words(kind) for kind in kinds},
        "places": grid.full_names({item.path for item in items}),
        "doors": [
            _kept(item, known[item.round.kind], before, actor.user_id) for item in items
        ],
    }  # fmt: skip


def meanings(sweep: Round) -> list[str]:
    """What "visited" and "reached" say in a round, in the reader's language."""
    kind = sweep.kind

    def listed(states: Iterable[str]) -> str:
        return "、".join(state_word(kind, state) for state in states)

    settled = [state for state in KINDS[kind].states if state in SETTLED]
    counted = [state for state in settled if state in sweep.valid_results]
    return [
        str(CALLED if kind == Kind.VACCINATION_CALL else VISITED).format(results=listed(settled)),
        str(REACHED).format(results=listed(counted)),
    ]


def words(kind: str) -> dict[str, object]:
    """The words of a kind of round, and the form its results are written in."""
    rule = KINDS[kind]
    return {
        "label": str(Kind(kind).label), "unit": str(Unit(rule.unit).label), "form": rule.form_id,
        "question": "household_code" if kind == Kind.DOOR_SWEEP else "item_code",
        "channel": rule.channel.value,
        "results": [[each.value, outcome_word(kind, each)] for each in rule.results],
        "states": {state.value: state_word(kind, state) for state in rule.states},
    }  # fmt: skip


def _kept(
    item: RoundItem, known: Mapping[str, Answers], before: Mapping[str, str], worker: int | None
) -> dict[str, object]:
    page = _PAGES.get(Kind(item.round.kind))
    return {
        "code": item.code, "round": item.round_id, "kind": item.round.kind, "path": item.path,
        "stair": item.staircase, "address": item.address, "label": item.label,
        "state": item.state, "attempts": item.attempts,
        "last_at": item.last_at and item.last_at.isoformat(),
        "parts": [part.value for part in PartOfDay if item.tried & BITS[part]],
        "known": known.get(item.code, {}), "before": before.get(item.code, ""),
        "mine": item.hand in {None, worker}, "added": item.added_reason, "by_door": item.by_door,
        "page": reverse(page, args=[item.subject_id]) if page else "",
    }  # fmt: skip


def _people(actor: Actor, paths: Iterable[str]) -> dict[str, Answers]:
    """How many people the register knows behind each door, where the actor may see that."""
    rows = roster.visible_to(actor).filter(
        within(paths), household__isnull=False, household__valid_to=None, valid_to=None
    )
    counted = rows.order_by().values("household__code").annotate(n=Count("pk"))
    return {code: {"people_now": n} for code, n in counted.values_list("household__code", "n")}


def _rentals(actor: Actor, paths: Iterable[str]) -> dict[str, Answers]:
    rows = roster.dressed_rentals(roster.rentals_visible_to(actor).filter(within(paths)))
    return {
        rental.number: {
            "rental_type": rental.kind, "rooms": rental.rooms, "tenants_now": rental.tenants_now,
            "pledged": "y" if rental.pledged_on else "n",
        }
        for rental in rows
    }  # fmt: skip


def _enterprises(actor: Actor, paths: Iterable[str]) -> dict[str, Answers]:
    rows = roster.enterprises_visible_to(actor).filter(within(paths))
    return {code: {"on_site": workers} for code, workers in rows.values_list("uscc", "workers")}


def _persons(_actor: Actor, _paths: Iterable[str]) -> dict[str, Answers]:
    return {}


_KNOWN: Mapping[str, Callable[[Actor, Iterable[str]], dict[str, Answers]]] = {
    Kind.DOOR_SWEEP: _people,
    Kind.RENTAL_SWEEP: _rentals,
    Kind.VACCINATION_CALL: _persons,
    Kind.ENTERPRISE_SWEEP: _enterprises,
}


def _before(paths: tuple[str, ...]) -> dict[str, str]:
    rows = RoundItem.objects.filter(
        within(paths), round__state=RoundState.CLOSED, state__in=SETTLED
    )
    newest = rows.order_by("code", "-round_id").distinct("code")
    return dict(newest.values_list("code", "state"))
