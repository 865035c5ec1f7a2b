"""What must be there before an observation starts (domain 5.3, 2.5; R14)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.response.care.rules import states

AT_HOME = frozenset({"home"})


@dataclass(frozen=True, slots=True)
class StartFacts:
    """A notified case as the guard sees it. `residence_ok` is None when nobody has looked."""

    state: str
    kind: str
    start_basis: str
    last_exposure: date | None
    missing_roles: tuple[str, ...]
    residence_ok: bool | None
    residence_needed: bool
    notice_delivered: bool
    exemptions: frozenset[str] = field(default=frozenset())


def missing_roles(role_set: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """Roles of the set that nobody holds, in the set's order."""
    have = set(held)
    return tuple(role for role in role_set if role not in have)


def residence(*, own_room: bool, own_toilet: bool) -> bool:
    """v8/v9 and local rules of 2020: a room and a toilet of one's own (domain 2.5)."""
    return own_room and own_toilet


def start(facts: StartFacts) -> Decision:
    """Whether the observation may start; all reasons at once."""
    against = list(states.move(facts.state, "active").because)
    if facts.last_exposure is None and not facts.start_basis:
        against.append(Reason.of("Neither a last exposure nor another basis is given."))
    if not facts.notice_delivered:
        against.append(Reason.of("The notice has not been delivered."))
    against += _team(facts)
    against += _residence(facts)
    return Decision.unless(against)


def _team(facts: StartFacts) -> list[Reason]:
    if facts.missing_roles and "team" not in facts.exemptions:
        count = len(facts.missing_roles)
        return [Reason.of("The care team is not complete: {count} missing.", count=count)]
    return []


def _residence(facts: StartFacts) -> list[Reason]:
    if facts.kind not in AT_HOME or not facts.residence_needed:
        return []
    if "residence" in facts.exemptions or facts.residence_ok:
        return []
    if facts.residence_ok is None:
        return [Reason.of("Nobody has looked at the residence yet.")]
    return [Reason.of("There is no own room and toilet.")]
