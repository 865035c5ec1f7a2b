"""Writing proposals: only what differs from what is proposed or decided already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.response.risk.choices import Event, State
from gridward.response.risk.models import Classification, PolicyAdoption
from gridward.response.risk.rules import Proposal

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is judged: a person, or a declaration of somebody who is not in the register yet."""

    person_id: int | None
    household_id: int | None
    declaration_id: int
    path: str

    @property
    def key(self) -> tuple[str, int]:
        if self.person_id is not None:
            return "person", self.person_id
        return "declaration", self.declaration_id


@dataclass(frozen=True, slots=True)
class Judged:
    """A subject, the policy it was judged by, and what came out."""

    subject: Subject
    adoption: PolicyAdoption
    on: date
    proposal: Proposal


def propose(judged: Sequence[Judged], *, actor: Actor, at: datetime) -> list[Classification]:
    """Store the proposals that are news; returns them.

    News is a measure (or an open question) where there was none, or another measure or count of
    days than the one standing. What is not decided yet also follows the policy in force; what is
    decided keeps the edition by which it was decided.
    """
    made: list[Classification] = []
    for start in range(0, len(judged), _CHUNK):
        made += _propose(judged[start : start + _CHUNK], actor, at)
    return made


def _propose(judged: Sequence[Judged], actor: Actor, at: datetime) -> list[Classification]:
    standing = _standing(each.subject for each in judged)
    fresh: list[Classification] = []
    outdated: list[int] = []
    for each in judged:
        proposed, decided = standing.get(each.subject.key, (None, None))
        newest = proposed or decided
        if _says_the_same(each, newest):
            continue
        if proposed:
            outdated.append(proposed.pk)
            if _says_the_same(each, decided):
                continue  # back to what was decided: nothing to propose any more
        fresh.append(_row(each, at))
    Classification.objects.filter(pk__in=outdated).update(state=State.SUPERSEDED)
    Classification.objects.bulk_create(fresh, batch_size=1_000)
    notes = [
        ledger.Note(Event.PROPOSED, row.path, row, {"measure": row.measure, "row": row.row})
        for row in fresh
    ]
    ledger.record_many(notes, actor=actor, at=at)
    return fresh


_Standing = dict[tuple[str, int], tuple[Classification | None, Classification | None]]


def _standing(subjects: Iterable[Subject]) -> _Standing:
    """For each subject its undecided proposal and its decided class."""
    known = list(subjects)
    persons = [s.person_id for s in known if s.person_id is not None]
    declarations = [s.declaration_id for s in known if s.person_id is None]
    rows = Classification.objects.exclude(state=State.SUPERSEDED).defer("reasons")
    found: _Standing = {}
    for row in [
        *rows.filter(person_id__in=persons),
        *rows.filter(person=None, declaration_id__in=declarations),
    ]:
        key = (
            ("person", row.person_id)
            if row.person_id is not None
            else ("declaration", row.declaration_id or 0)
        )
        proposed, decided = found.get(key, (None, None))
        if row.state == State.PROPOSED:
            found[key] = (row, decided)
        else:
            found[key] = (proposed, row)
    return found


def _says_the_same(each: Judged, row: Classification | None) -> bool:
    proposal = each.proposal
    if row is None:
        return proposal.measure == "none" and not proposal.doubts
    if row.state == State.PROPOSED and (row.adoption_id, row.row) != (
        each.adoption.pk,
        proposal.row,
    ):
        return False
    over = row.state != State.PROPOSED and row.until is not None and row.until <= each.on
    if over and proposal.measure == "none":
        return True  # its days are over: that ends by a release, not by another class
    was = (row.proposed_measure, row.last_exposure, bool(row.doubts))
    return was == (proposal.measure, proposal.last_exposure, bool(proposal.doubts))


def _row(each: Judged, at: datetime) -> Classification:
    subject, proposal = each.subject, each.proposal
    return Classification(
        path=subject.path,
        person_id=subject.person_id,
        household_id=subject.household_id,
        declaration_id=subject.declaration_id,
        adoption=each.adoption,
        as_of=each.on,
        proposed_measure=proposal.measure,
        measure=proposal.measure,
        days=proposal.days,
        until=proposal.until,
        last_exposure=proposal.last_exposure,
        row=proposal.row,
        reasons=[reason.as_json() for reason in proposal.reasons],
        doubts=[reason.as_json() for reason in proposal.doubts],
        created_at=at,
    )
