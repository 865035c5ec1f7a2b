"""Writing proposals: only what differs from what is proposed or decided already."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.response.risk.choices import Event, State
from gridward.response.risk.models import Classification, JudgingRun
from gridward.response.risk.queries.evaluation import Judged, Subject

_CHUNK = 5_000


def propose(
    judged: Sequence[Judged], *, actor: Actor, at: datetime, run: JudgingRun | None = None
) -> list[Classification]:
    """Store the proposals that are news; returns them.

    News is a measure (or an open question) where there was none, or another measure or count of
    days than the one standing. What is not decided yet also follows the policy in force; what is
    decided keeps the edition by which it was decided.
    """
    made: list[Classification] = []
    for start in range(0, len(judged), _CHUNK):
        made += _propose(judged[start : start + _CHUNK], actor, at, run)
    return made


def _propose(
    judged: Sequence[Judged], actor: Actor, at: datetime, run: JudgingRun | None
) -> list[Classification]:
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
        fresh.append(_row(each, at, run))
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
    declarations = [s.declaration_id or 0 for s in known if s.person_id is None]
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
        each.applied.adoption.pk if each.applied.adoption else None,
        proposal.row,
    ):
        return False
    over = row.state != State.PROPOSED and row.until is not None and row.until <= each.on
    if over and proposal.measure == "none":
        return True  # its days are over: that ends by a release, not by another class
    was = (row.proposed_measure, row.last_exposure, bool(row.doubts))
    return was == (proposal.measure, proposal.last_exposure, bool(proposal.doubts))


def _row(each: Judged, at: datetime, run: JudgingRun | None) -> Classification:
    subject, proposal = each.subject, each.proposal
    return Classification(
        path=subject.path,
        person_id=subject.person_id,
        household_id=subject.household_id,
        declaration_id=subject.declaration_id,
        adoption=each.applied.adoption,
        run=run,
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
