"""The facts of persons that one pack asks for, each as evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.expression import keys
from gridward.response.risk.rules.expression.places import begun, visits
from gridward.response.risk.rules.expression.tables import Tables
from gridward.response.risk.rules.pack import Pack, Row


@dataclass(frozen=True, slots=True)
class Fact:
    """An input of the table; `codes` are the divisions that a row names itself."""

    name: str
    codes: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return inputs.source_of(self.name)


def facts_of_row(row: Row) -> tuple[Fact, ...]:
    """What a row asks for: its cells in their order, the named places once."""
    return tuple(dict.fromkeys(fact_of(name, row) for name, _ in row.cells if name != inputs.DAY))


def fact_of(name: str, row: Row) -> Fact:
    if name not in {inputs.PLACES, inputs.SINCE_PLACES}:
        return Fact(name)
    cell = dict(row.cells).get(inputs.PLACES)
    return Fact(inputs.PLACES, tuple(sorted(cell.words)) if cell else ())


def facts_of(pack: Pack) -> tuple[Fact, ...]:
    """All that the table asks for; the place in the list is the number of the fact."""
    return tuple(dict.fromkeys(fact for row in pack.ordered for fact in facts_of_row(row)))


def evidence(tables: Tables, facts: tuple[Fact, ...], as_of: Any, home_digits: int) -> Any | None:
    """One line per piece of evidence: person, fact (its number), key (see `keys`).

    None when the table asks for nothing that leaves evidence. Days in the future do not count yet.
    """
    number = {fact: n for n, fact in enumerate(facts)}
    parts = [
        *_visited(tables, number, as_of),
        *_stayed(tables, number, as_of, home_digits),
        *_happened(tables.exposures, "exposure", "kind", inputs.MET, number, as_of),
        *_happened(tables.codes, "seen", "colour", inputs.SHOWN, number, as_of),
        *_reported(tables, number, as_of),
    ]
    if not parts:
        return None
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


_Numbers = dict[Fact, int]


def _line(rows: Any, number: Any, **parts: Any) -> Any:
    """`number` is the number of the fact, or a column with it."""
    fact = ibis.literal(number, type="int64") if isinstance(number, int) else number
    return rows.select("person", fact=fact, key=keys.key(fact=fact, **parts))


def _numbered(column: Any, names: Mapping[str, str], number: _Numbers) -> tuple[list[str], Any]:
    """The values of `column` that are asked for, and the number of the fact of each."""
    wanted = {value: Fact(name) for name, value in names.items() if Fact(name) in number}
    branches = [
        (column == value, ibis.literal(number[fact], type="int64"))
        for value, fact in wanted.items()
    ]
    return list(wanted), ibis.cases(*branches, else_=-1) if branches else None


def _visited(tables: Tables, number: _Numbers, as_of: Any) -> list[Any]:
    levels, _ = _numbered(tables.areas.level, inputs.VISITED, number)
    if not levels:
        return []
    found = visits(tables.stays, tables.areas, as_of, tuple(levels))
    _, fact = _numbered(found.level, inputs.VISITED, number)
    return [
        _line(found, fact, on=found["on"], source=found.stay, code=found.area_code,
              area=found.area)
    ]  # fmt: skip


def _stayed(tables: Tables, number: _Numbers, as_of: Any, home_digits: int) -> list[Any]:
    parts = []
    stays = begun(tables.stays, as_of)
    for fact, n in number.items():
        if fact.name == inputs.PLACES:
            held = [stays.code.startswith(code) for code in fact.codes] or [
                ibis.literal(value=False)
            ]
            rows = stays.filter(ibis.or_(*held))
            parts.append(_line(rows, n, on=rows.last, source=rows.stay, code=rows.code))
    if Fact(inputs.OUTSIDE) in number:
        rows = _away(tables, stays, home_digits)
        n = number[Fact(inputs.OUTSIDE)]
        parts.append(_line(rows, n, on=rows.last, source=rows.stay, code=rows.code))
    return parts


def _away(tables: Tables, stays: Any, home_digits: int) -> Any:
    """Stays outside the home area; one known only as "Hunan" may be at home and is left out."""
    start = tables.persons.path.substr(0, home_digits)
    short = start.contains("/")
    home = ibis.ifelse(short, start.substr(0, start.find("/")), start)
    homes = tables.persons.select("person", home=home)
    rows = stays.filter(stays.code != "").join(homes.filter(homes.home != ""), "person")
    within = rows.code.startswith(rows.home) | rows.home.startswith(rows.code)
    return rows.filter(~within)


def _happened(
    rows: Any, id_: str, column: str, names: Mapping[str, str], number: _Numbers, as_of: Any
) -> list[Any]:
    kinds, _ = _numbered(rows[column], names, number)
    if not kinds:
        return []
    met = rows.filter(rows[column].isin(kinds) & (rows["on"] <= as_of))
    _, fact = _numbered(met[column], names, number)
    return [_line(met, fact, on=met["on"], source=met[id_])]


def newest_report(tables: Tables, as_of: Any) -> Any:
    """The last report of each person: older ones are history."""
    told = tables.reports.filter(tables.reports.on <= as_of)
    latest = ibis.window(
        group_by=told.person, order_by=[told.on.desc(), told.report.desc()]
    )  # fmt: skip
    numbered = told.mutate(place=ibis.row_number().over(latest))
    return numbered.filter(numbered.place == 0).drop("place")


def _reported(tables: Tables, number: _Numbers, as_of: Any) -> list[Any]:
    parts = []
    for name in inputs.REPORTED:
        if Fact(name) in number:
            told = newest_report(tables, as_of)
            known = told.temperature.notnull() if name == "temperature" else told.symptoms != ""
            told = told.filter(known)
            parts.append(_line(told, number[Fact(name)], on=told.on, source=told.report))
    return parts


def personal(persons: Any, name: str, as_of: Any) -> Any:
    """The value of a fact that stands in the register itself."""
    if name == "age":
        birthday = persons.born.month() * 100 + persons.born.day()
        had = birthday <= as_of.month() * 100 + as_of.day()
        return (as_of.year() - persons.born.year() - ibis.ifelse(had, 0, 1)).cast("int64")
    if name == "days_since_dose":
        return as_of.delta(persons.last_dose, unit="day")
    if name == "worker":
        return persons.worker.nullif("")
    return persons[name]
