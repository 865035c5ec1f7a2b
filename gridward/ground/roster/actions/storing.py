"""Storing the checked rows of one chunk of a list, and telling which are there already."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.ground.roster.actions.loading import load_households, load_persons
from gridward.ground.roster.actions.pushing import store_pushed
from gridward.ground.roster.models import Enterprise, Household, Import, Person, Place, Vehicle
from gridward.ground.roster.rules import records
from gridward.ground.roster.rules.records import Row

Key = str
Known = Mapping[Key, tuple[int, tuple[object, ...]]]  # what is there: id and what is compared

SAME_KEY = Reason("The same number stands on another row with other contents. Keep one of them.")
OTHER = Reason("It is in the register already, with other contents. Open it there and correct it.")


def key_of(row: Row) -> Key:  # noqa: PLR0911 - one kind after the other
    """What makes two rows one thing; empty for a person without document."""
    if isinstance(row, records.HouseholdRow):
        return row.code
    if isinstance(row, records.PersonRow):
        if row.document_no:
            return digest(row.document_no, label="document")
        return digest(f"{row.name}|{row.household_id or row.path}|{row.phone}", label="person")
    if isinstance(row, records.EnterpriseRow):
        return row.uscc
    if isinstance(row, records.PlaceRow):
        return f"{row.path}{row.name}"
    if isinstance(row, records.PushedRow):
        return digest(repr(row), label="pushed")
    return digest(row.plate, label="plate")


def content_of(row: Row) -> tuple[object, ...]:
    """What must be equal for a row to be the same as what is there."""
    if isinstance(row, records.HouseholdRow):
        return row.path, row.address, row.head_name, digest(row.phone, label="phone")
    if isinstance(row, records.PersonRow):
        return row.name, row.path, digest(row.phone, label="phone")
    if isinstance(row, records.EnterpriseRow):
        return row.name, row.path
    if isinstance(row, records.PlaceRow):
        return (row.kind,)
    if isinstance(row, records.PushedRow):
        return ()
    return (row.path,)


def there(rows: Sequence[Row]) -> Known:  # noqa: PLR0911 - one kind after the other
    """Which of these are in the register already, by key."""
    if not rows:
        return {}
    first, keys = rows[0], [key_of(row) for row in rows]
    if isinstance(first, records.HouseholdRow):
        homes = Household.objects.filter(code__in=keys, valid_to=None)
        return _known(
            homes.values_list("code", "pk", "path", "address", "head_name", "phone_digest")
        )
    if isinstance(first, records.PersonRow):
        return _persons_there(cast("Sequence[records.PersonRow]", rows), keys)
    if isinstance(first, records.EnterpriseRow):
        firms = Enterprise.objects.filter(uscc__in=keys)
        return _known(firms.values_list("uscc", "pk", "name", "path"))
    if isinstance(first, records.PlaceRow):
        places = Place.objects.filter(name__in=[cast("records.PlaceRow", r).name for r in rows])
        return {f"{p.path}{p.name}": (p.pk, (p.kind,)) for p in places}
    if isinstance(first, records.PushedRow):
        return {}  # what a list says is never compared with an earlier one: both stand
    vehicles = Vehicle.objects.filter(plate_digest__in=keys)
    return _known(vehicles.values_list("plate_digest", "pk", "path"))


def _known(values: object) -> Known:
    return {row[0]: (row[1], tuple(row[2:])) for row in cast("Sequence[tuple[str, int]]", values)}


def _persons_there(rows: Sequence[records.PersonRow], keys: Sequence[Key]) -> Known:
    people = Person.objects.filter(valid_to=None)
    by_card = people.filter(
        document_digest__in=[k for k, r in zip(keys, rows, strict=True) if r.document_no]
    )
    found = dict(
        _known(by_card.values_list("document_digest", "pk", "name", "path", "phone_digest"))
    )
    bare = [row for row in rows if not row.document_no]
    same_name = (
        people.filter(name__in=[row.name for row in bare], document_digest="") if bare else ()
    )
    for one in same_name:
        key = digest(f"{one.name}|{one.household_id or one.path}|{one.phone}", label="person")
        found[key] = (one.pk, (one.name, one.path, one.phone_digest))
    return found


def store(rows: Sequence[Row], source: Import, actor: Actor, at: datetime) -> list[int]:
    """Store rows of one kind; returns their ids in the same order."""
    if not rows:
        return []
    first = rows[0]
    if isinstance(first, records.HouseholdRow):
        homes = cast("Sequence[records.HouseholdRow]", rows)
        return load_households(homes, actor=actor, at=at, source=source)
    if isinstance(first, records.PersonRow):
        people = cast("Sequence[records.PersonRow]", rows)
        return load_persons(people, actor=actor, at=at, source=source)
    if isinstance(first, records.PushedRow):
        return store_pushed(cast("Sequence[records.PushedRow]", rows), source, actor, at)
    return [_store_one(row, source) for row in rows]


def _store_one(row: Row, source: Import) -> int:
    if isinstance(row, records.EnterpriseRow):
        return Enterprise.objects.create(
            name=row.name[:120], uscc=row.uscc, path=row.path, address=row.address[:200],
            industry=row.industry[:60], responsible=row.responsible[:50], phone=row.phone,
            workers=row.workers, imported_by=source,
        ).pk  # fmt: skip
    if isinstance(row, records.PlaceRow):
        return Place.objects.create(
            name=row.name[:120], kind=row.kind, path=row.path, address=row.address[:200],
            lat=row.lat, lon=row.lon, imported_by=source,
        ).pk  # fmt: skip
    vehicle = cast("records.VehicleRow", row)
    return Vehicle.objects.create(
        plate=vehicle.plate, plate_digest=key_of(vehicle), plate_valid=vehicle.is_known_series,
        household_id=vehicle.household_id, path=vehicle.path, imported_by=source,
    ).pk  # fmt: skip
