"""From the plan to the first day: residence, team, notice, start."""

from datetime import date, datetime

from django.db import transaction

from gridward.core import clock, ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.care import queries
from gridward.response.care.actions.plan import fill_team
from gridward.response.care.actions.slots import make_slots
from gridward.response.care.choices import CaseState, Delivery, Event, NoticeKind, StartBasis
from gridward.response.care.models import Case, Notice, TeamMember
from gridward.response.care.rules import start as rules
from gridward.response.care.rules import states
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks

TEXT_VERSION = "2020-02"


@transaction.atomic
def check_residence(
    case: Case, *, own_room: bool, own_toilet: bool, co_residents: int, actor: Actor, at: datetime
) -> Case:
    """Write down what somebody saw at the door: own room and toilet, who else lives there."""
    actor.require(Permission.CARE_OBSERVE, case.path)
    case.own_room, case.own_toilet, case.co_residents = own_room, own_toilet, co_residents
    case.residence_checked_at, case.residence_checked_by = at, actor.user_id
    case.save(
        update_fields=[
            "own_room", "own_toilet", "co_residents", "residence_checked_at",
            "residence_checked_by",
        ]
    )  # fmt: skip
    fine = rules.residence(own_room=own_room, own_toilet=own_toilet)
    data: dict[str, object] = {"fine": fine}
    ledger.record(
        Event.RESIDENCE_CHECKED, actor=actor, subject=case, path=case.path, at=at, data=data
    )
    return case


@transaction.atomic
def set_member(case: Case, *, role: str, user_id: int, actor: Actor, at: datetime) -> TeamMember:
    """Put a person on a role of the team; whoever held it leaves it now."""
    actor.require(Permission.CARE_OPEN, case.path)
    held = case.team.filter(role=role, until=None)
    if (before := held.filter(user_id=user_id).first()) is not None:
        return before
    held.update(until=at)
    member = TeamMember.objects.create(
        case=case, path=case.path, role=role, user_id=user_id, since=at
    )
    data: dict[str, object] = {"role": role, "user": user_id}
    ledger.record(Event.TEAM_CHANGED, actor=actor, subject=case, path=case.path, at=at, data=data)
    return member


@transaction.atomic
def complete_team(case: Case, *, actor: Actor, at: datetime) -> list[TeamMember]:
    """Fill the empty roles from the postings of the day; returns who was added."""
    actor.require(Permission.CARE_OPEN, case.path)
    added = fill_team(case, at=at)
    data: dict[str, object] = {"added": len(added)}
    ledger.record(Event.TEAM_CHANGED, actor=actor, subject=case, path=case.path, at=at, data=data)
    return added


@transaction.atomic
def notify(case: Case, *, how: str, actor: Actor, at: datetime) -> Case:
    """The start notice was delivered. `how` is one of `choices.Delivery`."""
    actor.require(Permission.CARE_OBSERVE, case.path)
    case = locked(case)
    insist(states.move(case.state, CaseState.NOTIFIED))
    Notice.objects.create(
        case=case, path=case.path, kind=NoticeKind.START, text_version=TEXT_VERSION, issued_at=at,
        issued_by=actor.user_id, delivered_how=Delivery(how), delivered_at=at,
        delivered_by=actor.user_id,
    )  # fmt: skip
    case.state = CaseState.NOTIFIED
    case.save(update_fields=["state"])
    data: dict[str, object] = {"how": how}
    ledger.record(Event.NOTIFIED, actor=actor, subject=case, path=case.path, at=at, data=data)
    return case


@transaction.atomic
def start(case: Case, *, actor: Actor, at: datetime) -> Case:
    """Begin the observation: the slots of today that are still ahead are owed from now on."""
    actor.require(Permission.CARE_OPEN, case.path)
    case = locked(case)
    insist(rules.start(queries.start_facts(case)))
    today = clock.local_date(at)
    case.state, case.start_on = CaseState.ACTIVE, today
    case.started_at, case.started_by = at, actor.user_id
    # Without an exposure the count runs from the start, wherever planning had to guess it.
    case.day_one = case.last_exposure or _counted_from(case) or today
    case.planned_release = case.terms.planned_release(case.day_one)
    case.save(
        update_fields=[
            "state",
            "start_on",
            "started_at",
            "started_by",
            "day_one",
            "planned_release",
        ]
    )
    make_slots([case], today)
    data: dict[str, object] = {"planned_release": case.planned_release.isoformat()}
    ledger.record(Event.STARTED, actor=actor, subject=case, path=case.path, at=at, data=data)
    for task in tasks.running(Actor.system()).filter(pk__in=tasks.about(case).values("pk")):
        duty.finish(task, result=case.number, actor=Actor.system(), at=at)
    return case


def _counted_from(case: Case) -> date | None:
    """A case that takes over from another one goes on counting."""
    before = case.previous
    return before.day_one if before and case.start_basis == StartBasis.TRANSFER else None


def locked(case: Case) -> Case:
    """The case as it stands now, held until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)
