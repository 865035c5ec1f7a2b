"""From one kind of observation to another: the old case ends, a linked one goes on counting."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.care.actions.plan import plan
from gridward.response.care.actions.slots import settle_ended
from gridward.response.care.actions.start import locked
from gridward.response.care.choices import CaseKind, CaseState, Event, StartBasis
from gridward.response.care.models import Case
from gridward.response.care.rules import states


@transaction.atomic
def transfer(case: Case, *, kind: str, reason: str, actor: Actor, at: datetime) -> Case:
    """End the case as transferred and plan its successor of another kind; returns the successor.

    The successor keeps terms and day count; it needs its own notice, residence check and team.
    """
    actor.require(Permission.CARE_OPEN, case.path)
    case = locked(case)
    insist(states.explained(states.move(case.state, CaseState.TRANSFERRED), reason))
    settle_ended(case, actor=actor, at=at)
    case.state, case.reason = CaseState.TRANSFERRED, reason.strip()
    case.proposed_at = case.proposed_by = None
    case.closed_at, case.closed_by = at, actor.user_id
    case.save(
        update_fields=["state", "reason", "proposed_at", "proposed_by", "closed_at", "closed_by"]
    )
    following = plan(
        person_id=case.person_id, household_id=case.household_id, path=case.path,
        kind=CaseKind(kind), profile=case.terms, last_exposure=case.last_exposure,
        start_basis=StartBasis.TRANSFER, actor=actor, at=at,
    )  # fmt: skip
    data: dict[str, object] = {"following": following.number}
    ledger.record(Event.TRANSFERRED, actor=actor, subject=case, path=case.path, at=at, data=data)
    return following
