"""Two records of one person were joined: their cases follow, and go back with them."""

from datetime import datetime, timedelta

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.roster import actions as roster
from gridward.ground.roster import queries as register
from gridward.response.care.models import Case
from gridward.response.care.rules import states
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind

_WITHIN = timedelta(hours=4)
_TWO = Reason("Two open cases of one person: end one of them ({number})")
_APART = "The two records are two people after all."


@transaction.atomic
def follow_merge(merge_id: int, *, actor: Actor, at: datetime) -> int:
    """Give the cases of the record that left to the one that stays; returns how many.

    Invariant 5: where both have an open case of the isolating kinds, the one of the record that
    left stays with it, and a person is asked to end one of them. Once one is ended, the other
    follows (`follow_ended`).
    """
    actor.require(Permission.CARE_OPEN, EVERYWHERE)
    done = 0
    for item in register.merge_chain(merge_id):
        rows = Case.objects.filter(person=item.gone_id)
        left = rows.filter(kind__in=states.ISOLATING, state__in=states.OPEN)
        mine = Case.objects.filter(
            person=item.kept_id, kind__in=states.ISOLATING, state__in=states.OPEN
        )
        case = left.first()
        if case is not None and mine.exists():
            _ask(case, at)
            rows = rows.exclude(pk=case.pk)
        done += roster.hand_over(item, rows)
    return done


def _ask(case: Case, at: datetime) -> None:
    duty.open_task(
        kind=Kind.CASE_REVIEW, path=case.path, due_at=at + _WITHIN, subject=case,
        title=Reason.of(_TWO.message, number=case.number), actor=Actor.system(), at=at,
        href=case.get_absolute_url(),
    )  # fmt: skip


@transaction.atomic
def follow_ended(case_id: int, *, actor: Actor, at: datetime) -> int:
    """A case ended: cases that waited for it follow their person now; returns how many."""
    person = Case.objects.filter(pk=case_id).values_list("person_id", flat=True).first()
    if person is None:
        return 0
    return sum(follow_merge(pk, actor=actor, at=at) for pk in register.merges_of(person))


@transaction.atomic
def follow_unmerge(merge_id: int, *, actor: Actor, at: datetime) -> int:
    """Give the cases back for the joinings that were taken back; returns how many. The question
    which of two cases ends is dropped with it."""
    actor.require(Permission.CARE_OPEN, EVERYWHERE)
    done = roster.hand_back((Case,), at=at)
    item = register.merges_visible_to(Actor.system()).filter(pk=merge_id).first()
    if item is None or item.undone_at is None:
        return done
    label = Case._meta.label_lower
    ours = [str(pk) for pk in Case.objects.filter(person=item.gone_id).values_list("pk", flat=True)]
    running = tasks.running(Actor.system()).filter(
        subject_type=label, subject_id__in=ours, title__message=_TWO.message
    )
    for task in running:
        duty.cancel(task, reason=_APART, actor=Actor.system(), at=at)
    return done
