"""What follows for the classes of people: who is judged anew, and who has to look."""

from collections.abc import Sequence
from datetime import timedelta

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.models import LedgerEntry
from gridward.response.care import queries as cases
from gridward.response.duty import actions as duty
from gridward.response.duty.choices import Kind
from gridward.response.risk import actions as risk
from gridward.response.risk import queries as risks

_SYSTEM = Actor.system()
_ANSWER_WITHIN = timedelta(days=1)
_LOOK_WITHIN = timedelta(hours=2)


def judge_declarers(entries: Sequence[LedgerEntry]) -> None:
    """Declarations were returned or opened again: their people are judged without them."""
    ids = [int(entry.subject_id) for entry in entries]
    risk.judge_touched(declarations=ids, actor=_SYSTEM, at=entries[-1].at)


def judge_corrected(entries: Sequence[LedgerEntry]) -> None:
    """Persons were corrected: their age or their place may matter."""
    ids = [int(entry.subject_id) for entry in entries if entry.subject_id]
    risk.judge_touched(persons=ids, actor=_SYSTEM, at=entries[-1].at)


def judge_joined(entries: Sequence[LedgerEntry]) -> None:
    """Records were joined or parted: each is judged by what it has now."""
    ids = {int(entry.data[side]) for entry in entries for side in ("kept", "gone")}
    risk.judge_touched(persons=ids, actor=_SYSTEM, at=entries[-1].at)


def part_proposals(entries: Sequence[LedgerEntry]) -> None:
    """Joinings were taken back: what was proposed to both together gives way."""
    for entry in entries:
        risk.withdraw_joint(int(entry.subject_id), actor=_SYSTEM)


def ask_for_answer(entries: Sequence[LedgerEntry]) -> None:
    """Objections came: somebody answers each within a day."""
    for entry in entries:
        row = risks.objection(int(entry.subject_id), actor=_SYSTEM)
        duty.open_task(
            kind=Kind.CASE_REVIEW, path=row.path, subject=row, actor=_SYSTEM, at=entry.at,
            due_at=entry.at + _ANSWER_WITHIN, href=f"/risk/objections/{row.pk}",
            title=Reason.of("Somebody objects to their class: answer them."),
        )  # fmt: skip


def look_at_case(entries: Sequence[LedgerEntry]) -> None:
    """A class was changed on an objection: a case that runs under the old one must be looked at."""
    for entry in entries:
        row = risks.objection(int(entry.subject_id), actor=_SYSTEM)
        case = cases.case_in_charge(row.person_id) if row.person_id else None
        if row.replacement_id is None or case is None:
            continue
        duty.open_task(
            kind=Kind.CASE_REVIEW, path=case.path, subject=case, actor=_SYSTEM, at=entry.at,
            due_at=entry.at + _LOOK_WITHIN, href=case.get_absolute_url(),
            title=Reason.of("The class was changed on an objection: look at the case."),
        )  # fmt: skip
