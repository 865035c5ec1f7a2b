"""Makers: people under observation, brought there by the real actions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.ground.access import queries as access
from gridward.ground.access.models import User
from gridward.ground.grid.models import Node
from gridward.ground.roster.models import Household, Person
from gridward.response.care import actions
from gridward.response.care.models import Case
from gridward.response.care.rules.profile import Profile
from gridward.response.care.rules.reading import Reading
from tests.make.township import posting, user

FOURTEEN = Profile(days=14, policy="test", edition="1")
NORMAL = Reading(Decimal("36.5"))
FEVER = Reading(Decimal("37.8"), symptoms=("cough",))
_NUMBERS: Iterator[int] = count(1)
TEAM = ("contact_cadre", "grid_worker", "community_medic", "police", "volunteer")


def staff(grid: Node, *, roles: tuple[str, ...] = TEAM) -> dict[str, User]:
    """The team of a grid, the village's secretary and the township's commander."""
    village, town = grid.parent, grid.parent and grid.parent.parent
    assert village
    assert town
    n = next(_NUMBERS)
    people = {role: user(f"{role}{n}", name=f"{role}{n}") for role in roles}
    for role, who in people.items():
        posting(who, grid, role)
    for role, node in (("community_lead", village), ("commander", town)):
        people[role] = user(f"{role}{n}", name=f"{role}{n}")
        posting(people[role], node, role)
    return people


def acting(who: User, at: datetime) -> Actor:
    return access.actor_for(who, on=clock.local_date(at))


def household(grid: Node, *, room: str = "101") -> Household:
    n = next(_NUMBERS)
    return Household.objects.create(
        code=f"HT{n:06}", path=grid.path, address=f"龙泉村3组{n}号", building="1", unit="1",
        room=room, valid_from=date(2020, 1, 1),
    )  # fmt: skip


def person(home: Household, *, name: str = "张三") -> Person:
    return Person.objects.create(
        household=home, path=home.path, name=name, valid_from=date(2020, 1, 1)
    )


def planned(
    grid: Node, at: datetime, *, who: Person | None = None, profile: Profile = FOURTEEN,
    last_exposure: date | None = None, kind: str = "home",
) -> Case:  # fmt: skip
    someone = who or person(household(grid))
    return actions.plan(
        person_id=someone.pk, household_id=someone.household_id, path=grid.path, kind=kind,
        profile=profile, last_exposure=last_exposure, actor=Actor.system(), at=at,
    )  # fmt: skip


def started(grid: Node, at: datetime, people: dict[str, User], **more: object) -> Case:
    """A case whose notice was delivered, whose residence is fine and whose team is there."""
    case = planned(grid, at, **more)  # type: ignore[arg-type]
    worker, lead = acting(people["grid_worker"], at), acting(people["community_lead"], at)
    actions.check_residence(
        case, own_room=True, own_toilet=True, co_residents=2, actor=worker, at=at
    )
    case = actions.notify(case, how="hand", actor=worker, at=at)
    return actions.start(case, actor=lead, at=at)


def lived_through(case: Case, days: int, actor: Actor, *, reading: Reading = NORMAL) -> datetime:
    """Record every slot of `days` more days; returns the moment after the last window."""
    assert case.started_at
    first = clock.local_date(case.started_at)
    at = case.started_at
    for n in range(days):
        day = first + timedelta(days=n)
        actions.expect_slots(day=day, actor=Actor.system(), at=at)
        for slot in case.slots.filter(day=day, state="expected").order_by("due_at"):
            at = slot.due_at - timedelta(hours=1)
            actions.record_slot(slot, reading, actor=actor, at=at)
            at = slot.due_at
    return at
