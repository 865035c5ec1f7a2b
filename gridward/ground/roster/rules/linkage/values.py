"""What is compared, and what comes of it.

Weights are in bits: +1 doubles the odds that two records are one person, -1 halves them.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class Kin:
    """What is known of the other members of the household."""

    phones: frozenset[str] = frozenset()
    id_numbers: frozenset[str] = frozenset()


NO_KIN = Kin()


@dataclass(frozen=True, slots=True)
class Record:
    """One person as one source knows them; any field but `key` may be empty.

    `sex` is 1 or 2 (GB/T 2261.1). `household` is the code of a door. `building` names the block,
    the lane or the villagers' group, `room` the door in it; where both are empty they are read
    out of `address`. `path` is the most exact area known. Numbers may be partial or masked.
    """

    key: str
    name: str = ""
    id_number: str = ""
    phone: str = ""
    birth: date | None = None
    sex: str = ""
    household: str = ""
    building: str = ""
    room: str = ""
    address: str = ""
    source: str = ""
    path: str = ""
    kin: Kin = NO_KIN


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one feature agrees. `stranger` is its weight against a person picked by chance,
    `family` against somebody else of the same household."""

    feature: str
    level: str
    stranger: float
    family: float
    because: Reason


class Veto(StrEnum):
    """Why two records are not joined without a person. `NAME_AND_AREA` is the one that gives way:
    a whole name in one village, when it is almost certain (`Weights.same_by_area`)."""

    NONE = ""
    SURNAME = "surname"
    GIVEN = "given"
    NUMBER = "number"
    NAME_ONLY = "name_only"
    NAME_AND_AREA = "name_and_area"


class Kind(StrEnum):
    """What becomes of a record."""

    SAME = "same"
    DIFFERENT = "different"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`key` is the record meant (SAME only). `probability` is that of the best candidate,
    `candidates` the keys to show a person, best first."""

    kind: Kind
    key: str | None
    probability: float
    candidates: tuple[str, ...]
    because: tuple[Reason, ...]
