"""What self-report, door visit and list from above say of one person or household. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from gridward.core.decision import Decision, Reason
from gridward.response.canvass.choices import DiscrepancyKind as K
from gridward.response.canvass.choices import DiscrepancyState as S
from gridward.response.canvass.choices import Source

TRANSITIONS = {
    S.OPEN: frozenset({S.EXPLAINED, S.RESOLVED}),
    S.EXPLAINED: frozenset({S.OPEN, S.RESOLVED}),
    S.RESOLVED: frozenset({S.OPEN}),
}
# What may be dangerous becomes a task by itself; the rest waits for a click.
BY_ITSELF = frozenset({K.LISTED_SILENT, K.TRIP_DENIED, K.HOME_LISTED})
WORDS: Mapping[K, Reason] = {  # the labels of `DiscrepancyKind`, for the titles of tasks
    K.LISTED_SILENT: Reason("On a list from above, never heard of here"),
    K.TRIP_DENIED: Reason("Says no journey, the list has one"),
    K.PLACE_DIFFERS: Reason("Names another place than the list"),
    K.HOME_LISTED: Reason("At home here on a day the list has them elsewhere"),
    K.SIZE_DIFFERS: Reason("Numbers of people differ"),
    K.PHONE_DIFFERS: Reason("Phone numbers differ"),
    K.EMPTY_DOOR: Reason("Reported from a door found empty"),
    K.ILL_DIFFERS: Reason("Illness seen at the door, none reported"),
}
_RESULTS: Mapping[str, Reason] = {  # the labels of `ItemState`
    "done": Reason("Checked"), "vacant": Reason("Vacant"), "moved": Reason("Moved away"),
    "absent": Reason("Absent at every visit"), "refused": Reason("Refused to answer"),
}  # fmt: skip
_EMPTY = frozenset({"vacant", "moved"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A place and its days; `code` is a 12-digit division code or empty."""

    text: str
    code: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SelfSide:
    """What somebody declared; None and "" where they were not asked."""

    at: datetime
    size: int | None = None
    phone: str = ""
    travelled: bool | None = None
    stays: tuple[Stay, ...] = ()
    ill: bool | None = None


@dataclass(frozen=True, slots=True)
class DoorSide:
    """What the last visit found."""

    at: datetime
    result: str
    people: int | None = None
    ill: bool | None = None


