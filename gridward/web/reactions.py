"""What follows from what: one table from ledger events to actions. The map of the whole system.

Each reaction runs as a job, enqueued in the transaction of the deed, with the ledger entry as its
argument, as the system actor; running it twice does no harm. What must be immediate and certain
(a refusal at a gate) is asked downward instead, never through here.
"""

from collections.abc import Callable
from enum import StrEnum

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.places import choices as places
from gridward.ground.places import queries as names
from gridward.ground.roster import actions as roster
from gridward.ground.roster import choices as registers
from gridward.ground.xforms import choices as forms
from gridward.response.canvass import actions as canvass
from gridward.response.care import actions as care
from gridward.response.care import choices as cases
from gridward.response.risk import actions as risk
from gridward.response.risk import choices as risks

Reaction = Callable[[LedgerEntry], object]
_SYSTEM = Actor.system()


def route_submission(entry: LedgerEntry) -> object:
    """A form came in: which door, which person, which village?"""
    return roster.route(entry.subject_id, actor=_SYSTEM, at=entry.at)


def count_visit(entry: LedgerEntry) -> object:
    """A worker's visit form came in: it is a knock of the running sweep."""
    if entry.data.get("purpose") != "visit":
        return None
    return canvass.note_visit(entry.subject_id, actor=_SYSTEM, at=entry.at)


def judge_declaration(entry: LedgerEntry) -> object:
    """A declaration stands: which class, by the policy in force?"""
    return risk.take_declaration(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


def count_declaration(entry: LedgerEntry) -> object:
    """A declaration stands: its household needs no knock in the running sweep."""
    return canvass.note_declaration(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


def plan_case(entry: LedgerEntry) -> object:
    """A class was decided by a person: plan the observation it asks for."""
    return care.plan_from(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


def see_to_fever(entry: LedgerEntry) -> object:
    """An abnormal reading: somebody within half an hour."""
    return care.after_abnormal(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


def see_to_silence(entry: LedgerEntry) -> object:
    """A missed slot: a task in two hours, a visit the same day after the second one."""
    return care.after_missed(int(entry.subject_id), actor=_SYSTEM, at=entry.at)


def place_again(entry: LedgerEntry) -> object:
    """A place name was decided: everything that carries the same text is looked at again."""
    text = names.typed(int(entry.subject_id))
    return roster.reroute_text(text, actor=_SYSTEM, at=entry.at)


REACTIONS: dict[StrEnum, tuple[Reaction, ...]] = {
    forms.Event.SUBMITTED: (route_submission, count_visit),
    registers.Event.DECLARATION_ACCEPTED: (count_declaration, judge_declaration),
    risks.Event.CONFIRMED: (plan_case,),
    risks.Event.OVERRIDDEN: (plan_case,),
    cases.Event.SLOT_ABNORMAL: (see_to_fever,),
    cases.Event.SLOT_MISSED: (see_to_silence,),
    places.Event.DECIDED: (place_again,),
}


def reactions_to(event: str) -> tuple[Reaction, ...]:
    """The reactions to an event by its stored name."""
    return next((found for known, found in REACTIONS.items() if known.value == event), ())
