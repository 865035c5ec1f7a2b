"""Records from outside (declarations, lists) against the register: who resembles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.ground.roster.models import Person, PushedEntry
from gridward.ground.roster.queries.likeness import (
    Member,
    candidates,
    members_of,
    people_in_force,
    twins,
)
from gridward.ground.roster.queries.people import visible_to
from gridward.ground.roster.rules.declaring import Claim, Known
from gridward.ground.roster.rules.identity import (
    Question,
    from_outside,
    questions,
    seal_of,
    within_register,
)
from gridward.ground.roster.rules.linkage import Kind, Ranked, Record, Weights, current, decide

_FAR = -10.0  # bits: below one in a thousand nobody resembles anybody
_SHOWN = 5


def record_of(told: Claim, key: str, path: str, source: str) -> Record:
    """A claim as the comparison reads it: with what was typed, slips and all. `path`: the most
    exact area known, be it the one it was sent from."""
    return Record(
        key=f"c{key}", name=told.name, id_number=told.document_typed, phone=told.phone,
        sex=told.sex, address=told.address, source=source, path=path,
    )  # fmt: skip


def record_of_entry(row: PushedEntry) -> Record:
    """An entry of a list from above as the comparison reads it."""
    return Record(
        key=f"e{row.pk}", name=row.name, id_number=row.document_no, phone=row.phone,
        address=row.address, source="list", path=row.path,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """Whom a record resembles: `same` beyond doubt, else `asked` in questions to a person."""

    record: Record
    same: Known | None
    best: tuple[Member, Question] | None  # of `same`
    asked: Sequence[tuple[Member, Question]]

    @property
    def is_like(self) -> bool:
        return bool(self.asked)

    @property
    def seal(self) -> str:
        """The digest of the facts of the record."""
        one = self.record
        parts = (one.name, one.id_number, one.phone, one.birth, one.sex, one.address)
        return digest(seal_of(parts), label="facts")


def resembling(person: Person, *, actor: Actor) -> list[Person]:
    """Whom of the register a person resembles most, of those the actor may see, best first."""
    known = members_of([person.pk])
    weights = within_register(current(), people_in_force())
    found, _others = twins([known[person.pk]], weights)
    near = [int(each.key) for each in found[str(person.pk)] if each.evidence.bits >= _FAR]
    rows = visible_to(actor).select_related("household").in_bulk(near[:_SHOWN])
    return [rows[pk] for pk in near if pk in rows]


def likenesses(records: Sequence[Record | None]) -> list[Likeness | None]:
    """For each record whom of the register it resembles; two statements for all of them."""
    real = [one for one in records if one is not None]
    if not real:
        return [None] * len(records)
    weights = from_outside(current(), people_in_force())
    found, known = candidates(real, weights)
    return [
        None if one is None else _likeness(one, found[one.key], known, weights) for one in records
    ]


def _likeness(
    one: Record, found: Sequence[Ranked], known: Mapping[int, Member], weights: Weights
) -> Likeness:
    outcome = decide(found, weights.of(one.source))
    asked = [(known[int(each.key)], each) for each in questions(outcome, found)]
    if outcome.kind is Kind.SAME:
        who, question = asked[0]
        same = Known(who.pk, who.record.name, who.path, who.household_id)
        return Likeness(one, same, (who, question), ())
    return Likeness(one, None, None, asked)
