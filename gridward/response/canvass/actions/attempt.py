"""Recording what happened at doors: many in one call, in a handful of statements."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from os.path import commonpath

from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.response.canvass import rules
from gridward.response.canvass.actions import lock
from gridward.response.canvass.choices import (
    Channel,
    Event,
    ItemState,
    Outcome,
    RoundState,
    Verdict,
)
from gridward.response.canvass.models import Attempt, RoundCounter, RoundItem


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit as it is handed in: code (of the household, rental, person or enterprise),
    result, and when it happened."""

    code: str
    outcome: str
    at: datetime
    channel: str = Channel.DOOR
    note: str = ""
    lat: float | None = None  # WGS 84, only when the worker added the place
    lon: float | None = None
    round: int | None = None  # its number when the same code may stand in several


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one entry; `state` is the door's state afterwards ("" when it is unknown)."""

    code: str
    verdict: Verdict
    state: str = ""
    because: tuple[Reason, ...] = ()


_UPDATE = """
UPDATE canvass_rounditem i
SET state = v.state, channel = v.channel, attempts = v.attempts, last_at = v.at, last_by = v.by,
    tried = v.tried
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::timestamptz[], %s::bigint[],
            %s::int[])
     AS v(id, state, channel, attempts, at, by, tried)
WHERE i.id = v.id
"""
_STATES = tuple(ItemState.values)
_COUNT = f"""
UPDATE canvass_roundcounter c SET {", ".join(f"{s} = c.{s} + v.{s}" for s in _STATES)}
FROM unnest(%s::bigint[], %s::text[], %s::text[], {", ".join(["%s::int[]"] * len(_STATES))})
     AS v(round_id, path, kind, {", ".join(_STATES)})
WHERE c.round_id = v.round_id AND c.path = v.path AND c.kind = v.kind
"""  # noqa: S608 - the names of states, from the code


@transaction.atomic
def record_attempts(entries: Sequence[Entry], *, actor: Actor, at: datetime) -> list[Result]:
    """Record a whole staircase, or a phone's day, in one call; results in the order of `entries`.

    An entry goes to the running round that holds its household. The same entry twice changes
    nothing; one whose round was closed meanwhile is kept without changing its figures; one outside
    the actor's scope is refused like an unknown code. About eight statements for any number.
    """
    items = _items(entries, actor)
    known = _known(items.values())
    results, fresh = [], []
    for entry in entries:
        item = items.get((entry.code, entry.round))
        result = _judged(entry, item, known, at)
        results.append(result)
        if item is not None and result.verdict in {Verdict.RECORDED, Verdict.LATE}:
            attempt = _attempt(entry, item, actor, at)
            known[item.pk].append(attempt)
            fresh.append(attempt)
    if not fresh:
        return results
    Attempt.objects.bulk_create(fresh, batch_size=5_000)
    changed = {a.item_id for a in fresh if a.item.round.state == RoundState.OPEN}
    _settle(list({i.pk: i for i in items.values() if i.pk in changed}.values()), known)
    _note(fresh, actor, at)
    return [
        Result(r.code, r.verdict, _state(items.get((e.code, e.round))), r.because)
        for e, r in zip(entries, results, strict=True)
    ]


def _state(item: RoundItem | None) -> str:
    return "" if item is None else item.state


_Key = tuple[str, int | None]


def _items(entries: Sequence[Entry], actor: Actor) -> dict[_Key, RoundItem]:
    """The door of each code in its running round, else in the last one that was closed; locked.

    An entry that names its round gets the door of that one.
    """
    rows = RoundItem.objects.filter(
        within(actor.paths(Permission.CANVASS_RECORD)), code__in={e.code for e in entries}
    )
    best: dict[_Key, tuple[bool, int, int]] = {}
    named = {(e.code, e.round) for e in entries if e.round is not None}
    for pk, code, sweep, state in rows.values_list("pk", "code", "round_id", "round__state"):
        rank = (state == RoundState.OPEN, sweep, pk)
        best[code, None] = max(best.get((code, None), rank), rank)
        if (code, sweep) in named:
            best[code, sweep] = rank
    chosen = {key: best[key] for key in {(e.code, e.round) for e in entries} if key in best}
    lock.together({sweep for _open, sweep, _pk in chosen.values()})
    locked = RoundItem.objects.filter(pk__in=[pk for _o, _s, pk in chosen.values()])
    related = locked.select_related("round").select_for_update(of=("self",)).order_by("pk")
    found = {item.pk: item for item in related}
    return {key: found[pk] for key, (_o, _s, pk) in chosen.items() if pk in found}


