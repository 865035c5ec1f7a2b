"""Coverage as a relational expression: any level, any cut-off, over millions of doors.

The same as `door.state_of` and the counters come to; both are tested against it. Pure.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import ibis

from gridward.core.batch.job import Job, Tables, Words
from gridward.response.canvass.choices import ItemState, Outcome
from gridward.response.canvass.rules.door import VISITS_BEFORE_ABSENT

_MOMENT = "timestamp('UTC')"
ITEMS = ibis.schema(
    {
        "item": "int64", "round": "int64", "kind": "string", "path": "string",
        "added_at": _MOMENT, "opened_at": _MOMENT, "closed_at": _MOMENT,
    }
)  # fmt: skip
ATTEMPTS = ibis.schema(
    {
        "attempt": "int64", "item": "int64", "at": _MOMENT, "recorded_at": _MOMENT,
        "outcome": "string", "part": "string",
    }
)  # fmt: skip
VALID = ibis.schema({"round": "int64", "state": "string"})  # results that count as reached
INPUTS = {"items": ITEMS, "attempts": ATTEMPTS, "valid": VALID}
COUNTED = ibis.schema(
    {
        "level": "string", "place": "string", "kind": "string",
        "round": "int64",  # 0 above the township: all rounds that run at the cut-off
        "added": "boolean",  # named additions stand beside the frozen scope
        "state": "string", "valid": "boolean", "doors": "int64",
    }
)  # fmt: skip
# Digits or characters of a path.
LEVELS = {
    "province": 2, "city": 4, "county": 6, "township": 10, "village": 14, "grid": 18,
    "micro_grid": 21,
}  # fmt: skip
ABOVE = ("province", "city", "county")


def words_of(cut_off: datetime, *levels: str) -> dict[str, object]:
    """What a run of `COVERAGE` is about."""
    return {"cut_off": cut_off.isoformat(), "levels": list(levels)}


def doors(tables: Tables, cut_off: datetime) -> Any:
    """One line per door as it stood at the cut-off.

    Columns: item, round, kind, path, opened_at, added, running, state.
    """
    moment = ibis.literal(cut_off, type=_MOMENT)
    items = tables["items"]
    items = items.filter(
        (items.opened_at <= moment) & (items.added_at.isnull() | (items.added_at <= moment))
    )
    results = _results(tables["attempts"], items, moment)
    # Columns first, what is worked out of them after: Ibis joins no join that computes.
    known = items.left_join(results, "item").select(*items.columns, "found")
    return known.mutate(
        added=known.added_at.notnull(),
        running=known.closed_at.isnull() | (known.closed_at > moment),
        state=ibis.coalesce(known.found, ibis.literal(str(ItemState.OPEN))),
    ).select("item", "round", "kind", "path", "opened_at", "added", "running", "state")


def _results(attempts: Any, items: Any, moment: Any) -> Any:
    """``item, found`` of the doors where something happened that counts.

    A result that was taken back is the last one of a stack: running sums give its depth, and the
    result that stands is the last one pushed at the depth that is left in the end.
    """
    told = attempts.join(items.select("item", "closed_at"), "item")
    told = told.filter(
        (told.recorded_at <= moment)
        & (told.closed_at.isnull() | (told.recorded_at <= told.closed_at))
    )
    back = told.outcome == str(Outcome.TAKEN_BACK)
    knock = told.outcome == str(Outcome.ABSENT)
    told = told.select("item", "at", "attempt", "outcome", "part", back=back, knock=knock)
    told = told.mutate(push=_one(~(told.back | told.knock)), pull=_one(told.back))
    told = _depth(told, "push", "pull", "depth", "below")
    # What finds no result to take back takes back the last knock.
    order = [told.at, told.attempt]
    before = told.below.lag().over(ibis.window(group_by=told.item, order_by=order))
    told = told.mutate(lift=_one(told.below < before.fill_null(0)), tap=_one(told.knock))
    told = _depth(told, "tap", "lift", "taps", "under")
    onwards = ibis.window(group_by=told.item, order_by=[told.at, told.attempt], preceding=0)
    backwards = ibis.window(group_by=told.item, order_by=[told.at.desc(), told.attempt.desc()])
    told = told.mutate(
        left=told.taps.min().over(onwards), place=ibis.row_number().over(backwards),
    )  # fmt: skip
    final = ibis.ifelse(told.place == 0, told.depth, 0).max().over(group_by=told.item)
    told = told.mutate(final=final)
    stands = (told.push == 1) & (told.depth == told.final)
    told = told.mutate(
        newest=ibis.ifelse(stands, told.place, None).min().over(group_by=told.item),
        waits=(told.tap == 1) & (told.left >= told.taps),
    )
    found = told.group_by("item").aggregate(
        result=told.outcome.max(where=told.place == told.newest),
        parts=told.part.nunique(where=told.waits),
    )
    state = ibis.cases(
        (found.result.notnull(), found.result),
        (found.parts >= VISITS_BEFORE_ABSENT, str(ItemState.ABSENT)),
        (found.parts > 0, str(ItemState.ATTEMPTED)),
        else_=str(ItemState.OPEN),
    )
    return found.select("item", found=state)


def _one(condition: Any) -> Any:
    return ibis.ifelse(condition, 1, 0).cast("int64")


def _depth(told: Any, up: str, down: str, depth: str, below: str) -> Any:
    """Adds how deep a stack is after each line that pushes or pulls; it is never below nothing.

    `below` is how often nothing was there to pull, as a number that falls from 0.
    """
    so_far = ibis.window(group_by=told.item, order_by=[told.at, told.attempt], following=0)
    told = told.mutate(height=(told[up] - told[down]).sum().over(so_far))
    so_far = ibis.window(group_by=told.item, order_by=[told.at, told.attempt], following=0)
    told = told.mutate(**{below: ibis.least(told.height.min().over(so_far), 0)})
    return told.mutate(**{depth: told.height - told[below]}).drop("height")


def counted(tables: Tables, cut_off: datetime) -> Any:
    """The same with ``valid``: whether the state counts as reached in its round."""
    valid = tables["valid"].select(sweep="round", result="state", counts=ibis.literal(value=True))
    known = doors(tables, cut_off)
    columns = known.columns
    met = [known["round"] == valid.sweep, known["state"] == valid.result]
    known = known.left_join(valid, met).select(*columns, "counts")
    counts = ibis.coalesce(known.counts, ibis.literal(value=False))
    return known.mutate(valid=counts).drop("counts")


def _coverage(tables: Tables, words: Words) -> Any:
    return at_levels(_at, counted(tables, cut_off_of(words)), words)


def cut_off_of(words: Words) -> datetime:
    return datetime.fromisoformat(str(words["cut_off"]))


def at_levels(part: Callable[[Any, str], Any], known: Any, words: Words) -> Any:
    """The parts of all levels that are asked for, one below the other."""
    levels = words["levels"]
    assert isinstance(levels, list)
    parts = [part(known, str(level)) for level in levels]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _at(known: Any, level: str) -> Any:
    if level in ABOVE:
        known = known.filter(known.running).mutate(round=ibis.literal(0, type="int64"))
    placed = known.mutate(level=ibis.literal(level), place=known.path.substr(0, LEVELS[level]))
    keys = [name for name in COUNTED if name != "doors"]
    return placed.group_by(keys).aggregate(doors=placed.count())


COVERAGE = Job("coverage", INPUTS, COUNTED, _coverage, "items", apart=False, personal=False)
