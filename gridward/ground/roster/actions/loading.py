"""Bringing in many households and persons at once: imports, and the demo township."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.crypto import digest, encrypt
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.core.paths import widest
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.roster.actions.copying import NULL, insert, text
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Household, Import, Person
from gridward.ground.roster.queries.households import ids_by_code
from gridward.ground.roster.rules.documents import birth_date_of, sex_of
from gridward.ground.roster.rules.doors import parse
from gridward.ground.roster.rules.names import initials, sound
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow

_DOOR = (
    "code", "path", "address", "estate", "building", "unit", "room", "head_name", "phone",
    "phone_digest", "size", "tenure", "channel", "lat", "lon", "valid_from", "imported_by_id",
)  # fmt: skip
_PERSON = (
    "household_id", "path", "name", "name_sound", "name_initials", "sex", "birth_date",
    "document_type", "document_no", "document_digest", "phone", "phone_digest", "residence",
    "needs_help", "valid_from", "imported_by_id",
)  # fmt: skip
_CARD = 18


@transaction.atomic
def load_households(
    rows: Sequence[HouseholdRow], *, actor: Actor, at: datetime, source: Import | None = None
) -> list[int]:
    """Store households; returns their ids in the order of `rows`.

    Raises `BadInput` when a path is no leaf grid in force (every household belongs to exactly one),
    IntegrityError when a code is taken.
    """
    if not rows:
        return []
    today = local_date(at)
    _require({row.path for row in rows}, actor)
    _only_leaves({row.path for row in rows}, today)
    imported_by = text(None if source is None else source.pk)

    def encode(chunk: Sequence[HouseholdRow], ids: Sequence[int]) -> str:
        return "".join(
            _door_line(row, pk, today, imported_by) for row, pk in zip(chunk, ids, strict=True)
        )

    ids = insert(Household, _DOOR, rows, encode)
    _note(Event.HOUSEHOLD_ADDED, {row.path for row in rows}, len(ids), actor, at)
    return ids


@transaction.atomic
def load_persons(
    rows: Sequence[PersonRow], *, actor: Actor, at: datetime, source: Import | None = None
) -> list[int]:
    """Store persons; returns their ids in the order of `rows`. The household's path becomes theirs.

    Raises `BadInput` when a household code is not in force or a row has neither household nor path.
    """
    if not rows:
        return []
    homes = ids_by_code({row.household_code for row in rows if row.household_code})
    paths = dict(
        Household.objects.filter(
            pk__in={row.household_id for row in rows if row.household_id and not row.path}
        ).values_list("pk", "path")
    )
    placed = [_home_of(row, homes, paths) for row in rows]
    _require({path for _home, path in placed}, actor)
    today, imported_by = local_date(at), text(None if source is None else source.pk)
    pairs = list(zip(rows, placed, strict=True))

    def encode(
        chunk: Sequence[tuple[PersonRow, tuple[int | None, str]]], ids: Sequence[int]
    ) -> str:
        return "".join(
            _person_line(row, home, pk, today, imported_by)
            for (row, home), pk in zip(chunk, ids, strict=True)
        )

    ids = insert(Person, _PERSON, pairs, encode)
    _note(Event.PERSON_ADDED, {path for _home, path in placed}, len(ids), actor, at)
    return ids


def _home_of(
    row: PersonRow, homes: dict[str, tuple[int, str]], paths: dict[int, str]
) -> tuple[int | None, str]:
    if row.household_id:
        return row.household_id, row.path or paths.get(row.household_id, "")
    if row.household_code:
        if row.household_code not in homes:
            raise BadInput(Reason.of("There is no household {code}.", code=row.household_code))
        return homes[row.household_code]
    if not row.path:
        raise BadInput(Reason.of("A person needs a household or a place in the grid."))
    return None, row.path


def _door_line(row: HouseholdRow, pk: int, today: date, imported_by: str) -> str:
    parts = (row.estate, row.building, row.unit, row.room)
    if not any(parts):
        door = parse(row.address)
        parts = (door.estate, door.building, door.unit, door.room)
    cells = (
        str(pk), text(row.code), row.path, text(row.address[:200]), text(parts[0][:60]),
        *(text(part[:20]) for part in parts[1:]), text(row.head_name[:50]), encrypt(row.phone),
        digest(row.phone, label="phone"), str(row.size), row.tenure, row.channel, text(row.lat),
        text(row.lon), str(row.valid_from or today), imported_by,
    )  # fmt: skip
    return "\t".join(cells) + "\n"


def _person_line(
    row: PersonRow, home: tuple[int | None, str], pk: int, today: date, imported_by: str
) -> str:
    born, sex, number = row.birth_date, row.sex, row.document_no
    if len(number) == _CARD and row.document_type in {"resident_id", "residence_permit"}:
        born = born or birth_date_of(number)
        sex = sex_of(number) if sex == "0" else sex
    cells = (
        str(pk), text(home[0]), home[1], text(row.name[:50]), sound(row.name), initials(row.name),
        sex, NULL if born is None else str(born), row.document_type, encrypt(number),
        digest(number, label="document"), encrypt(row.phone), digest(row.phone, label="phone"),
        row.residence, "t" if row.needs_help else "f", str(row.valid_from or today), imported_by,
    )  # fmt: skip
    return "\t".join(cells) + "\n"


def _require(paths: set[str], actor: Actor) -> None:
    for path in widest(paths):
        actor.require(Permission.PEOPLE_IMPORT, path)


def _only_leaves(paths: set[str], today: date) -> None:
    leaves = {
        leaf
        for top in {path.split("/", 1)[0] + "/" for path in paths}
        for leaf in grid.leaves(under=top, on=today).values_list("path", flat=True)
    }
    strange = sorted(paths - leaves)
    if strange:
        raise BadInput(
            *(
                Reason.of("{path} is no grid in force without grids below it.", path=p)
                for p in strange
            )
        )


def _note(event: Event, paths: set[str], count: int, actor: Actor, at: datetime) -> None:
    top = widest({path.split("/", 1)[0] + "/" for path in paths})[0]
    ledger.record(event, actor=actor, path=top, at=at, data={"count": count})
