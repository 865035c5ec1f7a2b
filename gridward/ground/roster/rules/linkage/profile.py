"""A record made ready for comparison: once for each record, not once for each pair."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gridward.ground.roster.rules import phones
from gridward.ground.roster.rules.documents import birth_date_of, check_character, sex_of
from gridward.ground.roster.rules.doors import parse
from gridward.ground.roster.rules.linkage import sounds
from gridward.ground.roster.rules.linkage.naming import Name, name_of
from gridward.ground.roster.rules.linkage.values import Record
from gridward.ground.roster.rules.text import compact, normal

_RESIDENT = re.compile(r"\d{17}[\dX]", re.ASCII)
_FIRST_GENERATION = re.compile(r"\d{15}", re.ASCII)
_TAIL = re.compile(r"(?:.*\D)?(?P<tail>\d{3,5}[\dX])", re.ASCII)
_MASKED = re.compile(r"[*#]|X{2,}")
_OTHER = re.compile(r"[A-Z0-9]{7,18}", re.ASCII)
_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_ROOM = re.compile(r"[室号户房]$")
_NONE: frozenset[str] = frozenset()
_DEPTH = 2  # township and village


@dataclass(frozen=True, slots=True)
class Profile:
    """`id_number` is whole or empty, `tail` its last four. `is_valid`: the check digit fits."""

    key: str
    name: Name
    id_number: str
    tail: str
    is_valid: bool
    phone: str
    birth: date | None
    birth_from_id: bool
    sex: str
    household: str
    building: str
    room: str
    village: str
    kin_phones: frozenset[str]
    kin_ids: frozenset[str]

    @property
    def door(self) -> str:
        """Building and room as one text; empty where either is missing."""
        return f"{self.building}/{self.room}" if self.building and self.room else ""


def profile(record: Record) -> Profile:
    """Everything that comparison needs, normalised."""
    number, tail = identity(record.id_number)
    is_valid = bool(number) and is_resident(number)
    born, sex = record.birth, record.sex if record.sex in {"1", "2"} else ""
    read = birth_date_of(number) if is_valid else None
    building, room = _dwelling(record)
    kin = record.kin
    return Profile(
        key=record.key, name=name_of(record.name), id_number=number, tail=tail, is_valid=is_valid,
        phone=telephone(record.phone), birth=born or read, birth_from_id=read is not None,
        sex=sex or (sex_of(number) if read else ""), household=record.household.strip(),
        building=building, room=room, village=_village(record.path),
        kin_phones=_NONE if not kin.phones else frozenset(map(telephone, kin.phones)) - {""},
        kin_ids=_NONE if not kin.id_numbers
        else frozenset(identity(each)[0] for each in kin.id_numbers) - {""},
    )  # fmt: skip


def identity(text: str) -> tuple[str, str]:
    """The whole number ("" where it is partial) and its last four characters."""
    if not text:
        return "", ""
    number = compact(text).replace("-", "")
    if _RESIDENT.fullmatch(number):
        return number, number[-4:]
    if _FIRST_GENERATION.fullmatch(number):  # void since 2013, but people still write it
        longer = f"{number[:6]}19{number[6:]}"
        return longer + check_character(longer), (longer + check_character(longer))[-4:]
    masked = _MASKED.search(number)
    if not masked and _OTHER.fullmatch(number):
        return number, number[-4:]
    end = _TAIL.fullmatch(number)
    return "", end["tail"][-4:] if end else ""


@lru_cache(maxsize=200_000)
def is_resident(number: str) -> bool:
    """Whether this is a resident number whose check digit and birth date fit."""
    return (
        bool(_RESIDENT.fullmatch(number))
        and check_character(number) == number[17]
        and birth_date_of(number) is not None
    )


def telephone(text: str) -> str:
    """Digits only: 11 of a mobile, area and number of a landline; anything else as its digits."""
    if not text or _MOBILE.fullmatch(text):
        return text
    return phones.phone(text).value.replace("-", "")


def _dwelling(record: Record) -> tuple[str, str]:
    if record.building or record.room:
        return _place(record.building), _number(record.room)
    return _read(record.address) if record.address else ("", "")


@lru_cache(maxsize=100_000)
def _read(address: str) -> tuple[str, str]:
    door = parse(address)
    return block(door.estate or door.village, door.building, door.unit), _number(door.room)


def block(estate: str, building: str, unit: str) -> str:
    """What `Record.building` says of a door: estate or group, building, unit."""
    tail = "/".join(part for part in (building, unit) if part)
    return f"{_place(estate)}/{tail}" if tail else _place(estate)


@lru_cache(maxsize=100_000)
def _place(text: str) -> str:
    return sounds.place_sound(normal(text).replace(" ", "").lower())


def _number(text: str) -> str:
    return _ROOM.sub("", normal(text)).lstrip("0").upper()


def _village(path: str) -> str:
    parts = path.split("/", _DEPTH)
    return "/".join(parts[:_DEPTH]) if len(parts) > _DEPTH else ""