@dataclass(frozen=True, slots=True)
class ListSide:
    """One entry of a list from above."""

    at: datetime
    source: str
    category: str
    stay: Stay
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Says:
    """One source's words, for showing side by side."""

    source: Source
    says: Reason
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    kind: K
    sides: tuple[Says, ...]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that is known of one person; `home`: a visit or a check-in at their door found people."""

    told: SelfSide | None = None
    door: DoorSide | None = None
    lists: Sequence[ListSide] = field(default_factory=tuple)
    phone: str = ""  # of the register


def of_person(facts: PersonFacts, *, today: date) -> list[Contradiction]:
    """Contradictions of one person, each kind once."""
    found = [
        each
        for entry in facts.lists
        for each in (
            _silent(facts, entry),
            _trip(facts, entry),
            _home(facts, entry, today),
            _phone(facts, entry),
        )
        if each
    ]
    if facts.told and not facts.lists:
        each = _phone(facts, None)
        found += [each] if each else []
    unique: dict[K, Contradiction] = {}
    for one in found:
        unique.setdefault(one.kind, one)
    return list(unique.values())


def _silent(facts: PersonFacts, entry: ListSide) -> Contradiction | None:
    if facts.told or (facts.door and facts.door.result == "done"):
        return None
    nobody = Reason.of("Nothing was reported.")
    unseen = Says(Source.DOOR, Reason.of("No visit has found anybody."))
    door = Says(Source.DOOR, _result(facts.door), facts.door.at) if facts.door else unseen
    return Contradiction(K.LISTED_SILENT, (_listed(entry), Says(Source.SELF, nobody), door))


def _trip(facts: PersonFacts, entry: ListSide) -> Contradiction | None:
    if facts.told is None or not entry.stay.text:
        return None
    if entry.stay.since and facts.told.at.date() < entry.stay.since:
        return None  # said before the journey began
    if facts.told.travelled is False and not facts.told.stays:
        no = Says(Source.SELF, Reason.of("Says: no journey."), facts.told.at)
        return Contradiction(K.TRIP_DENIED, (_listed(entry), no))
    if facts.told.stays and not any(is_same_place(stay, entry.stay) for stay in facts.told.stays):
        named = "、".join(stay.text for stay in facts.told.stays)
        other = Says(Source.SELF, Reason.of("Says: was in {places}.", places=named), facts.told.at)
        return Contradiction(K.PLACE_DIFFERS, (_listed(entry), other))
    return None


def _home(facts: PersonFacts, entry: ListSide, today: date) -> Contradiction | None:
    """A report from here on a day on which the list has the person at its place."""
    since, until = entry.stay.since, entry.stay.until
    if not entry.stay.text or (since is None and until is None):
        return None
    for at, source, words in _seen(facts):
        day = at.date()
        if (since is None or since <= day) and day < (until or today) and (since or until):
            here = Says(source, words, at)
            return Contradiction(K.HOME_LISTED, (_listed(entry), here))
    return None


def _seen(facts: PersonFacts) -> Iterable[tuple[datetime, Source, Reason]]:
    if facts.told and not facts.told.stays:
        yield facts.told.at, Source.SELF, Reason.of("Reported from home.")
    if facts.door and facts.door.result == "done":
        yield facts.door.at, Source.DOOR, Reason.of("The household was met at home.")


def _phone(facts: PersonFacts, entry: ListSide | None) -> Contradiction | None:
    known = [
        Says(Source.SELF, _number(facts.told.phone), facts.told.at)
        if facts.told and facts.told.phone else None,
        Says(Source.LIST, _number(entry.phone), entry.at) if entry and entry.phone else None,
        Says(Source.REGISTER, _number(facts.phone)) if facts.phone else None,
    ]  # fmt: skip
    sides = tuple(one for one in known if one)
    told = {str(side.says) for side in sides if side.source is not Source.REGISTER}
    # A household's phone in the register serves all: it alone contradicts nobody.
    return Contradiction(K.PHONE_DIFFERS, sides) if len(told) > 1 else None


def _number(phone: str) -> Reason:
    return Reason.of("Phone {phone}", phone=phone)


def _listed(entry: ListSide) -> Says:
    days = f"{entry.stay.since or ''}~{entry.stay.until or ''}".strip("~")
    words = Reason.of(
        "{source}: {category} {place} {days}",
        source=entry.source, category=entry.category, place=entry.stay.text, days=days,
    )  # fmt: skip
    return Says(Source.LIST, words, entry.at)


def _result(door: DoorSide) -> Reason:
    told = _RESULTS.get(door.result, Reason.of("{word}", word=door.result))
    return Reason.of("Result of the visit: {result}", result=told)


def is_same_place(one: Stay, other: Stay) -> bool:
    """Whether two places may be the same: one division holds the other, or the words overlap."""
    if one.code and other.code:
        first, second = one.code.rstrip("0"), other.code.rstrip("0")
        return first.startswith(second) or second.startswith(first)
    first, second = _bare(one.text), _bare(other.text)
    return bool(first and second) and (first in second or second in first)


def _bare(text: str) -> str:
    for sign in ("省", "市", "县", "区", "自治", "特别行政", " "):
        text = text.replace(sign, "")
    return text


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """All that is known of one household: the newest self-report, the newest message of the
    residents' group, the newest visit, and the register's number of people (0: unknown)."""

    told: SelfSide | None = None
    grouped: SelfSide | None = None
    door: DoorSide | None = None
    size: int = 0
    listed: int = 0


def of_household(facts: HouseholdFacts) -> list[Contradiction]:
    """Contradictions about a household, each kind once."""
    checks = (_size(facts), _empty(facts), _ill(facts))
    return [one for one in checks if one]


def _size(facts: HouseholdFacts) -> Contradiction | None:
    known = [
        Says(Source.SELF, _people(side.size), side.at)
        for side in (facts.told, facts.grouped) if side and side.size
    ]  # fmt: skip
    if facts.door and facts.door.people is not None and facts.door.result == "done":
        known.append(Says(Source.DOOR, _people(facts.door.people), facts.door.at))
    numbers = {str(side.says) for side in known}
    if len(numbers) < 2:
        return None
    if facts.size:
        known.append(Says(Source.REGISTER, _people(facts.size)))
    return Contradiction(K.SIZE_DIFFERS, tuple(known))


def _people(count: int | None) -> Reason:
    return Reason.of("{count} people", count=count or 0)


def _empty(facts: HouseholdFacts) -> Contradiction | None:
    if facts.door is None or facts.door.result not in _EMPTY:
        return None
    later = [s for s in (facts.told, facts.grouped) if s]
    if not later and not facts.listed:
        return None
    sides = [Says(Source.DOOR, _result(facts.door), facts.door.at)]
    sides += [Says(Source.SELF, Reason.of("Reported from this door."), s.at) for s in later]
    if facts.listed:
        named = Reason.of("Names {count} people here.", count=facts.listed)
        sides.append(Says(Source.LIST, named))
    return Contradiction(K.EMPTY_DOOR, tuple(sides))


def _ill(facts: HouseholdFacts) -> Contradiction | None:
    if not (facts.door and facts.door.ill and facts.told and facts.told.ill is False):
        return None
    seen = Says(Source.DOOR, Reason.of("Fever or cough was seen."), facts.door.at)
    none = Says(Source.SELF, Reason.of("Says: no symptoms."), facts.told.at)
    return Contradiction(K.ILL_DIFFERS, (seen, none))


def clear(state: str, wanted: S, why: str) -> Decision:
    """Whether a contradiction may be cleared: always with a reason."""
    against = []
    if wanted not in TRANSITIONS[S(state)]:
        against.append(Reason.of("This is cleared up already."))
    if len(why.strip()) < 2:
        against.append(Reason.of("Say what was found out."))
    return Decision.unless(against)
