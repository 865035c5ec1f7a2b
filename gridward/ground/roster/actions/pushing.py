"""Lists handed down by superiors: kept as they came, matched to the register where certain."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.permissions import Permission
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Import, Person, PushedEntry
from gridward.ground.roster.rules.records import PushedRow

_Found = tuple[int, int | None, str]  # person, household, path


def store_pushed(
    rows: Sequence[PushedRow], source: Import, actor: Actor, at: datetime
) -> list[int]:
    """Keep the entries of one list; returns their ids in the same order. `roster.pushed` tells the
    rooms above which came in."""
    cards = _by("document_digest", [digest(row.document_no, label="document") for row in rows])
    phones = _by("phone_digest", [digest(row.phone, label="phone") for row in rows])
    inside = _by("household_id", [row.household_id for row in rows])
    entries = [_entry(row, _person(row, cards, phones, inside), source, at) for row in rows]
    for path in {entry.path for entry in entries}:
        actor.require(Permission.PEOPLE_IMPORT, path)
    made = PushedEntry.objects.bulk_create(entries, batch_size=1_000)
    ids = [entry.pk for entry in made]
    ledger.record(
        Event.PUSHED, actor=actor, subject=source, path=source.path, at=at,
        data={"entries": ids, "matched": sum(entry.person_id is not None for entry in made)},
    )  # fmt: skip
    return ids


def _by(column: str, keys: Sequence[str | int | None]) -> Mapping[str | int, list[Person]]:
    found: dict[str | int, list[Person]] = {}
    wanted = {key for key in keys if key}
    for person in Person.objects.filter(valid_to=None, **{f"{column}__in": wanted}):
        found.setdefault(getattr(person, column), []).append(person)
    return found


def _person(
    row: PushedRow,
    cards: Mapping[str | int, list[Person]],
    phones: Mapping[str | int, list[Person]],
    inside: Mapping[str | int, list[Person]],
) -> Person | None:
    """By document, by phone, behind the door: always with the same name, and only one."""
    keys: tuple[tuple[Mapping[str | int, list[Person]], str | int], ...] = (
        (cards, digest(row.document_no, label="document")),
        (phones, digest(row.phone, label="phone")),
        (inside, row.household_id or 0),
    )
    for known, key in keys:
        same = [person for person in known.get(key, ()) if person.name == row.name]
        if len(same) == 1:
            return same[0]
    return None


def _entry(row: PushedRow, person: Person | None, source: Import, at: datetime) -> PushedEntry:
    path = person.path if person and person.path.startswith(source.path) else row.path
    return PushedEntry(
        path=path if path.startswith(source.path) else source.path,
        source=row.source or source.file_name.rpartition(".")[0][:80], batch=row.batch,
        category=row.category, name=row.name[:50], document_no=row.document_no,
        document_digest=digest(row.document_no, label="document"), phone=row.phone,
        phone_digest=digest(row.phone, label="phone"), address=row.address[:200],
        place_text=row.place, since=row.since, until=row.until, note=row.note, person=person,
        household_id=person.household_id if person else row.household_id, pushed_at=at,
        imported_by=source,
    )  # fmt: skip
