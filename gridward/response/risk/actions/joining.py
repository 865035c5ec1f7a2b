"""Two records of one person were joined: what this room holds follows, and goes back with them."""

from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.roster import actions as roster
from gridward.ground.roster import queries as register
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.models import DECIDED, Classification, Objection, RunChange, Stay

_FOLLOW = (Stay, RunChange, Objection)  # a person may have any number of them
_STRICT = {measure: rank for rank, measure in enumerate(Measure.values)}


@transaction.atomic
def follow_merge(merge_id: int, *, actor: Actor) -> int:
    """Hand over what this room holds of the record that left; returns how many rows.

    A person has one proposal and one decided class: of two the stricter stands, the other one is
    kept as superseded. Twice is once; a joining that was taken back moves nothing.
    """
    actor.require(Permission.RISK_VIEW, EVERYWHERE)
    done = 0
    for item in register.merge_chain(merge_id):
        for model in _FOLLOW:
            done += roster.hand_over(item, model.objects.filter(person=item.gone_id))
        rows = Classification.objects.filter(person=item.gone_id)
        kept = Classification.objects.filter(person=item.kept_id)
        for states in ((State.PROPOSED,), DECIDED):
            mine, other = (found.filter(state__in=states).first() for found in (kept, rows))
            if mine is None or other is None:
                continue
            is_other = _STRICT[other.measure] > _STRICT[mine.measure]
            milder = mine if is_other else other
            change: dict[str, object] = {"person_id": item.kept_id, "state": State.SUPERSEDED.value}
            found = Classification.objects.filter(pk=milder.pk)
            done += roster.change_for(item, found, change)
        done += roster.hand_over(item, rows)
    return done


@transaction.atomic
def withdraw_joint(merge_id: int, *, actor: Actor) -> int:
    """A joining is taken back: what was proposed to both together since gives way, so that each
    gets back what it had. Returns how many rows."""
    actor.require(Permission.RISK_VIEW, EVERYWHERE)
    item = register.merges_visible_to(actor).filter(pk=merge_id).first()
    if item is None:
        return 0
    together = Classification.objects.filter(person=item.kept_id, state=State.PROPOSED)
    return together.filter(created_at__gte=item.at).update(state=State.SUPERSEDED)


@transaction.atomic
def follow_unmerge(*, actor: Actor, at: datetime) -> int:
    """Give everything back for the joinings that were taken back; returns how many rows."""
    actor.require(Permission.RISK_VIEW, EVERYWHERE)
    return roster.hand_back((*_FOLLOW, Classification), at=at)
