"""What the row that holds gives, and why: measure, dates, the evidence that decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis

from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.expression import facts, keys
from gridward.response.risk.rules.expression.facts import Fact
from gridward.response.risk.rules.expression.tables import JUDGEMENTS
from gridward.response.risk.rules.pack import DEFAULT, Pack, Row


def for_all(persons: Any, pack: Pack, rest: Row, as_of: Any, hits: Any | None = None) -> Any:
    """One line for each person: that of `hits`, for the others what the row `rest` gives."""
    default = _without_evidence(rest, pack, as_of)
    kinds = {name: kind for name, kind in JUDGEMENTS.items() if name != "person"}
    if hits is None:
        constant = {name: default[name].cast(kind) for name, kind in kinds.items()}
        return persons.select("person", **constant)
    both = persons.select("person").left_join(hits, "person")
    chosen = {
        name: ibis.ifelse(both.measure.notnull(), both[name], default[name]).cast(kind)
        for name, kind in kinds.items()
    }
    return both.select("person", **chosen)


def _without_evidence(row: Row, pack: Pack, as_of: Any) -> dict[str, Any]:
    day, number = ibis.literal(None, type="date"), ibis.literal(None, type="int64")
    return {
        "measure": ibis.literal(row.measure), "row": ibis.literal(row.name),
        "days": ibis.literal(row.days, type="int64"),
        "starts_on": as_of if row.days else day,
        "ends_on": _days_after(as_of, pack.wait_of(row)) if row.days else day,
        "fact": ibis.literal(""), "source": ibis.literal(""), "source_id": number,
        "happened_on": day, "area": number, "code": ibis.literal(""), "because": ibis.literal(""),
    }  # fmt: skip


def decided(hits: Any, pack: Pack, asked: tuple[Fact, ...], as_of: Any) -> Any:
    """The outcome for each line of `hits`: ``n`` is the place of its row, -1 for none."""
    rows = pack.ordered
    whys = [_why(row, hits, asked, as_of) for row in rows]
    pick = _Pick(hits, rows)
    found = hits.select(
        "person",
        measure=pick.text(lambda row: row.measure, DEFAULT.measure),
        row=pick.text(lambda row: row.name, DEFAULT.name),
        days=pick.number([row.days for row in rows]),
        wait=pick.number([pack.wait_of(row) for row in rows]),
        dated=pick.number([int(why.dated) for why in whys]),
        key=pick.column([why.deciding for why in whys]),
        because=pick.column([why.together for why in whys]).fill_null(""),
    )
    found = found.mutate(starts_on=_start(found, as_of), **_evidence(found, asked))
    waits = sorted({pack.wait_of(row) for row in rows if row.days})
    return found.mutate(ends_on=_release(found, waits)).drop("wait", "dated", "key")


def _start(found: Any, as_of: Any) -> Any:
    return ibis.cases(
        (found.dated == 1, keys.day(found.key)), (found.days > 0, as_of),
        else_=ibis.literal(None, type="date"),
    )  # fmt: skip


def _release(found: Any, waits: Sequence[int]) -> Any:
    nothing = ibis.literal(None, type="date")
    branches = [
        ((found.days > 0) & (found.wait == wait), _days_after(found.starts_on, wait))
        for wait in waits
    ]
    return ibis.cases(*branches, else_=nothing) if branches else nothing


def _days_after(day: Any, wait: int) -> Any:
    # Ibis takes date + interval for a date; DuckDB and PostgreSQL make a timestamp: both casts.
    return (day + ibis.interval(days=wait)).cast("timestamp").cast("date")


def _evidence(found: Any, asked: tuple[Fact, ...]) -> Mapping[str, Any]:
    number = keys.fact(found.key)
    names = [(number == n, fact.name) for n, fact in enumerate(asked)]
    sources = [(number == n, fact.source) for n, fact in enumerate(asked)]
    return {
        "fact": ibis.cases(*names, else_="") if names else ibis.literal(""),
        "source": ibis.cases(*sources, else_="") if sources else ibis.literal(""),
        "source_id": keys.source(found.key),
        "happened_on": keys.day(found.key),
        "area": keys.area(found.key),
        "code": keys.division(found.key).fill_null(""),
    }


@dataclass(frozen=True, slots=True)
class _Why:
    """Evidence that a row asserts: the greatest of what dates it, and all of it together."""

    deciding: Any | None
    together: Any | None
    dated: bool


def _why(row: Row, wide: Any, asked: tuple[Fact, ...], as_of: Any) -> _Why:
    asserted = dict.fromkeys(
        facts.fact_of(name, row) for name, cell in row.cells
        if cell.asserts and name != inputs.DAY
    )  # fmt: skip
    found = {fact: _key(fact, asked.index(fact), wide, as_of) for fact in asserted}
    dated = [key for fact, key in found.items() if fact.name in inputs.DATED]
    reported = [key for fact, key in found.items() if fact.name in inputs.REPORTED]
    deciding = dated or reported or list(found.values())
    together = list(found.values())
    return _Why(
        reduce(ibis.greatest, deciding) if deciding else None,
        reduce(lambda left, right: left + ";" + right, together) if together else None,
        bool(dated),
    )


def _key(fact: Fact, n: int, wide: Any, as_of: Any) -> Any:
    if fact.name in inputs.PERSONAL:
        return keys.key(on=as_of, source=wide.person, fact=n)
    return wide[f"k{n}"]


@dataclass(frozen=True, slots=True)
class _Pick:
    """A value for the row at place ``n`` of each line."""

    hits: Any
    rows: tuple[Row, ...]

    def text(self, of: Callable[[Row], str], default: str) -> Any:
        return self._cases([ibis.literal(of(row)) for row in self.rows], ibis.literal(default))

    def number(self, values: Sequence[int]) -> Any:
        literals = [ibis.literal(value, type="int64") for value in values]
        return self._cases(literals, ibis.literal(0, type="int64"))

    def column(self, columns: Sequence[Any | None]) -> Any:
        nothing = ibis.literal(None, type="string")
        return self._cases([nothing if each is None else each for each in columns], nothing)

    def _cases(self, values: Sequence[Any], default: Any) -> Any:
        branches = [(self.hits["n"] == n, value) for n, value in enumerate(values)]
        return ibis.cases(*branches, else_=default)
