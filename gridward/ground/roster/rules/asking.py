"""What a search text is: a document number, a phone, a train, a plate, sounds, a name or an
address."""

import re
from dataclasses import dataclass
from enum import StrEnum

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.rules import documents, names, phones, plates, rides
from gridward.ground.roster.rules.text import compact, normal

_ADDRESS = re.compile(r"[0-9]|[村组号栋幢室路街巷]|社区|小区|单元")
LAST = "\U0010ffff"  # behind every text that begins with a prefix, under the C collation


class Kind(StrEnum):
    NOTHING = "nothing"
    DOCUMENT = "document"
    PHONE = "phone"
    PLATE = "plate"
    RIDE = "ride"  # value: number, or number and day with a blank between
    SOUND = "sound"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Asked:
    kind: Kind
    value: str


def asked(text: object) -> Asked:  # noqa: PLR0911 - one kind after the other
    """The kind of a search text and its normalised value."""
    typed, tight = normal(text), compact(text)
    if not typed:
        return Asked(Kind.NOTHING, "")
    if documents.kind_of(tight):
        return Asked(Kind.DOCUMENT, tight.replace("-", ""))
    phone = phones.phone(tight)
    if phone.wrong is None:
        return Asked(Kind.PHONE, phone.value)
    number, day = rides.ride(typed)
    if number:
        return Asked(Kind.RIDE, f"{number} {day}".strip())
    plate = plates.plate(tight)
    if plate.doubt is None:
        return Asked(Kind.PLATE, plate.value)
    if names.is_letters(typed):
        return Asked(Kind.SOUND, typed.lower().replace(" ", "").replace("'", ""))
    if _ADDRESS.search(typed):
        return Asked(Kind.ADDRESS, typed)
    return Asked(Kind.NAME, typed.replace(" ", ""))


def may_ask(purpose: str) -> Decision:
    """Nobody looks people up without saying why (PIPL art. 6; invariant 15)."""
    if len(normal(purpose)) < 2:
        return Decision.no(Reason.of("Say why you are looking: it goes into the ledger."))
    return Decision.yes()
