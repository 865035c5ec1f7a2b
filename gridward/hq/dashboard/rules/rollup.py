"""Figures of a bulletin as a relational expression: any level, any cut-off.

Those that can be told for a moment gone by: doors and declarations. The same as `queries.table`
freezes in a slot, and tested against it. Pure.
"""

from datetime import datetime
from typing import Any

import ibis

from gridward.core.batch.job import Job, Tables, Words
from gridward.hq.dashboard.choices import FigureName
from gridward.response.canvass.choices import Kind
from gridward.response.canvass.rules import UNSETTLED, rollup

_MOMENT = "timestamp('UTC')"
DECLARATIONS = ibis.schema(
    {"declaration": "int64", "path": "string", "at": _MOMENT, "received_at": _MOMENT}
)
INPUTS = {**rollup.INPUTS, "declarations": DECLARATIONS}
FIGURES_OUT = ibis.schema(
    {
        "level": "string", "place": "string", "name": "string", "value": "int64",
        "denominator": "int64",  # of the same unit; NULL where the figure is no part of anything
        "late": "int64",
    }
)  # fmt: skip


def words_of(cut_off: datetime, since: datetime | None, *levels: str) -> dict[str, object]:
    """What a run of `FIGURES` is about; `since` is the cut-off of the bulletin before."""
    before = since.isoformat() if since else None
    return {**rollup.words_of(cut_off, *levels), "since": before}


def _figures(tables: Tables, words: Words) -> Any:
    cut_off = rollup.cut_off_of(words)
    sweeps = _latest(rollup.counted(tables, cut_off))
    told = _told(tables["declarations"], cut_off, words["since"])
    figures = ibis.union(_doors(sweeps), told)
    return rollup.at_levels(_at, figures, words)


def _latest(known: Any) -> Any:
    """The doors of the round that counts in each township: the running one, else the newest."""
    known = known.filter(known.kind == str(Kind.DOOR_SWEEP))
    known = known.mutate(top=known.path.substr(0, rollup.LEVELS["township"]))
    newest = ibis.window(
        group_by=known.top, order_by=[known.running.desc(), known.opened_at.desc(),
                                      known["round"].desc()],
    )  # fmt: skip
    known = known.mutate(rank=ibis.dense_rank().over(newest))
    return known.filter(known["rank"] == 0)


def _doors(known: Any) -> Any:
    """Lines of ``path, name, value, denominator, late``, one per door and figure."""
    unsettled = known.state.isin([str(state) for state in UNSETTLED])
    frozen = known.filter(~known.added)
    return ibis.union(
        _lines(frozen, FigureName.REACHED, frozen.valid, part_of=1),
        _lines(known, FigureName.OPEN_DOORS, unsettled),
        _lines(known, FigureName.ADDED, known.added),
    )


def _told(rows: Any, cut_off: datetime, since: object) -> Any:
    """Declarations that became known in this slot; late are those that belong to one before."""
    rows = rows.filter(rows.received_at <= ibis.literal(cut_off, type=_MOMENT))
    if since is None:
        return _lines(rows, FigureName.DECLARED, ibis.literal(value=True))
    before = ibis.literal(datetime.fromisoformat(str(since)), type=_MOMENT)
    rows = rows.filter(rows.received_at > before)
    counted = ibis.literal(value=True)
    return _lines(rows, FigureName.DECLARED, counted, late=rows["at"] <= before)


def _lines(
    rows: Any, name: FigureName, counts: Any, *, part_of: int | None = None, late: Any = None
) -> Any:
    nobody = ibis.literal(value=False)
    return rows.select(
        "path",
        name=ibis.literal(str(name)),
        value=ibis.ifelse(counts, 1, 0).cast("int64"),
        denominator=ibis.literal(part_of, type="int64"),
        late=ibis.ifelse(nobody if late is None else late, 1, 0).cast("int64"),
    )


def _at(lines: Any, level: str) -> Any:
    placed = lines.mutate(
        level=ibis.literal(level), place=lines.path.substr(0, rollup.LEVELS[level])
    )
    return placed.group_by("level", "place", "name").aggregate(
        value=placed.value.sum(), denominator=placed.denominator.sum(), late=placed.late.sum()
    )


FIGURES = Job("figures", INPUTS, FIGURES_OUT, _figures, "items", apart=False, personal=False)
