"""The tests inside a pack: examples that must come out so."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gridward.core.decision import Reason
from gridward.response.risk.rules.areas import AreaSet, significant
from gridward.response.risk.rules.evaluate import classify
from gridward.response.risk.rules.pack import Example, Pack
from gridward.response.risk.rules.values import (
    Area,
    CodeSeen,
    Exposure,
    PersonFacts,
    Report,
    Stay,
)

_CONTACTS = {
    "contact_on": "close", "secondary_on": "secondary", "colocated_on": "colocated",
    "casual_on": "casual",
}  # fmt: skip
_CODES = {"red_code_on": "red", "yellow_code_on": "yellow"}


def failures(pack: Pack) -> Iterator[tuple[str, Reason]]:
    """The examples that do not come out as written: name and what came instead."""
    for example in pack.examples:
        got = classify(facts_of(example), pack, areas_of(example), example.on)
        wanted = (example.measure, example.until or got.until, example.row or got.row)
        if (got.measure, got.until, got.row) != wanted:
            yield example.name, Reason.of(
                "Expected {wanted}, but row {row} gives {measure} until {until}.",
                wanted=" ".join(str(each) for each in wanted),
                row=got.row, measure=got.measure, until=got.until or "-",
            )  # fmt: skip


def facts_of(example: Example) -> PersonFacts:
    """The facts an example tells.

    A stay: ``{ place = "...", code = "420100", level = "listed", from = 2020-02-01, to = ... }``;
    without `level` the place is in no source area.
    """
    told: Mapping[str, Any] = example.facts
    home = str(told.get("home", ""))
    return PersonFacts(
        path=f"{home}/" if home else "",
        stays=tuple(_stay(each) for each in told.get("stays", [])),
        exposures=tuple(Exposure(kind, told[name]) for name, kind in _CONTACTS.items()
                        if name in told),
        codes=tuple(CodeSeen(colour, told[name]) for name, colour in _CODES.items()
                    if name in told),
        reports=(Report(example.on, told.get("temperature"),
                        frozenset(str(each) for each in told.get("symptoms", []))),),
        born=_born(example, told.get("age")), doses=told.get("doses"),
        last_dose=told.get("last_dose"), worker=str(told.get("worker", "")),
    )  # fmt: skip


def areas_of(example: Example) -> AreaSet:
    """The source areas of its stays: of the level they name, in force since they began."""
    told: Mapping[str, Any] = example.facts
    named = [each for each in told.get("stays", []) if each.get("level")]
    return AreaSet(tuple(_area(n, each, example.on) for n, each in enumerate(named, 1)))


def _area(number: int, told: Mapping[str, Any], on: date) -> Area:
    stay = _stay(told)
    return Area(
        key=number, level=told["level"], code=stay.code, name=stay.text, text="", whole=True,
        since=stay.since or stay.until or on, until=None, source="example",
    )  # fmt: skip


def _stay(told: Mapping[str, Any]) -> Stay:
    place, code = str(told.get("place", "")), significant(str(told.get("code", "")))
    return Stay(place, code, told.get("from"), told.get("to"))


def _born(example: Example, age: int | None) -> date | None:
    """A birthday that makes somebody `age` years old on the day of the example."""
    return None if age is None else date(example.on.year - age, 1, 1)
