"""Which adoption of a policy applies where at a moment: worked out from the adoptions, not stored.

An adoption applies at its path and below from its hour on, until the next one of the same path
begins, or until somebody retires it. One that was taken back before its hour never was: what stood
before it goes on by itself. The nearest path upwards decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gridward.core.decision import Decision, Reason


@dataclass(frozen=True, slots=True)
class Term:
    """The hours of one adoption. `order` ranks those that begin in the same moment."""

    order: int
    path: str
    starts_at: datetime
    ends_at: datetime | None = None  # retired
    withdrawn: bool = False

    @property
    def rank(self) -> tuple[datetime, int]:
        return self.starts_at, self.order


def applying(terms: Iterable[Term], path: str, at: datetime) -> Term | None:
    """The one that applies at `path` in a moment: the nearest upwards, there the one begun last."""
    found = [term for term in at_each_path(terms, at) if path.startswith(term.path)]
    return max(found, key=lambda term: len(term.path), default=None)


def at_each_path(terms: Iterable[Term], at: datetime) -> list[Term]:
    """At most one for each path: the one begun last, when it is not retired yet."""
    newest: dict[str, Term] = {}
    for term in terms:
        if term.withdrawn or term.starts_at > at:
            continue
        if term.path not in newest or newest[term.path].rank < term.rank:
            newest[term.path] = term
    return [term for term in newest.values() if term.ends_at is None or term.ends_at > at]


def end_of(term: Term, terms: Iterable[Term]) -> datetime | None:
    """When it stopped or will stop: retired, or followed by another one. None: open."""
    following = [
        other.starts_at
        for other in terms
        if other.path == term.path and not other.withdrawn and other.rank > term.rank
    ]
    return min((each for each in (*following, term.ends_at) if each), default=None)


def state_of(term: Term, terms: Iterable[Term], at: datetime) -> str:
    """One of `choices.AdoptionState`."""
    if term.withdrawn:
        return "withdrawn"
    end = end_of(term, terms)
    if end is not None and end <= at:
        return "retired" if end == term.ends_at else "superseded"
    return "planned" if term.starts_at > at else "in_force"


def withdraw(term: Term, *, at: datetime, user_id: int | None, reason: str) -> Decision:
    """Whether an adoption may be taken back: by a person, with a reason, before its hour."""
    against = []
    if user_id is None:
        against.append(Reason.of("A person must take a policy back; the machine may not."))
    if term.withdrawn:
        against.append(Reason.of("This was taken back already."))
    elif term.starts_at <= at:
        against.append(
            Reason.of("The policy is in force since its hour: retire it or adopt another one.")
        )
    if not reason.strip():
        against.append(Reason.of("Write down why."))
    return Decision.unless(against)


def retire(
    term: Term, *, ends_at: datetime, at: datetime, user_id: int | None, reason: str
) -> Decision:
    """Whether an adoption may end at an hour: by a person, with the order that ends it."""
    against = []
    if user_id is None:
        against.append(Reason.of("A person must retire a policy; the machine may not."))
    if term.withdrawn or term.ends_at is not None:
        against.append(Reason.of("This policy has an end already, or was taken back."))
    if ends_at < at:
        against.append(Reason.of("It cannot end in the past."))
    if ends_at <= term.starts_at:
        against.append(Reason.of("It cannot end before it begins: take it back instead."))
    if not reason.strip():
        against.append(Reason.of("Name the order that ends it: issuer, number, date."))
    return Decision.unless(against)
