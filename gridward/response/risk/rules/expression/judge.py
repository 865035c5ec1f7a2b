"""A policy pack as one relational expression."""

from functools import reduce
from typing import Any

import ibis

from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.expression import conditions, facts, outcome
from gridward.response.risk.rules.expression.facts import Fact
from gridward.response.risk.rules.expression.tables import Tables
from gridward.response.risk.rules.pack import DEFAULT, Pack, Row


def judge(tables: Tables, pack: Pack, as_of: Any) -> Any:
    """What `pack` asks of each person on a day: one line per person, schema `JUDGEMENTS`.

    `as_of` is a date or a scalar of Ibis (`tables.as_of`). The answer for a person depends on
    nothing but the lines of that person and the areas.
    """
    day = as_of if hasattr(as_of, "delta") else ibis.literal(as_of, type="date")
    asked = facts.facts_of(pack)
    rest = row_of_nobody(pack)
    known = _known(tables, pack, asked, day)
    if known is None:
        return outcome.for_all(tables.persons, pack, rest, day)
    rows = pack.ordered
    place = rows.index(rest) if rest in rows else -1
    hits = outcome.decided(known.filter(known["n"] != place), pack, asked, day)
    return outcome.for_all(tables.persons, pack, rest, day, hits)


def row_of_nobody(pack: Pack) -> Row:
    """The row of those about whom nothing is known: its result needs no evidence."""
    empty = {"any"} if _looks_at_all(pack, facts.facts_of(pack)) else {"any", "null"}
    rows = (row for row in pack.ordered if all(cell.kind in empty for _, cell in row.cells))
    return next(rows, DEFAULT)


def _looks_at_all(pack: Pack, asked: tuple[Fact, ...]) -> bool:
    """Whether the table asks for something that stands in the register of everybody."""
    personal = any(fact.name in inputs.PERSONAL for fact in asked)
    return personal or any(name == inputs.DAY for row in pack.rows for name, _ in row.cells)


def _known(tables: Tables, pack: Pack, asked: tuple[Fact, ...], as_of: Any) -> Any | None:
    """One line per person of whom something is known: ``k<n>`` the newest evidence of fact n,
    ``v<n>`` its value where it is more than a day, ``n`` the place of the row that holds."""
    wide = _evidence(tables, pack, asked, as_of)
    if _looks_at_all(pack, asked):
        own = {
            f"v{n}": facts.personal(tables.persons, fact.name, as_of)
            for n, fact in enumerate(asked)
            if fact.name in inputs.PERSONAL
        }
        everybody = tables.persons.select("person", **own)
        wide = everybody if wide is None else _joined(everybody, wide)
    if wide is None:
        return None
    reported = {f"v{n}": fact.name for n, fact in enumerate(asked) if fact.source == "report"}
    if reported:
        told = facts.newest_report(tables, as_of).select("person", *reported.values())
        wide = _joined(wide, told.rename(reported))
    return wide.mutate(n=_first_row(wide, pack, asked, as_of))


def _evidence(tables: Tables, pack: Pack, asked: tuple[Fact, ...], as_of: Any) -> Any | None:
    lines = facts.evidence(tables, asked, as_of, pack.home_digits)
    if lines is None:
        return None
    newest = {
        f"k{n}": lines.key.max(where=lines.fact == n)
        for n, fact in enumerate(asked)
        if fact.name not in inputs.PERSONAL
    }
    return lines.group_by("person").aggregate(**newest)


def _joined(left: Any, right: Any) -> Any:
    return left.left_join(right, "person").drop("person_right")


def _first_row(wide: Any, pack: Pack, asked: tuple[Fact, ...], as_of: Any) -> Any:
    branches = [
        (_holds(row, wide, asked, as_of), ibis.literal(n, type="int64"))
        for n, row in enumerate(pack.ordered)
    ]
    return ibis.cases(*branches, else_=ibis.literal(-1, type="int64"))


def _holds(row: Row, wide: Any, asked: tuple[Fact, ...], as_of: Any) -> Any:
    held = [
        conditions.holds(name, cell, _column(name, row, wide, asked), as_of)
        for name, cell in row.cells
    ]
    return reduce(lambda left, right: left & right, held, ibis.literal(value=True))


def _column(name: str, row: Row, wide: Any, asked: tuple[Fact, ...]) -> Any | None:
    if name == inputs.DAY:
        return None
    n = asked.index(facts.fact_of(name, row))
    return wide[f"v{n}"] if f"v{n}" in wide.columns else wide[f"k{n}"]
