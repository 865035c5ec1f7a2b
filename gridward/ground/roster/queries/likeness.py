"""Whom of the register a record may mean: by digests of its keys, in two statements for any number
of records."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.db.models import Q

from gridward.core import sql
from gridward.core.crypto import digest
from gridward.ground.roster.models import Person
from gridward.ground.roster.rules.identity import seal_of
from gridward.ground.roster.rules.linkage import (
    NO_KIN,
    Index,
    Kin,
    Ranked,
    Record,
    Weights,
    block,
    keys,
)
from gridward.ground.roster.rules.linkage.keys import WIDEST, leads_home

NONE = 0  # the key of a person of whom nothing can be asked
_FAMILY = 15  # a household with more members is a dormitory: they vouch for nobody
_HALF = 1 << 63
_COLUMNS = (
    "pk", "name", "document_no", "phone", "birth_date", "sex", "path", "household_id",
    "household__code", "household__estate", "household__building", "household__unit",
    "household__room", "household__address",
)  # fmt: skip
_NEAR = """
SELECT key, array_agg(person_id) FROM (
  SELECT k.key, k.person_id FROM unnest(%s::bigint[]) AS asked (key)
  CROSS JOIN LATERAL (
    SELECT key, person_id FROM roster_matchkey m WHERE m.key = asked.key LIMIT %s) AS k
) AS found GROUP BY key"""
Found: TypeAlias = dict[str, list[Ranked]]


def sealed_key(text: str) -> int:
    """A key as it stands in the database: 64 bits of its keyed digest."""
    return int(digest(text, label="match")[:16], 16) - _HALF


@dataclass(frozen=True, slots=True)
class Member:
    """One person as read for comparison, with the digest of its facts."""

    pk: int
    path: str
    household_id: int | None
    record: Record
    seal: str


def members(people: Iterable[tuple[object, ...]]) -> list[Member]:
    """Persons with what is known of their households; `people` are rows of `_COLUMNS`."""
    made = [_member(row) for row in people]
    homes: dict[int, list[Member]] = defaultdict(list)
    for one in made:
        if one.household_id is not None:
            homes[one.household_id].append(one)
    return [replace(one, record=_with_kin(one, homes)) for one in made]


def _member(row: tuple[object, ...]) -> Member:
    pk, name, number, phone, birth, sex, path, home, code, *door = row
    estate, building, unit, room, address = (str(part or "") for part in door)
    seal = digest(seal_of((name, number, phone, birth, sex, home, *door)), label="facts")
    record = Record(
        key=str(pk), name=str(name), id_number=str(number), phone=str(phone),
        birth=birth, sex=str(sex), household=str(code or ""),  # type: ignore[arg-type] # a date
        building=block(estate, building, unit) if estate or building else "", room=room,
        address=address, source="register", path=str(path),
    )  # fmt: skip
    return Member(int(str(pk)), str(path), home, record, seal)  # type: ignore[arg-type] # an id


def _with_kin(one: Member, homes: Mapping[int, list[Member]]) -> Record:
    family = homes.get(one.household_id or 0, ())
    if not 1 < len(family) <= _FAMILY:
        return one.record
    others = [other.record for other in family if other.pk != one.pk]
    kin = Kin(
        frozenset(other.phone for other in others if other.phone),
        frozenset(other.id_number for other in others if other.id_number),
    )
    return replace(one.record, kin=kin)


def members_of(ids: Collection[int]) -> dict[int, Member]:
    """These persons in force and all who share their doors, in one statement."""
    rows = Person.objects.filter(valid_to=None)
    homes = rows.filter(pk__in=ids).exclude(household=None).values("household_id")
    wanted = rows.filter(Q(pk__in=ids) | Q(household_id__in=homes))
    return {one.pk: one for one in members(wanted.values_list(*_COLUMNS))}


def everybody() -> Iterator[Member]:
    """All persons in force. Takes about 2 kB for each of them."""
    rows = Person.objects.filter(valid_to=None).order_by("household_id", "pk")
    yield from members(rows.values_list(*_COLUMNS).iterator(chunk_size=5_000))


def people_in_force() -> int:
    return Person.objects.filter(valid_to=None).count()


def unkeyed(limit: int) -> list[int]:
    """Persons in force whose keys were not made yet."""
    rows = Person.objects.filter(valid_to=None, match_keys=None).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def not_yet_sought() -> int:
    """How many persons in force (of those the session may see) have no keys yet, up to 1,000."""
    rows = Person.objects.filter(valid_to=None, match_keys=None)
    return len(rows.values_list("pk")[:1_000])


def living_at(households: Collection[int]) -> list[int]:
    rows = Person.objects.filter(valid_to=None, household_id__in=households)
    return list(rows.values_list("pk", flat=True))


def near(records: Sequence[Record]) -> dict[int, Member]:
    """Everybody in force whom one of these records may mean: by a key, or behind the door of
    somebody who was found by number, phone or door. Two statements."""
    asked = {sealed_key(key): leads_home(key) for one in records for key in keys(one)}
    rows = sql.rows(_NEAR, [list(asked), WIDEST + 1]) if asked else []
    found = {pk for _key, ids in rows if len(ids) <= WIDEST for pk in ids}
    return members_of(found) if found else {}


def candidates(records: Sequence[Record], weights: Weights) -> tuple[Found, dict[int, Member]]:
    """For each record, by its key, whom it may mean, best first; and all who were found."""
    known = near(records)
    index = Index(one.record for one in known.values())
    return {one.key: index.candidates(one, weights) for one in records}, known


def twins(people: Sequence[Member], weights: Weights) -> tuple[Found, dict[int, Member]]:
    """As `candidates` for persons of the register against the register itself."""
    known = near([one.record for one in people]) | {one.pk: one for one in people}
    index = Index(bare(one) for one in known.values())
    return {one.record.key: index.candidates(bare(one), weights) for one in people}, known


def bare(one: Member) -> Record:
    """The record without its family: of two in one household each stands in the other's family,
    and every number would look like a relative's."""
    return replace(one.record, kin=NO_KIN)


def key_rows(people: Iterable[tuple[Member, Iterable[str]]]) -> Iterator[tuple[int, str, int]]:
    """``(person, path, key)`` of everybody, given with their keys."""
    for one, texts in people:
        for key in [sealed_key(text) for text in texts] or [NONE]:
            yield one.pk, one.path, key
