"""From what is known of a person to the values that the table asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gridward.response.risk.rules.cells import Value
from gridward.response.risk.rules.pack import Pack
from gridward.response.risk.rules.values import LEVELS, PersonFacts, Stay, Visit


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value and where it comes from: the day, and the visit or stay that gave it."""

    value: Value
    day: date | None = None
    visit: Visit | None = None
    stay: Stay | None = None


@dataclass(frozen=True, slots=True)
class Vector:
    """The values of all inputs of a person on a day, each with its evidence."""

    on: date
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        found = self.evidence.get(name)
        return found.value if found else None


def vector(facts: PersonFacts, pack: Pack, on: date) -> Vector:
    """All values of a person on a day. Days in the future do not count yet."""
    found: dict[str, Evidence] = {}
    for level in LEVELS:
        visits = [v for v in facts.visits if v.area.level == level and v.last <= on]
        if visits:
            newest = max(visits, key=lambda v: (v.last, v.area.code, v.area.key))
            found[f"days_since_{level}"] = Evidence(
                (on - newest.last).days, newest.last, visit=newest
            )
    outside = _outside(facts, pack, on)
    if outside:
        found["days_since_outside"] = outside
    for name, day in (("contact", facts.contact_on), ("secondary", facts.secondary_on)):
        if day is not None and day <= on:
            found[f"days_since_{name}"] = Evidence((on - day).days, day)
    return Vector(on, found | _of_body(facts))


def _of_body(facts: PersonFacts) -> dict[str, Evidence]:
    told = {
        "temperature": facts.temperature,
        "symptoms": facts.symptoms or None,
        "age": facts.age,
    }
    return {name: Evidence(value) for name, value in told.items() if value is not None}


def _outside(facts: PersonFacts, pack: Pack, on: date) -> Evidence | None:
    """The last day outside the own prefecture (or what the pack calls home)."""
    home = facts.home[: pack.home_digits]
    begun = (s for s in facts.stays if s.code and (s.since is None or s.since <= on))
    away = [(min(s.until or on, on), s.code, s) for s in begun if not _within(s.code, home)]
    if not away or not home:
        return None
    day, _, stay = max(away, key=lambda entry: entry[:2])
    return Evidence((on - day).days, day, stay=stay)


def _within(code: str, home: str) -> bool:
    """A stay known only as "Hunan" may be at home: it is not counted as outside."""
    return code.startswith(home) or home.startswith(code)
