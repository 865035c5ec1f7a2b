"""From words with a meaning to the stays somebody may have made: place, days, transport, number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gridward.ground.places.rules.trips.dates import Mention
from gridward.ground.places.rules.trips.places import Kind, Place
from gridward.ground.places.rules.trips.transport import OTHER, Ride
from gridward.ground.places.rules.trips.values import Label, Proposal

_SENTENCE = re.compile(r"[。；;\n!！]")
_NOT_THERE = re.compile(r"(?:无|否认|没有|未[去到]过|未曾[去到])[^，。；]{0,12}$|(?:未曾?|没有?)$")
_STATION = re.compile(
    r"[东西南北]?(?:火车|高铁|动车|汽车|客运){0,2}(?:总|车)?站$|(?<![东西南北])[东西南北]$"
)
_REACHED = frozenset({Label.TRANSIT, Label.DESTINATION})


@dataclass(frozen=True, slots=True)
class Told:
    """The parts of one text, each in its order; a label for each place."""

    text: str
    places: Sequence[tuple[Place, Label]]
    days: Sequence[Mention]  # without mere hours
    rides: Sequence[Ride]


def proposals(told: Told) -> tuple[Proposal, ...]:
    """The stays of a text in its order. A place left ends on the day of the journey, the next one
    begins on it; what lies between is filled in and marked as not certain."""
    made = [
        found for place, label in told.places if (found := _one(told, place, label)) is not None
    ]
    return tuple(_without_repeats(_chained(made)))


def _one(told: Told, place: Place, label: Label) -> Proposal | None:
    visited = label == Label.PLACE and place.kind in {Kind.RETURN, Kind.GO, Kind.AT}
    if label not in {Label.LEFT, *_REACHED} and not visited:
        return None
    if visited and (_NOT_THERE.search(told.text[max(0, place.cue - 14) : place.cue])):
        return None
    day = _day(told, place)
    ride = _ride(told, place, label)
    first, last = (day.when.first, day.when.last) if day else (None, None)
    if label == Label.LEFT:
        arrived, left = None, first
    elif label == Label.TRANSIT or visited:
        arrived, left = first, last
    else:
        arrived, left = last, None
    return Proposal(
        _named(place), label, arrived, left, ride.mode if ride else "", ride.number if ride else "",
        (place.start, place.end), first is not None and label in {Label.LEFT, Label.DESTINATION},
    )  # fmt: skip


def _named(place: Place) -> str:
    """The place to look up: of a station of a known place, that place (长沙南站, 合肥南)."""
    town = _STATION.sub("", place.text)
    return town if place.known and len(town) > 1 else place.text


def _day(told: Told, place: Place) -> Mention | None:
    """The last day told before the place in its sentence, else right behind it, else before."""
    before = [day for day in told.days if day.end <= place.start]
    if not before:
        return None
    near = before[-1]
    if len(before) > 1 and before[-2].when.last == near.when.last:
        near = before[-2]  # 1月15日至19日: the first of the two carries both
    return near if _sentences(told.text[near.end : place.start]) <= 1 else None


def _sentences(between: str) -> int:
    return len(_SENTENCE.findall(between))


def _ride(told: Told, place: Place, label: Label) -> Ride | None:
    """The means by which a place was reached: told in its clause chain, before or behind it."""
    if label == Label.LEFT:
        return None
    start = max((m.end() for m in _SENTENCE.finditer(told.text, 0, place.start)), default=0)
    reached = [
        other.end for other, role in told.places if role in _REACHED and other.end <= place.cue
    ]
    start = max([start, *(end for end in reached if end > start)])
    here = [ride for ride in told.rides if start <= ride.start < place.start]
    behind = [ride for ride in told.rides if 0 <= ride.start - place.end <= 2]
    numbered = [ride for ride in [*here, *behind] if ride.number]
    modes = [ride for ride in here if not ride.number and ride.mode != OTHER]
    if numbered:
        return numbered[-1]
    return next(reversed(modes or [ride for ride in here if not ride.number]), None)


def _chained(made: Sequence[Proposal]) -> list[Proposal]:
    """A stay without an end lasts until the next one begins, when the days say so."""
    chained = list(made)
    for number, one in enumerate(made[:-1]):
        later = made[number + 1]
        begins = later.arrived or later.left
        if (
            one.role == Label.TRANSIT
            and one.arrived
            and begins
            and begins > (one.left or one.arrived)
        ):
            chained[number] = replace(one, left=begins, certain=False)
    return chained


def _without_repeats(made: Sequence[Proposal]) -> list[Proposal]:
    """The same place on the same days once; the first one stays."""
    kept: list[Proposal] = []
    for one in made:
        twice = any(
            one.place == other.place and one.role == other.role
            and (one.arrived, one.left) in {(other.arrived, other.left), (None, None)}
            for other in kept
        )  # fmt: skip
        if not twice:
            kept.append(one)
    return kept
