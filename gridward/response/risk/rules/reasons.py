"""Why, in words that a person at a counter can read out: the row, its source, the facts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from gridward.core.decision import Reason
from gridward.response.risk.rules.expression.facts import Fact
from gridward.response.risk.rules.expression.keys import Evidence
from gridward.response.risk.rules.pack import Pack, Row
from gridward.response.risk.rules.values import (
    Area,
    CodeSeen,
    Exposure,
    PersonFacts,
    Report,
    Stay,
)

# The words of the shipped screening form; a reason is stored in both languages.
_SYMPTOMS_ZH = {"fever": "发热", "cough": "咳嗽", "fatigue": "乏力", "breath": "呼吸困难"}


def of_row(row: Row, pack: Pack) -> Reason:
    """The row that applies, with the clause it cites."""
    if not row.clause:
        return Reason.of(
            "Row {row} of “{policy_en}” applies: {title_en}.",
            row=row.name, policy_en=pack.title_en, policy_zh=pack.title_zh,
            title_en=row.title_en, title_zh=row.title_zh,
        )  # fmt: skip
    return Reason.of(
        "Row {row} of “{policy_en}” applies: {title_en}. Source: {number}, {clause}.",
        row=row.name, policy_en=pack.title_en, policy_zh=pack.title_zh,
        title_en=row.title_en, title_zh=row.title_zh,
        number=pack.source.number or pack.source.title, clause=row.clause,
    )  # fmt: skip


def of_evidence(
    fact: Fact, evidence: Evidence, source: object, areas: Mapping[int, Area], on: date
) -> Reason:
    """One fact that the row asked for; `source` is the value that the evidence points at."""
    days = (on - evidence.on).days
    if evidence.area is not None and isinstance(source, Stay):
        return _of_visit(source, areas[evidence.area], evidence.on, days)
    return _TOLD[type(source)](fact.name, source, evidence.on, days, on)


_VISITED = {
    "high": Reason("Stayed in {place} until {day}, {days} days ago: high-risk area {area}, "
                   "in force since {since} ({source})."),
    "medium": Reason("Stayed in {place} until {day}, {days} days ago: medium-risk area {area}, "
                     "in force since {since} ({source})."),
    "low": Reason("Stayed in {place} until {day}, {days} days ago: low-risk area {area}, "
                  "in force since {since} ({source})."),
    "listed": Reason("Stayed in {place} until {day}, {days} days ago: {area} is named by a notice, "
                     "in force since {since} ({source})."),
}  # fmt: skip


def _of_visit(stay: Stay, area: Area, day: date, days: int) -> Reason:
    return Reason.of(
        _VISITED[area.level].message, place=stay.text, day=day.isoformat(), days=days,
        area=area.label, since=area.since.isoformat(), source=area.source,
    )  # fmt: skip


def _of_stay(name: str, stay: Any, day: date, days: int, on: date) -> Reason:
    if name == "stayed_in":
        return Reason.of(
            "Stayed in {place} until {day}, {days} days ago: the policy names this place.",
            place=stay.text, day=day.isoformat(), days=days,
        )  # fmt: skip
    return Reason.of(
        "Was outside the home area: {place}, until {day}, {value} days ago.",
        place=stay.text, day=day.isoformat(), value=days,
    )  # fmt: skip


_MET = {
    "days_since_contact": Reason("Met a case on {day}, {value} days ago."),
    "days_since_secondary": Reason("Met a close contact on {day}, {value} days ago."),
    "days_since_colocated": Reason("Was in the same place as a case on {day}, {value} days ago."),
    "days_since_casual": Reason("Had a passing contact with a case on {day}, {value} days ago."),
}  # fmt: skip


def _of_contact(name: str, met: Any, day: date, days: int, on: date) -> Reason:
    return Reason.of(_MET[name].message, day=day.isoformat(), value=days)


_SHOWN = {
    "red": Reason("Showed a red code on {day}, {value} days ago ({issuer})."),
    "yellow": Reason("Showed a yellow code on {day}, {value} days ago ({issuer})."),
}  # fmt: skip


def _of_code(name: str, seen: CodeSeen, day: date, days: int, on: date) -> Reason:
    return Reason.of(
        _SHOWN[seen.colour].message, day=day.isoformat(), value=days, issuer=seen.issuer
    )


def _of_report(name: str, told: Report, day: date, days: int, on: date) -> Reason:
    if name == "temperature":
        return Reason.of("Temperature {value} °C.", value=told.temperature)
    words = sorted(told.symptoms)
    return Reason.of(
        "Reported symptoms: {value}.",
        value=", ".join(words), value_zh="、".join(_SYMPTOMS_ZH.get(w, w) for w in words),
    )  # fmt: skip


def _of_person(name: str, person: PersonFacts, day: date, days: int, on: date) -> Reason:
    if name == "age" and person.born:
        return Reason.of("{value} years old.", value=_age(person.born, on))
    if name == "doses":
        return Reason.of("{value} doses of vaccine.", value=person.doses)
    if name == "worker":
        return Reason.of("Kind of work: {value}.", value=person.worker)
    last = person.last_dose
    return Reason.of("Last dose of vaccine on {day}.", day=last.isoformat() if last else "")


_TOLD: Mapping[type, Callable[[str, Any, date, int, date], Reason]] = {
    Stay: _of_stay, Exposure: _of_contact, CodeSeen: _of_code, Report: _of_report,
    PersonFacts: _of_person,
}  # fmt: skip


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def of_question(stay: Stay, count: int, areas: Sequence[Area]) -> Reason:
    """What to ask about a stay that is no certain visit."""
    if not count:
        return Reason.of("Which place is “{place}”? It is not resolved.", place=stay.text)
    names = "; ".join(sorted({area.label for area in areas}))
    return Reason.of(
        "“{place}” may lie in a source area: {areas} ({count} in all). Ask for the exact place.",
        place=stay.text, areas=names, count=count,
    )  # fmt: skip
