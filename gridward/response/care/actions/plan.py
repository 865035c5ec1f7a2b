"""A case from a confirmed class, with its number, its frozen terms and its team."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from gridward.core import clock, ledger, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import insist
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.ground.access import queries as access
from gridward.ground.grid import queries as grid
from gridward.response.care import queries
from gridward.response.care.choices import Event, StartBasis
from gridward.response.care.formats.number import number, prefix
from gridward.response.care.models import Case, TeamMember
from gridward.response.care.queries.cases import caretaker
from gridward.response.care.rules import profile as terms
from gridward.response.care.rules import states
from gridward.response.duty import actions as duty
from gridward.response.duty.choices import Kind

_NUMBERING = 7_301_301  # advisory lock: one number at a time
START_WITHIN = timedelta(hours=24)  # T01: somebody sent down is verified within 24 h


@transaction.atomic
def plan(
    *,
    person_id: int,
    path: str,
    kind: str,
    profile: terms.Profile,
    actor: Actor,
    at: datetime,
    household_id: int | None = None,
    last_exposure: date | None = None,
    start_basis: str = "",
    classification_id: int | None = None,
) -> Case:
    """Plan the observation of one person, or return the open isolating case they already have.

    Without a `last_exposure` the count runs from the day of planning (arrival, order). The terms
    are frozen in the case; raises `WrongState` when they cannot be worked with.
    """
    actor.require(Permission.CARE_OPEN, path)
    insist(terms.usable(profile))
    _lock()
    if kind in states.ISOLATING and (running := queries.case_in_charge(person_id)) is not None:
        return _join(running, classification_id, actor=actor, at=at)
    day_one = last_exposure or clock.local_date(at)
    case = Case(
        path=path, person_id=person_id, household_id=household_id, kind=kind,
        profile=profile.stored(), last_exposure=last_exposure,
        start_basis=start_basis or (StartBasis.EXPOSURE if last_exposure else StartBasis.ORDER),
        day_one=day_one, planned_release=profile.planned_release(day_one),
        classification_id=classification_id, opened_at=at,
        previous=Case.objects.filter(person_id=person_id).order_by("-pk").first(),
    )  # fmt: skip
    _give_number(case, clock.local_date(at).year, clock.local_date(at))
    case.save(force_insert=True)
    fill_team(case, at=at)
    data: dict[str, object] = {"kind": kind, "planned_release": case.planned_release.isoformat()}
    ledger.record(Event.PLANNED, actor=actor, subject=case, path=path, at=at, data=data)
    duty.open_task(
        kind=Kind.START_CASE, path=path, due_at=at + START_WITHIN, subject=case,
        title=Reason.of("Start the observation {number}", number=case.number),
        actor=Actor.system(), at=at, owner=caretaker(case),
        href=case.get_absolute_url(),
    )  # fmt: skip
    return case


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])


def _give_number(case: Case, year: int, on: date) -> None:
    case.township, case.year = lineage(case.path)[0], year
    node = grid.node_at(case.township, on=on)
    with scope.everywhere():  # numbers run through the whole township, whoever asks
        same = Case.objects.filter(township=case.township, year=year)
        last = same.order_by("-sequence").values_list("sequence", flat=True).first()
    case.sequence = (last or 0) + 1
    code = case.township.strip("/")
    case.number = number(prefix(node.name if node else "", code), year, case.sequence)


def _join(case: Case, classification_id: int | None, *, actor: Actor, at: datetime) -> Case:
    """A further class for somebody already under observation: a person looks at it."""
    if classification_id in {None, case.classification_id}:
        return case
    data: dict[str, object] = {"classification": classification_id}
    ledger.record(Event.JOINED, actor=actor, subject=case, path=case.path, at=at, data=data)
    duty.open_task(
        kind=Kind.CASE_REVIEW, path=case.path, due_at=at + START_WITHIN, subject=case,
        title=Reason.of("A further class was confirmed: review {number}", number=case.number),
        actor=Actor.system(), at=at, href=case.get_absolute_url(),
    )  # fmt: skip
    return case


def fill_team(case: Case, *, at: datetime) -> list[TeamMember]:
    """Give every role of the set that is empty its nearest holder by the postings of the day."""
    held = set(case.team.filter(until=None).values_list("role", flat=True))
    wanted = [role for role in case.terms.role_set if role not in held]
    found = access.team(case.path, wanted, on=clock.local_date(at))
    members = [
        TeamMember(case=case, path=case.path, role=role, user_id=post.user_id, since=at)
        for role, post in found.items()
        if post is not None
    ]
    return TeamMember.objects.bulk_create(members)
