"""The tests inside a pack: examples that must come out so."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gridward.core.decision import Reason
from gridward.response.risk.rules.classify import classify
from gridward.response.risk.rules.pack import Example, Pack
from gridward.response.risk.rules.values import Area, PersonFacts, Stay, Visit


def failures(pack: Pack) -> Iterator[tuple[str, Reason]]:
    """The examples that do not come out as written: name and what came instead."""
    for example in pack.examples:
        got = classify(facts_of(example), pack, example.on)
        wanted = (example.measure, example.until or got.until, example.row or got.row)
        if (got.measure, got.until, got.row) != wanted:
            yield example.name, Reason.of(
                "Expected {wanted}, but row {row} gives {measure} until {until}.",
                wanted=" ".join(str(each) for each in wanted),
                row=got.row, measure=got.measure, until=got.until or "-",
            )  # fmt: skip


def facts_of(example: Example) -> PersonFacts:
    """The facts an example tells: its stays are in areas of the level they name.

    A stay: ``{ place = "...", code = "420100", level = "listed", from = 2020-02-01, to = ... }``;
    without `level` the place is in no source area.
    """
    told: Mapping[str, Any] = example.facts
    stays = [_stay(each) for each in told.get("stays", [])]
    visits = [
        _visit(stay, each["level"], example.on)
        for stay, each in zip(stays, told.get("stays", []), strict=True)
        if each.get("level")
    ]
    return PersonFacts(
        visits=tuple(visits), stays=tuple(stays), home=str(told.get("home", "")),
        contact_on=told.get("contact_on"), secondary_on=told.get("secondary_on"),
        temperature=told.get("temperature"), age=told.get("age"),
        symptoms=frozenset(str(each) for each in told.get("symptoms", [])),
    )  # fmt: skip


def _stay(told: Mapping[str, Any]) -> Stay:
    place, code = str(told.get("place", "")), str(told.get("code", ""))
    return Stay(place, code, told.get("from"), told.get("to"))


def _visit(stay: Stay, level: str, on: date) -> Visit:
    area = Area(
        key=0, level=level, code=stay.code, name=stay.text, text="", whole=True,
        since=stay.since or on, until=None, source="example",
    )  # fmt: skip
    return Visit(stay, area, min(stay.until or on, on))
