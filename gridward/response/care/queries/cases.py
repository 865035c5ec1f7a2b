"""Cases the actor may see, and what belongs to one."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.response.care.choices import NoticeKind
from gridward.response.care.models import Case
from gridward.response.care.rules import start, states

# Who is asked first when something is to be done at the door.
CARETAKERS = ("grid_worker", "contact_cadre", "community_medic", "volunteer")


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases on the paths where the actor may see them."""
    return visible(Case.objects.select_related("person", "household"), actor, Permission.CARE_VIEW)


def active(actor: Actor) -> QuerySet[Case]:
    """Those whose temperature is being taken."""
    return visible_to(actor).filter(state__in=states.OBSERVED)


def due_for_release(actor: Actor, on: date) -> QuerySet[Case]:
    """Due cases, and those whose planned day has come although something speaks against it."""
    reached = Q(state__in=states.OBSERVED, planned_release__lte=on)
    rows = visible_to(actor).filter(reached | Q(state="due_for_release"))
    return rows.order_by("planned_release", "number")


def case_in_charge(person_id: int) -> Case | None:
    """The open isolating case of a person: at most one (invariant 5)."""
    return Case.objects.filter(
        person_id=person_id, kind__in=states.ISOLATING, state__in=states.OPEN
    ).first()


def caretaker(case: Case) -> int | None:
    """The user id of who is asked first."""
    held = dict(case.team.filter(until=None).values_list("role", "user_id"))
    return next((held[role] for role in CARETAKERS if role in held), None)


def start_facts(case: Case) -> start.StartFacts:
    """A case as the guard of the start sees it."""
    terms = case.terms
    held = case.team.filter(until=None).values_list("role", flat=True)
    looked = case.residence_checked_at is not None
    ok = start.residence(own_room=bool(case.own_room), own_toilet=bool(case.own_toilet))
    return start.StartFacts(
        state=case.state,
        kind=case.kind,
        start_basis=case.start_basis,
        last_exposure=case.last_exposure,
        missing_roles=start.missing_roles(terms.role_set, held),
        residence_ok=ok if looked else None,
        residence_needed=terms.residence_check,
        notice_delivered=case.notices.filter(kind=NoticeKind.START)
        .exclude(delivered_at=None)
        .exists(),
        exemptions=granted(case),
    )


def granted(case: Case) -> frozenset[str]:
    """Kinds of exemption that two people have agreed on."""
    return frozenset(case.exemptions.exclude(granted_at=None).values_list("kind", flat=True))


def timeline(case: Case) -> list[LedgerEntry]:
    """What happened to the case, newest first."""
    rows = LedgerEntry.objects.filter(subject_type="care.case", subject_id=str(case.pk))
    return list(rows.order_by("-at", "-recorded_at"))


def names(users: Iterable[int | None]) -> dict[int, str]:
    """``user id -> name``; accounts that are gone are left out."""
    known = get_user_model().objects.filter(pk__in={u for u in users if u is not None})
    return {user.pk: str(user) for user in known}