def _known(items: Iterable[RoundItem]) -> dict[int, list[Attempt]]:
    known: dict[int, list[Attempt]] = {item.pk: [] for item in items}
    for attempt in Attempt.objects.filter(item_id__in=known).order_by("pk"):
        known[attempt.item_id].append(attempt)
    return known


def _judged(
    entry: Entry, item: RoundItem | None, known: dict[int, list[Attempt]], at: datetime
) -> Result:
    if item is None:
        nowhere = Reason.of("No door with this code is in a round here.")
        return Result(entry.code, Verdict.REFUSED, "", (nowhere,))
    spell = rules.Spell(item.round.opened_at, item.round.closed_at, item.round.kind)
    decision = rules.judge(spell, entry.outcome, event_at=entry.at, now=at)
    if not decision.allowed:
        return Result(entry.code, Verdict.REFUSED, item.state, decision.because)
    if any(a.at == entry.at and a.outcome == entry.outcome for a in known[item.pk]):
        return Result(entry.code, Verdict.REPEATED, item.state)
    return Result(entry.code, rules.verdict_of(spell))


def _attempt(entry: Entry, item: RoundItem, actor: Actor, at: datetime) -> Attempt:
    return Attempt(
        item=item, path=item.path, at=entry.at, recorded_at=at, by=actor.user_id,
        outcome=entry.outcome, part=rules.part_of_day(local(entry.at)), channel=entry.channel,
        note=entry.note[:200], lat=entry.lat, lon=entry.lon,
    )  # fmt: skip


def _settle(items: list[RoundItem], known: dict[int, list[Attempt]]) -> None:
    """Give the items their new states and move the counters by the difference."""
    moves: dict[tuple[int, str, str], Counter[str]] = {}
    for item in items:
        history = known[item.pk]
        facts = [rules.Fact(a.at, a.outcome, a.part, n) for n, a in enumerate(history)]
        visits = [a for a in history if a.outcome != Outcome.TAKEN_BACK]
        newest = max(visits, key=lambda a: a.at, default=None)
        before, item.state = item.state, rules.state_of(facts)
        item.tried = rules.tried(facts)
        item.attempts, item.channel = len(visits), newest.channel if newest else ""
        item.last_at = newest.at if newest else None
        item.last_by = newest.by if newest else None
        if before != item.state:
            kind = RoundCounter.Kind.ADDED if item.added_at else RoundCounter.Kind.FROZEN
            move = moves.setdefault((item.round_id, item.path, kind), Counter())
            move[before] -= 1
            move[item.state] += 1
    keys = sorted(moves)
    with connection.cursor() as cursor:
        cursor.execute(
            _UPDATE,
            [
                [i.pk for i in items], [str(i.state) for i in items], [i.channel for i in items],
                [i.attempts for i in items], [i.last_at for i in items], [i.last_by for i in items],
                [i.tried for i in items],
            ],
        )  # fmt: skip
        if not keys:
            return
        if len(keys) > 1:  # in one order: two calls over the same grids never lock crosswise
            cursor.execute(
                "SELECT 1 FROM canvass_roundcounter WHERE round_id = ANY(%s) AND path = ANY(%s)"
                " ORDER BY id FOR UPDATE",
                [[r for r, _path, _kind in keys], [path for _r, path, _kind in keys]],
            )
        columns = [[moves[key][state] for key in keys] for state in _STATES]
        cursor.execute(
            _COUNT, [[k[0] for k in keys], [k[1] for k in keys], [k[2] for k in keys], *columns]
        )


def _note(fresh: list[Attempt], actor: Actor, at: datetime) -> None:
    shared = commonpath([attempt.path for attempt in fresh])
    ledger.record(
        Event.RECORDED, actor=actor, path=f"{shared}/", at=at,
        data={
            "rounds": sorted({a.item.round_id for a in fresh}),
            "items": [a.item_id for a in fresh],
            "outcomes": dict(Counter(str(a.outcome) for a in fresh)),
        },
    )  # fmt: skip
