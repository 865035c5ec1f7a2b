"""From the answers of a declaring form to facts, and to whether a person must look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.ground.places.rules import Match, normalise
from gridward.ground.roster.choices import DeclarationState as S
from gridward.ground.roster.choices import DocumentType, Sex
from gridward.ground.roster.rules import documents, phones, rides, words
from gridward.ground.roster.rules.text import normal

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.SUBMITTED: frozenset({S.CHECKED, S.ACCEPTED, S.DUPLICATE}),
    S.CHECKED: frozenset({S.ACCEPTED, S.RETURNED, S.DUPLICATE}),
    # Taken back, or corrected by its sender, while nothing was built on it.
    S.ACCEPTED: frozenset({S.CHECKED, S.DUPLICATE}),
    S.RETURNED: frozenset({S.CHECKED}),
    S.DUPLICATE: frozenset({S.CHECKED}),
}
_KINDS = {"id_card": "resident_id", "permanent_residence": "foreign_residence"}  # words of the form
NO_DOOR = Reason("No household of ours stands behind this address. Choose one.")
REPLACED = Reason("The sender has corrected it: the later one counts.")
MANY_DOORS = Reason("Several households have this address. Choose one.")
NO_PERSON = Reason("This person is not in the register. Choose the household they live in.")
OTHER_NAME = Reason("The document number belongs to another name in the register.")
MANY = Reason("Several people in the register fit. Choose one.")
ELSEWHERE = Reason("The address lies in another village than the register says.")
LIKE = Reason("Somebody of the register may be this person. Say whether they are the same.")
TWICE = Reason("The same was declared on the same day already.")


def may_become(state: str, wanted: S) -> Decision:
    """Whether a declaration in `state` may go to `wanted`."""
    if wanted in TRANSITIONS[S(state)]:
        return Decision.yes()
    return Decision.no(
        Reason.of("This declaration is decided already. Take the decision back first.")
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """Who and where somebody says they are. Numbers are normalised, empty when not usable."""

    name: str
    document_type: str
    document_no: str
    phone: str
    address: str
    sex: str
    document_typed: str = ""  # as typed, also where it is no valid number


def claim(answers: Mapping[str, object], *, today: date) -> Claim:
    """The identifying answers."""
    kind = text_of(answers, "document_type") or "resident_id"
    kind = _KINDS.get(kind, kind)
    if kind not in DocumentType:  # no choice of the form; what was typed stays with the form
        kind = documents.kind_of(text_of(answers, "document_no")) or "none"
    sex = text_of(answers, "sex")
    document = documents.document(kind, text_of(answers, "document_no"), today=today)
    phone = phones.phone(text_of(answers, "phone"))
    return Claim(
        name=text_of(answers, "name").replace(" ",
            ""), document_type=kind if document.value else "none",
        document_no="" if document.wrong else document.value,
        phone="" if phone.wrong else phone.value, address=text_of(answers, "address"),
        sex=sex if sex in Sex else "0",
        document_typed=text_of(answers, "document_no"),
    )  # fmt: skip


def text_of(answers: Mapping[str, object], question: str) -> str:
    value = answers.get(question, "")
    return normal(value) if isinstance(value, str) else ""


def trips(answers: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The rows of the repeat `trip` that name a place."""
    rows = answers.get("trip", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    return [row for row in rows if isinstance(row, Mapping) and text_of(row, "place")]


def facts(answers: Mapping[str, object], matches: Mapping[str, Match]) -> dict[str, object]:
    """What later rooms read: stays, contact, temperature, symptoms (shape: `models.Declaration`).

    A doubtful place carries the deepest division that holds all its candidates, and sets `review`.
    """
    stays, doubtful = [], False
    for row in trips(answers):
        text = text_of(row, "place")
        found = matches[text]
        sure = found.decision == "accept"
        doubtful |= not sure
        code = found.code if sure else found.certain
        stays.append(
            {
                "text": text, "plain": normalise(text), "code": code, "level": level_of(code),
                "sure": sure,
                "from": _day(row, "arrived"), "to": _day(row, "left"),
                "transport": text_of(row, "transport"),
                "number": rides.number(text_of(row, "number")),
            }
        )  # fmt: skip
    symptoms = [sign for sign in text_of(answers, "symptoms").split() if sign != "none"]
    return {
        "stays": stays, "contact_on": _day(answers, "contact_date"),
        "temperature": _degrees(text_of(answers, "temperature")), "symptoms": symptoms,
        "review": doubtful,
    }  # fmt: skip


def level_of(code: str) -> int:
    """1 province, 2 prefecture, 3 county, 4 town, 5 village of a 12-digit code; 0 for none."""
    if not code:
        return 0
    for level, tail in ((1, 10), (2, 8), (3, 6), (4, 3)):
        if code.endswith("0" * tail):
            return level
    return 5


def _day(answers: Mapping[str, object], question: str) -> str | None:
    found = words.day(text_of(answers, question))
    return str(found) if found else None


def _degrees(text: str) -> float | None:
    try:
        value = float(text.removesuffix("度").removesuffix("℃").removesuffix("°C"))
    except ValueError:
        return None
    return value if 30 < value < 45 else None


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the register as routing needs it."""

    pk: int
    name: str
    path: str
    household_id: int | None


@dataclass(frozen=True, slots=True)
class Route:
    """Where a declaration goes. `is_new`: nobody in the register, but the door is certain."""

    path: str
    person_id: int | None = None
    household_id: int | None = None
    is_new: bool = False
    doubts: tuple[Reason, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a claim: people by document, by phone and behind the door; the doors."""

    by_document: Sequence[Known] = ()
    by_phone: Sequence[Known] = ()
    at_door: Sequence[Known] = ()
    homes: Sequence[tuple[int, str]] = ()
    village: str = ""  # path of the village the address names for certain
    village_doubt: Reason | None = None
    same: Known | None = None  # whom the comparison of records finds beyond doubt
    is_like: bool = False  # the comparison finds somebody, but a person must say


def route(told: Claim, found: Evidence, *, fallback: str) -> Route:
    """The most exact place for a claim; every doubt sends it to a person."""
    person, doubts = _person(told, found)
    homes = found.homes
    if person and len(homes) > 1:
        homes = [home for home in homes if home[0] == person.household_id]
    if len(homes) == 1:
        home = homes[0]
        is_new = person is None and not doubts and bool(told.name)
        return Route(home[1], person.pk if person else None, home[0], is_new, doubts)
    if person:
        if found.village and not person.path.startswith(found.village):
            return Route(found.village, person.pk, None, doubts=(*doubts, ELSEWHERE))
        return Route(person.path, person.pk, person.household_id, doubts=doubts)
    place = found.village or fallback
    where = MANY_DOORS if homes else NO_DOOR
    if not found.village and found.village_doubt:
        where = found.village_doubt
    return Route(place, doubts=(*doubts, where, NO_PERSON) if not doubts else (*doubts, where))


def _person(told: Claim, found: Evidence) -> tuple[Known | None, tuple[Reason, ...]]:
    if found.by_document:
        same = [one for one in found.by_document if one.name == told.name]
        if len(same) == 1:
            return same[0], ()
        spelt = [one for one in found.by_document if found.same and one.pk == found.same.pk]
        if not same and spelt:
            return spelt[0], ()  # the number and a name that only sounds or looks the same
        return None, (MANY if same else OTHER_NAME,)
    # One phone serves a whole family: without the name it says nothing.
    for known in (found.by_phone, found.at_door):
        same = [one for one in known if one.name == told.name]
        if same:
            return (same[0], ()) if len(same) == 1 else (None, (MANY,))
    if found.same is not None:
        return found.same, ()
    return None, (LIKE,) if found.is_like else ()
