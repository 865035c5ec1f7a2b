"""What a declaration says, as facts. Shape of `facts`: see `roster.models.Declaration`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridward.response.risk.rules.areas import significant
from gridward.response.risk.rules.values import Exposure, PersonFacts, Report, Stay

_TEXT = 200


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of a person, made on a day; `at` orders several of them."""

    at: str
    on: date
    facts: Mapping[str, Any]
    stays: tuple[Stay, ...]


def stays_of(facts: Mapping[str, Any]) -> tuple[Stay, ...]:
    """The stays of a declaration. Dates in the wrong order are turned round, bad ones left out."""
    return tuple(_stay(each) for each in facts.get("stays") or [] if each.get("text"))


def _stay(told: Mapping[str, Any]) -> Stay:
    begins, ends = day(told.get("from")), day(told.get("to"))
    if begins and ends and ends < begins:
        begins, ends = ends, begins
    code = significant(str(told.get("code") or ""))
    return Stay(str(told["text"])[:_TEXT], code, begins, ends)


def day(value: object) -> date | None:
    """The date of ``YYYY-MM-DD``; None for everything else."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def facts_of(declared: Iterable[Declared], *, path: str, born: date | None = None) -> PersonFacts:
    """All declarations of a person together: every stay, every contact, every report of health."""
    ordered = sorted(declared, key=lambda each: each.at)
    contacts = [found for each in ordered if (found := day(each.facts.get("contact_on")))]
    return PersonFacts(
        path=path,
        stays=tuple(dict.fromkeys(stay for each in ordered for stay in each.stays)),
        exposures=tuple(Exposure("close", met) for met in dict.fromkeys(contacts)),
        reports=tuple(_report(each) for each in ordered),
        born=born,
    )


def _report(each: Declared) -> Report:
    return Report(
        on=each.on,
        temperature=_degrees(each.facts.get("temperature")),
        symptoms=frozenset(each.facts.get("symptoms") or ()) - {"none"},
    )


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
