"""Records from outside (declarations, lists) against the register: who resembles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridward.core.crypto import digest
from gridward.ground.roster.models import PushedEntry
from gridward.ground.roster.queries.likeness import Member, candidates, people_in_force
from gridward.ground.roster.rules.declaring import Claim, Known
from gridward.ground.roster.rules.identity import Question, from_outside, questions, seal_of
from gridward.ground.roster.rules.linkage import Kind, Ranked, Record, Weights, current, decide


def record_of(told: Claim, key: str, path: str) -> Record:
    """A claim as the comparison reads it: with what was typed, slips and all."""
    return Record(
        key=f"c{key}", name=told.name, id_number=told.document_typed, phone=told.phone,
        sex=told.sex, address=told.address, source="form", path=path,
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
    outcome = decide(found, weights)
    asked = [(known[int(each.key)], each) for each in questions(outcome, found)]
    if outcome.kind is Kind.SAME:
        who, question = asked[0]
        same = Known(who.pk, who.record.name, who.path, who.household_id)
        return Likeness(one, same, (who, question), ())
    return Likeness(one, None, None, asked)
