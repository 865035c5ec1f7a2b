"""What becomes of a reading of a residents' group: which door, how sure, which step next. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gridward.core.decision import Decision, Reason
from gridward.response.canvass.choices import CheckInState as S
from gridward.response.canvass.rules.group import SURE
from gridward.response.canvass.rules.group_parts import Door

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.WAITING: frozenset({S.ACCEPTED, S.SKIPPED, S.REPEATED, S.REPLACED}),
    S.SKIPPED: frozenset({S.WAITING, S.ACCEPTED}),
    S.ACCEPTED: frozenset({S.REPLACED}),
    S.REPEATED: frozenset({S.ACCEPTED}),
    S.REPLACED: frozenset(),
    S.TALK: frozenset({S.ACCEPTED, S.SKIPPED}),
}
NOWHERE = Reason("No household of ours stands behind this door. Choose one.")
SEVERAL = Reason("Several households fit this door. Choose one.")


def may_become(state: str, wanted: S) -> Decision:
    """Whether a reading in `state` may go to `wanted`."""
    if wanted in TRANSITIONS[S(state)]:
        return Decision.yes()
    return Decision.no(Reason.of("This line is decided already."))


@dataclass(frozen=True, slots=True)
class Home:
    """A household as the reader of chats needs it; `phone` is a digest."""

    pk: int
    code: str
    path: str
    estate: str
    building: str
    unit: str
    room: str
    head_name: str
    phone: str
    size: int


@dataclass(frozen=True, slots=True)
class Match:
    """The household behind a reading, or None; how sure that leaves it, and why less."""

    home: Home | None
    confidence: int
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a reading says, for finding its household."""

    door: Door
    people: int | None
    phone: str  # a digest
    name: str
    speaker: str
    confidence: int


def match(claim: Claim, homes: Mapping[str, Sequence[Home]]) -> Match:
    """The one household of the scope that fits. `homes`: by room. A name or phone decides between
    several doors of one number; what the register says differently is told."""
    fitting = [home for home in homes.get(claim.door.room, ()) if fits(home, claim.door)]
    if len(fitting) > 1:
        named = [home for home in fitting if _is_named(home, claim)]
        fitting = named if len(named) == 1 else fitting
    if not fitting:
        why = (NOWHERE,) if claim.door.room else ()
        return Match(None, min(claim.confidence, SURE - 20), why)
    if len(fitting) > 1:
        return Match(None, min(claim.confidence, SURE - 15), (SEVERAL,))
    home = fitting[0]
    differs = _differs(home, claim)
    confidence = min(claim.confidence, SURE - 5) if differs else claim.confidence
    return Match(home, confidence, tuple(differs))


def fits(home: Home, door: Door) -> bool:
    """Whether the home may be behind it; "2-302" is unit 2 or building 2, as the register has."""
    if door.estate and door.estate not in home.estate:
        return False
    if door.building and not door.unit and door.is_plain:
        return door.building in {home.building, home.unit}
    return (not door.building or door.building == home.building) and (
        not door.unit or door.unit == home.unit
    )


def _is_named(home: Home, claim: Claim) -> bool:
    if claim.phone and claim.phone == home.phone:
        return True
    names = {claim.name, claim.speaker.strip("0123456789-— ")}
    return bool(home.head_name) and home.head_name in names


def _differs(home: Home, claim: Claim) -> list[Reason]:
    found = []
    if claim.people and home.size and claim.people != home.size:
        found.append(
            Reason.of(
                "The register has {known} people here, the line says {told}.",
                known=home.size, told=claim.people,
            )
        )  # fmt: skip
    if claim.phone and home.phone and claim.phone != home.phone:
        found.append(Reason.of("The register has another phone number for this door."))
    return found


def with_scope(door: Door, *, estate: str, building: str, unit: str) -> Door:
    """The door with what holds for the whole chat where the line does not say it."""
    is_bare = not (door.building or door.unit)
    return Door(
        estate=door.estate or estate, building=door.building or building,
        unit=door.unit or (unit if is_bare else ""), room=door.room, is_plain=door.is_plain,
    )  # fmt: skip


def by_room(homes: Iterable[Home]) -> dict[str, list[Home]]:
    found: dict[str, list[Home]] = {}
    for home in homes:
        found.setdefault(home.room.upper(), []).append(home)
    return found
