"""Something changed: only those whom it touches are judged anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.response.risk import queries
from gridward.response.risk.actions.judging import Run, judge_part
from gridward.response.risk.actions.stays import keep_stays
from gridward.response.risk.choices import State
from gridward.response.risk.models import Classification
from gridward.response.risk.queries.evaluation import Whom


@transaction.atomic
def judge_touched(
    *,
    actor: Actor,
    at: datetime,
    persons: Iterable[int] = (),
    declarations: Iterable[int] = (),
) -> Run:
    """Judge these persons anew, and those of these declarations: a declaration came, changed, came
    back or gave way; a person was corrected, moved or joined.

    Comes to the same as judging everybody. What was decided stays until somebody decides anew.
    """
    actor.require(Permission.RISK_CONFIRM, EVERYWHERE)
    told = keep_stays(declarations, actor=actor)
    alone = {pk for pk, each in told.items() if each.person_id is None}
    gone = [pk for pk in alone if not told[pk].is_accepted]
    open_rows = Classification.objects.filter(person=None, state=State.PROPOSED)
    open_rows.filter(declaration_id__in=gone).update(state=State.SUPERSEDED)
    of_persons = {each.person_id for each in told.values() if each.person_id is not None}
    whom = Whom(persons=tuple({*persons, *of_persons}), declarations=tuple(alone))
    return judge_part(whom, actor=actor, at=at)


@transaction.atomic
def judge_near(codes: Iterable[str], *, actor: Actor, at: datetime) -> Run:
    """Judge anew whoever was in one of these divisions, in a part of one or around one: source
    areas there came, went or changed their level."""
    actor.require(Permission.RISK_CONFIRM, EVERYWHERE)
    persons, declarations = queries.people_near(codes)
    whom = Whom(persons=tuple(persons), declarations=tuple(declarations))
    return judge_part(whom, actor=actor, at=at)
