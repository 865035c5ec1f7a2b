"""What a declaration says, as facts. Shape of `facts`: see `roster.models.Declaration`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridward.response.risk.rules.areas import AreaIndex, match, significant
from gridward.response.risk.rules.values import PersonFacts, Stay

_TEXT = 200


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration of a person; `at` orders several of them."""

    at: str
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


def facts_of(
    declared: Iterable[Declared], index: AreaIndex, on: date, *, home: str, born: date | None = None
) -> PersonFacts:
    """All declarations of a person together: every stay, the last contact, today's state of health.

    Temperature and symptoms are those of the newest declaration: older ones are history.
    """
    ordered = sorted(declared, key=lambda each: each.at)
    stays = tuple(dict.fromkeys(stay for each in ordered for stay in each.stays))
    visits, doubts = match(stays, index, on)
    contacts = [found for each in ordered if (found := day(each.facts.get("contact_on")))]
    newest: Mapping[str, Any] = ordered[-1].facts if ordered else {}
    return PersonFacts(
        visits=visits,
        doubts=doubts,
        stays=stays,
        home=home,
        contact_on=max(contacts, default=None),
        temperature=_degrees(newest.get("temperature")),
        symptoms=frozenset(newest.get("symptoms") or ()) - {"none"},
        age=_age(born, on),
    )


def _degrees(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _age(born: date | None, on: date) -> int | None:
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
