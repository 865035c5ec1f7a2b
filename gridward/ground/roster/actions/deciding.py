"""A person decides what the machine could not: accept, return, take back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, WrongState, insist
from gridward.core.permissions import Permission
from gridward.ground.places import queries as places
from gridward.ground.roster.actions.joining import add_person
from gridward.ground.roster.actions.refiling import refile
from gridward.ground.roster.choices import DeclarationState as S
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Declaration, Household, Person
from gridward.ground.roster.queries.matching import claim_of
from gridward.ground.roster.queries.using import is_used
from gridward.ground.roster.rules import declaring


def may_decide(actor: Actor, path: str) -> bool:
    """Whether the actor keeps the register of the place, or brings lists into it."""
    return actor.may(Permission.PEOPLE_IMPORT, path) or actor.may(Permission.PEOPLE_EDIT, path)


def _may_decide(actor: Actor, path: str) -> None:
    if not may_decide(actor, path):
        actor.require(Permission.PEOPLE_EDIT, path)


def _locked(declaration: Declaration) -> Declaration:
    rows = Declaration.objects.select_for_update(of=("self",)).select_related(
        "submission__version__form"
    )
    return rows.get(pk=declaration.pk)


@transaction.atomic
def accept(
    declaration: Declaration,
    *,
    actor: Actor,
    at: datetime,
    person: Person | None = None,
    household: Household | None = None,
) -> Declaration:
    """Accept as what a person of the register, or somebody at a door, declared.

    Somebody who is not in the register is added to the household. Raises `BadInput` without either,
    `WrongState` while a place is undecided.
    """
    row = _locked(declaration)
    _may_decide(actor, row.path)
    insist(declaring.may_become(row.state, S.ACCEPTED))
    row.facts = _settled(row.facts)
    home = household or (person.household if person else None) or row.household
    who = person or row.person
    if who is None and home is not None:
        who = add_person(claim_of(row, today=local_date(at)), home, actor=actor, at=at)
    if who is None:
        raise BadInput(Reason.of("Choose a person or a household first."))
    path = home.path if home else who.path
    _may_decide(actor, path)
    row.person, row.household, row.path = who, home, path
    return _decide(row, S.ACCEPTED, Event.DECLARATION_ACCEPTED, actor, at)


@transaction.atomic
def return_(declaration: Declaration, *, why: str, actor: Actor, at: datetime) -> Declaration:
    """Send it back: it cannot be used; `why` is told to whoever asks."""
    row = _locked(declaration)
    _may_decide(actor, row.path)
    insist(declaring.may_become(row.state, S.RETURNED))
    if not why.strip():
        raise BadInput(Reason.of("Say why it is returned."))
    row.reasons = [*row.reasons, Reason.of("Returned: {why}", why=why.strip()[:200]).as_json()]
    return _decide(row, S.RETURNED, Event.DECLARATION_RETURNED, actor, at)


@transaction.atomic
def reopen(declaration: Declaration, *, actor: Actor, at: datetime) -> Declaration:
    """Take a decision back, as long as nothing was built on it."""
    row = _locked(declaration)
    _may_decide(actor, row.path)
    insist(declaring.may_become(row.state, S.CHECKED))
    if row.state == S.ACCEPTED and is_used(row):
        raise WrongState(Reason.of("A risk class or a case rests on it already. Correct that one."))
    row.state, row.decided_by, row.decided_at = S.CHECKED, None, None
    row.save(update_fields=["state", "decided_by", "decided_at"])
    ledger.record(Event.DECLARATION_REOPENED, actor=actor, subject=row, path=row.path, at=at)
    return row


@transaction.atomic
def set_aside(submission_id: str, *, actor: Actor, at: datetime) -> Declaration | None:
    """The sender has corrected this submission: its declaration counts no more.

    One on which a risk class or a case rests stays as it is, with a word that a later one is there.
    The same once more changes nothing. None when nothing was declared by it.
    """
    known = Declaration.objects.filter(submission_id=submission_id).first()
    if known is None:
        return None
    row = _locked(known)
    told = declaring.REPLACED.as_json()
    if told in row.reasons:
        return row
    row.reasons = [*row.reasons, told]
    is_free = row.state == S.CHECKED or (row.state == S.ACCEPTED and not is_used(row))
    if is_free:
        row.state = S.DUPLICATE
    row.save(update_fields=["reasons", "state"])
    data: dict[str, object] = {"corrected": True, "state": str(row.state)}
    ledger.record(
        Event.DECLARATION_RETURNED, actor=actor, subject=row, path=row.path, at=at, data=data
    )
    return row


def _settled(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts without a question about places; texts that were said to be no place stay without
    a code. Raises `WrongState` while a place is undecided."""
    if not facts.get("review"):
        return facts
    doubtful = {stay["plain"] for stay in facts["stays"] if not stay["sure"]}
    reviews = places.visible_to(Actor.system()).filter(text__in=doubtful, state="dismissed")
    if doubtful - set(reviews.values_list("text", flat=True)):
        raise WrongState(Reason.of("A place is not certain. Decide it under place names."))
    stays = [stay if stay["sure"] else {**stay, "code": "", "level": 0} for stay in facts["stays"]]
    return {**facts, "stays": stays, "review": False}


def _decide(row: Declaration, state: S, event: Event, actor: Actor, at: datetime) -> Declaration:
    row.state, row.decided_by, row.decided_at = state, actor.user_id, at
    row.save(
        update_fields=[
            "state",
            "decided_by",
            "decided_at",
            "person",
            "household",
            "path",
            "reasons",
            "facts",
        ]
    )
    refile([row])
    ledger.record(event, actor=actor, subject=row, path=row.path, at=at)
    return row
