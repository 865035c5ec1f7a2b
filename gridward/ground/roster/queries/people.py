"""Reading persons: lists, search, and the recorded look at one."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.grid import queries as grid
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.roster.models import Enterprise, Household, Person, Vehicle
from gridward.ground.roster.queries.declarations import declarations_visible_to
from gridward.ground.roster.queries.households import households_visible_to
from gridward.ground.roster.rules.asking import LAST, Asked, Kind, asked
from gridward.ground.roster.rules.doors import Village, find_village, parse
from gridward.ground.roster.rules.rides import was_on

_DOORS = 500  # an address that means more doors than this is no address


def visible_to(actor: Actor) -> QuerySet[Person]:
    """Persons in the register now, whom the actor may see (masked, see `showing`)."""
    return visible(Person.objects.filter(valid_to=None), actor, Permission.PEOPLE_VIEW)


def search(actor: Actor, text: str) -> QuerySet[Person]:
    """Persons in the actor's scope by name (beginning, pinyin, initials), phone, document number
    or address. Whoever calls it for a user records the look first: `actions.look_up`."""
    question = asked(text)
    if question.kind is Kind.NOTHING:
        return visible_to(actor).none()
    return visible_to(actor).filter(_meant(question, actor)).order_by("name", "id")


def _meant(question: Asked, actor: Actor) -> Q:
    value = question.value
    if question.kind is Kind.DOCUMENT:
        return Q(document_digest=digest(value, label="document"))
    if question.kind is Kind.PHONE:
        seal = digest(value, label="phone")
        homes = households_visible_to(actor).filter(phone_digest=seal).values_list("pk", flat=True)
        return Q(phone_digest=seal) | Q(household_id__in=list(homes[:_DOORS]))
    if question.kind is Kind.PLATE:
        seal = digest(value, label="plate")
        vehicles = vehicles_visible_to(actor).filter(plate_digest=seal, household__isnull=False)
        return Q(household_id__in=list(vehicles.values_list("household_id", flat=True)))
    if question.kind is Kind.RIDE:
        return Q(pk__in=_carried(value, actor))
    if question.kind in {Kind.SOUND, Kind.NAME}:
        columns = ("name",) if question.kind is Kind.NAME else ("name_sound", "name_initials")
        return reduce(or_, (_begins(column, value) for column in columns))
    homes = households_at(actor, value).values_list("pk", flat=True)
    return Q(household_id__in=list(homes[:_DOORS]))


def _carried(value: str, actor: Actor) -> list[int]:
    """Who declared to have come by a train or flight, and whose numbers stand in case texts."""
    asked_number, _blank, day = value.partition(" ")
    rows = declarations_visible_to(actor).filter(
        facts__stays__contains=[{"number": asked_number}], person__isnull=False
    )
    rows = rows.exclude(state__in=(DeclarationState.RETURNED, DeclarationState.DUPLICATE))
    found = rows.order_by().values_list("person_id", "facts")
    return [who for who, facts in found if was_on(facts["stays"], asked_number, day)]


def _begins(column: str, value: str) -> Q:
    # A range, not LIKE: only comparisons may use the index behind row-level security.
    return Q(**{f"{column}__gte": value, f"{column}__lt": value + LAST})


def households_at(actor: Actor, text: str) -> QuerySet[Household]:
    """Households that an address may mean: by its parts, else by the beginning of its text."""
    rows = households_visible_to(actor)
    door = parse(text)
    known = [
        Village(v.path, v.name)
        for v in grid.visible_to(actor).filter(level="village", valid_to=None)
    ]
    villages, _certain = find_village(text, known)
    parts = {"estate": door.estate, "building": door.building, "unit": door.unit, "room": door.room}
    if not villages and door.village and not door.estate:
        parts["estate"] = door.village
    given = {key: value for key, value in parts.items() if value}
    if villages or given:
        found = rows.filter(**given)
        return found.filter(within(v.path for v in villages)) if villages else found
    return rows.filter(_begins("address", text))


def vehicles_visible_to(actor: Actor) -> QuerySet[Vehicle]:
    return visible(Vehicle.objects.all(), actor, Permission.PEOPLE_VIEW)


def enterprises_visible_to(actor: Actor) -> QuerySet[Enterprise]:
    return visible(Enterprise.objects.all(), actor, Permission.PEOPLE_VIEW)


def other_registers(actor: Actor, text: str) -> list[Household | Vehicle | Enterprise]:
    """P07: the same question to households, vehicles and enterprises; needs the permission to look
    across registers. At most 20 of each."""
    question = asked(text)
    found: list[Household | Vehicle | Enterprise] = []
    homes = visible(Household.objects.filter(valid_to=None), actor, Permission.PEOPLE_LOOKUP)
    firms = visible(Enterprise.objects.all(), actor, Permission.PEOPLE_LOOKUP)
    vehicles = visible(Vehicle.objects.all(), actor, Permission.PEOPLE_LOOKUP)
    if question.kind is Kind.NAME:
        found += homes.filter(_begins("head_name", question.value))[:20]
        found += firms.filter(Q(name__contains=question.value) | Q(responsible=question.value))[:20]
    elif question.kind is Kind.PHONE:
        found += homes.filter(phone_digest=digest(question.value, label="phone"))[:20]
    elif question.kind is Kind.PLATE:
        found += vehicles.filter(plate_digest=digest(question.value, label="plate"))[:20]
    return found
