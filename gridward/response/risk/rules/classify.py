"""Facts and a policy in, a proposal with reasons out. The machine only ever proposes."""

from collections.abc import Iterable
from datetime import date

from gridward.core.decision import Reason
from gridward.response.risk.rules.days import planned_release
from gridward.response.risk.rules.facts import Evidence, Vector, vector
from gridward.response.risk.rules.pack import DEFAULT, Pack, Row
from gridward.response.risk.rules.values import PersonFacts, Proposal, Visit


def classify(facts: PersonFacts, policy: Pack, on: date) -> Proposal:
    """What `policy` asks of a person with these facts on a day: the first row that applies."""
    known = vector(facts, policy, on)
    return proposal(deciding_row(known, policy), known, facts, policy)


def deciding_row(known: Vector, policy: Pack) -> Row:
    """The first row whose cells all hold; `DEFAULT` when there is none."""
    for row in policy.rows:
        if all(cell.holds(known.value(name)) for name, cell in row.cells):
            return row
    return DEFAULT


def proposal(row: Row, known: Vector, facts: PersonFacts, policy: Pack) -> Proposal:
    """The result of a row for a person: dates and reasons come from the facts the row asked for."""
    used = [
        (name, known.evidence[name])
        for name, cell in row.cells
        if cell.asserts and name in known.evidence
    ]
    days = [evidence.day for _, evidence in used if evidence.day]
    last = max(days) if days else (known.on if row.days else None)
    return Proposal(
        measure=row.measure,
        days=row.days,
        until=planned_release(last, policy.day_one, row.days) if last and row.days else None,
        row=row.name,
        last_exposure=last,
        reasons=(_of_row(row, policy), *(_of_fact(*each) for each in used)),
        doubts=facts.doubts,
    )


def _of_row(row: Row, policy: Pack) -> Reason:
    if not row.clause:
        return Reason.of(
            "Row {row} of “{policy_en}” applies: {title_en}.",
            row=row.name, policy_en=policy.title_en, policy_zh=policy.title_zh,
            title_en=row.title_en, title_zh=row.title_zh,
        )  # fmt: skip
    return Reason.of(
        "Row {row} of “{policy_en}” applies: {title_en}. Source: {number}, {clause}.",
        row=row.name, policy_en=policy.title_en, policy_zh=policy.title_zh,
        title_en=row.title_en, title_zh=row.title_zh,
        number=policy.source.number or policy.source.title, clause=row.clause,
    )  # fmt: skip


def _of_fact(name: str, evidence: Evidence) -> Reason:
    if evidence.visit:
        return _of_visit(evidence.visit, evidence.value)
    place = evidence.stay.text if evidence.stay else ""
    value = evidence.value
    if isinstance(value, frozenset):
        words = sorted(value)
        return Reason.of(
            _TOLD[name].message,
            value=", ".join(words), value_zh="、".join(_SYMPTOMS_ZH.get(w, w) for w in words),
        )  # fmt: skip
    return Reason.of(_TOLD[name].message, place=place, day=_day(evidence.day), value=value)


# The words of the shipped screening form; a reason is stored in both languages.
_SYMPTOMS_ZH = {"fever": "发热", "cough": "咳嗽", "fatigue": "乏力", "breath": "呼吸困难"}


_TOLD = {
    "days_since_outside": Reason(
        "Was outside the home area: {place}, until {day}, {value} days ago."
    ),
    "days_since_contact": Reason("Met a case on {day}, {value} days ago."),
    "days_since_secondary": Reason("Met a close contact on {day}, {value} days ago."),
    "temperature": Reason("Temperature {value} °C."),
    "symptoms": Reason("Reported symptoms: {value}."),
    "age": Reason("{value} years old."),
}
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


def _of_visit(visit: Visit, days: object) -> Reason:
    area = visit.area
    return Reason.of(
        _VISITED[area.level].message, place=visit.stay.text, day=_day(visit.last), days=days,
        area=area.label, since=_day(area.since), source=area.source,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def outcomes(proposals: Iterable[Proposal]) -> dict[str, int]:
    """How many persons per measure: the figure of a run."""
    counted: dict[str, int] = {}
    for each in proposals:
        counted[each.measure] = counted.get(each.measure, 0) + 1
    return counted
