"""What would change a class: the same evaluation on facts that differ in one thing.

Nothing here knows how a policy decides. Each fact is left out in turn, each coming day is tried,
and what comes out differently is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gridward.core.decision import Reason
from gridward.response.risk.rules.values import PersonFacts, Proposal

AHEAD = 60  # days; no policy of any time looked further back
Judge = Callable[[Sequence[PersonFacts], date], Sequence[Proposal]]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Another outcome: under which condition, and what then."""

    condition: Reason
    measure: str
    until: date | None


def without_one(facts: PersonFacts) -> list[tuple[Reason, PersonFacts]]:
    """The facts with one of them left out, each with what was left out."""
    found: list[tuple[Reason, PersonFacts]] = []
    for n, stay in enumerate(facts.stays):
        rest = facts.stays[:n] + facts.stays[n + 1 :]
        told = Reason.of("Without the stay in {place} ({day})", place=stay.text,
                         day=_day(stay.until or stay.since))  # fmt: skip
        found.append((told, replace(facts, stays=rest)))
    for n, met in enumerate(facts.exposures):
        left = facts.exposures[:n] + facts.exposures[n + 1 :]
        told = Reason.of("Without the contact on {day}", day=_day(met.on))
        found.append((told, replace(facts, exposures=left)))
    for n, seen in enumerate(facts.codes):
        codes = facts.codes[:n] + facts.codes[n + 1 :]
        told = Reason.of("Without the health code shown on {day}", day=_day(seen.on))
        found.append((told, replace(facts, codes=codes)))
    if facts.reports:
        told = Reason.of("Without the reported temperature and symptoms")
        found.append((told, replace(facts, reports=())))
    return found


def otherwise(facts: PersonFacts, judge: Judge, on: date) -> list[Otherwise]:
    """What would change the class of a day: first the day on which it changes by itself, then each
    single fact without which another measure or another end comes out."""
    [now] = judge([facts], on)
    changes = [first] if (first := by_itself(facts, judge, on, now)) else []
    variants = without_one(facts)
    results = judge([each for _, each in variants], on) if variants else ()
    for (condition, _), then in zip(variants, results, strict=True):
        if (then.measure, then.until) != (now.measure, now.until):
            changes.append(Otherwise(condition, then.measure, then.until))
    return changes


def by_itself(facts: PersonFacts, judge: Judge, on: date, now: Proposal) -> Otherwise | None:
    """The first coming day on which the same facts give another measure, if nothing new happens."""
    for ahead in range(1, AHEAD + 1):
        day = on + timedelta(days=ahead)
        [then] = judge([facts], day)
        if then.measure != now.measure:
            told = Reason.of("From {day} on, if nothing new happens", day=day.isoformat())
            return Otherwise(told, then.measure, then.until)
    return None


def _day(day: date | None) -> str:
    return day.isoformat() if day else "-"
