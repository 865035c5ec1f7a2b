"""Persons and households as they are shown: masked, or in full after a recorded look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.ground.grid import queries as grid
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Declaration, Household, Person, Vehicle
from gridward.ground.roster.rules.asking import may_ask
from gridward.ground.roster.rules.plates import mask_plate


@dataclass(frozen=True, slots=True)
class Shown:
    """A person or household as a page, an export or the API may show it."""

    pk: int
    name: str
    phone: str
    document_no: str
    place: str
    address: str
    sex: str
    birth: str
    residence: str
    is_masked: bool
    get_absolute_url: str


def masked(people: Iterable[Person]) -> list[Shown]:
    """Names, numbers and doors hidden as far as nobody needs them (domain 2.8)."""
    rows = list(people)
    places = grid.full_names({person.path for person in rows})
    return [_shown(person, places, hide=_HIDE) for person in rows]


def full(people: Iterable[Person]) -> list[Shown]:
    """In full: only behind `identify`, which records it."""
    rows = list(people)
    places = grid.full_names({person.path for person in rows})
    return [_shown(person, places, hide=None) for person in rows]


_HIDE = "hide"


def _shown(person: Person, places: dict[str, str], *, hide: str | None) -> Shown:
    address = person.household.address if person.household else ""
    return Shown(
        pk=person.pk,
        name=mask_name(person.name) if hide else person.name,
        phone=mask_phone(person.phone) if hide else person.phone,
        document_no=mask_identifier(person.document_no) if hide else person.document_no,
        place=places.get(person.path, ""),
        address=(person.household.estate if person.household else "") if hide else address,
        sex=person.get_sex_display(),
        birth=_birth(person.birth_date, hide=hide),
        residence=person.get_residence_display(),
        is_masked=bool(hide),
        get_absolute_url=reverse("roster:person", args=[person.pk]),
    )


def _birth(day: date | None, *, hide: str | None) -> str:
    if day is None:
        return ""
    return str(day.year) if hide else str(day)


def open_person(person: Person, *, actor: Actor, purpose: str, at: datetime) -> Shown:
    """The recorded look at one person, masked."""
    actor.require(Permission.PEOPLE_VIEW, person.path)
    ledger.record(
        Event.PERSON_READ,
        actor=actor,
        subject=person,
        path=person.path,
        at=at,
        purpose=purpose[:200],
    )
    return masked([person])[0]


def note_look(
    subject: Household | Declaration, *, actor: Actor, purpose: str, at: datetime
) -> None:
    """Record that a household or a declaration was opened."""
    actor.require(Permission.PEOPLE_VIEW, subject.path)
    event = Event.HOUSEHOLD_READ if isinstance(subject, Household) else Event.DECLARATION_READ
    ledger.record(
        event, actor=actor, subject=subject, path=subject.path, at=at, purpose=purpose[:200]
    )


def identify(person: Person, *, actor: Actor, purpose: str, at: datetime) -> Shown:
    """One person in full: needs the permission and a purpose, and is recorded."""
    actor.require(Permission.PEOPLE_IDENTIFY, person.path)
    insist(may_ask(purpose))
    ledger.record(
        Event.PERSON_IDENTIFIED, actor=actor, subject=person, path=person.path, at=at,
        purpose=purpose[:200],
    )  # fmt: skip
    return full([person])[0]


def door_of(home: Household, *, hide: str) -> dict[str, object]:
    """A household for lists: the door and the phone are hidden unless `hide` is empty."""
    place = home.estate if hide else home.address
    return {
        "pk": home.pk, "code": home.code, "address": place, "size": home.size,
        "head_name": mask_name(home.head_name) if hide else home.head_name,
        "phone": mask_phone(home.phone) if hide else home.phone,
        "tenure": home.get_tenure_display(), "path": home.path,
        "get_absolute_url": reverse("roster:household", args=[home.pk]),
    }  # fmt: skip


def found_elsewhere(one: object) -> dict[str, str]:
    """A hit in another register: what it is and where to open it; nothing that identifies."""
    if isinstance(one, Household):
        return {
            "kind": "household",
            "text": f"{mask_name(one.head_name)} {one.estate}".strip(),
            "href": reverse("roster:household", args=[one.pk]),
        }
    if isinstance(one, Vehicle):
        home = reverse("roster:household", args=[one.household_id]) if one.household_id else ""
        return {"kind": "vehicle", "text": mask_plate(one.plate), "href": home}
    return {"kind": "enterprise", "text": str(one), "href": ""}


def told(reason: Mapping[str, object]) -> str:
    """A stored reason in the reader's language."""
    values = reason.get("values", {})
    assert isinstance(values, Mapping)
    inner = {k: told(v) if isinstance(v, Mapping) else v for k, v in values.items()}
    return gettext(str(reason["message"])).format(**inner)
