"""Villages and communities of one county, found in what is left of a text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from gridward.ground.places.rules import names
from gridward.ground.places.rules.alike import Likeness, segment
from gridward.ground.places.rules.pack import Listed
from gridward.ground.places.rules.sound import Sounds

_LONGEST = 10
GUESSED = 0.62  # the weight of a name that is only like the typed one
# 花园3组, 花园六队, 花园12号: a village name without its ending, followed by a part of a village.
_GOES_ON = re.compile(r"$|[0-9第]|[一二三四五六七八九十]+[组队社片区号屯栋]|[组队屯片]")


# What may stand right behind a village name: an ending, a number, a part of a village, nothing.
_FOLLOWS = frozenset("村社居嘎0123456789第一二三四五六七八九十组队片区号屯栋") | {""}
_TWO_CHARACTERS = re.compile(r"[\u3400-\u9fff]{2}")


def may_name_village(text: str, start: int) -> bool:
    """Whether ``text[start:]`` can hold a village name at all; 3组12号 cannot."""
    return bool(_TWO_CHARACTERS.search(text, start))


class Village(NamedTuple):
    """One village or community; its code has 12 digits."""

    code: str
    name: str


class Found(NamedTuple):
    """One village in a text: where it stands and how well it fits (0..1)."""

    village: Village
    start: int
    end: int
    weight: float
    by_sound: bool
    ending: int  # how many of the characters are an ending such as 村
    kin: bool = True  # not a community where a village is written, nor the other way round
    twins: int = 0  # villages of another spelling that sound the same


class CountyVillages:
    """Villages of a county by core name and by sound. Built in a fraction of a millisecond."""

    def __init__(self, listed: Listed, sounds: Sounds, likeness: Likeness) -> None:
        self._sounds = sounds
        self._likeness_of = likeness
        self._listed = listed
        self._numbers: dict[str, list[int]] = defaultdict(list)
        by_sound: dict[str, list[int]] = defaultdict(list)
        spelt = sounds.fuzzy("\n".join(listed.cores)).split("\n")
        for number, (core, sound) in enumerate(zip(listed.cores, spelt, strict=False)):
            self._numbers[core].append(number)
            if len(core) <= _LONGEST:
                by_sound[sound].append(number)
        self._alike = list(by_sound.values())
        self._automaton = AhoCorasick(
            list(by_sound), implementation=Implementation.NoncontiguousNFA
        )

    @cached_property
    def by_code(self) -> dict[str, Village]:
        """All villages in the order of their codes."""
        pairs = zip(self._listed.codes, self._listed.names, strict=True)
        return {code: Village(code, name) for code, name in pairs}

    def find(self, text: str, start: int, *, within: str = "") -> list[Found]:
        """Villages named in ``text[start:]``, best first; `within` = leading digits of the code."""
        sound = self._sounds.fuzzy(text[start:])
        found: list[Found] = []
        for which, at, length in self._automaton.find_matches_as_indexes(sound, overlapping=True):
            end = start + length
            if text[end : end + 1] in _FOLLOWS:
                found += self._at(text, self._alike[which], at + start, end, within, start)
        found.sort(key=_best)
        return found

    def like(self, text: str, start: int, *, within: str = "") -> tuple[list[Found], float]:
        """The villages whose names come nearest to the one at `start`, and how near (0..1)."""
        named = segment(text, start, 5)
        if named is None:
            return [], 0.0
        listed = self._listed
        cores = (
            (core, number)
            for number, core in enumerate(listed.cores)
            if listed.codes[number].startswith(within)
        )
        numbers, likeness = self._likeness_of.nearest(named.name, cores)
        ending = named.end - start - len(named.name)
        villages = [Village(listed.codes[n], listed.names[n]) for n in numbers]
        return [
            Found(village, start, named.end, GUESSED, by_sound=True, ending=ending)
            for village in villages
        ], likeness

    def _at(
        self, text: str, alike: list[int], at: int, end: int, within: str, start: int
    ) -> Iterable[Found]:
        weight, stop = _fit(text, at, end, adjacent=at == start)
        if not weight:
            return
        exact = self._numbers.get(text[at:end])
        codes = self._listed.codes
        twins = sum(codes[n].startswith(within) for n in alike) if exact else 0
        twins -= sum(codes[n].startswith(within) for n in exact or ())
        kind = _is_village(text[end:stop]) if stop > end else None
        for number in exact or alike:
            code = codes[number]
            if code.startswith(within):
                village = Village(code, self._listed.names[number])
                by_sound = exact is None
                likeness = self._likeness(text[at:end], village) if by_sound else 1.0
                kin = kind is None or kind == _is_village(village.name)
                likeness *= 1.0 if kin else 0.8  # both bear one name in one town
                yield Found(village, at, stop, weight * likeness, by_sound, stop - end, kin, twins)

    def _likeness(self, typed: str, village: Village) -> float:
        same = any(a == b for a, b in zip(typed, village.name, strict=False))
        exact = self._sounds.exact(typed) == self._sounds.exact(village.name[: len(typed)])
        base = 0.5 if len(typed) < 3 else 0.6
        return base + (0.1 if same else 0.0) + (0.1 if exact else 0.0)


def _best(found: Found) -> tuple[float, int, str]:
    return -found.weight, found.start, found.village.code


def _is_village(ending: str) -> bool:
    return ending.endswith(("村", "村委会", "村民委员会", "嘎查"))


def _fit(text: str, at: int, end: int, *, adjacent: bool) -> tuple[float, int]:
    """How much the surroundings make ``text[at:end]`` a village name, and where the name ends."""
    ending = names.typed_ending(text, end, 5)
    longer = min(0.1, 0.02 * (end - at))
    if ending:
        if names.belongs_elsewhere(text, end + ending) and not adjacent:
            return 0.0, end
        if adjacent:
            return 0.9 + longer, end + ending
        # 圪达上村 is not 上村: something unknown stands in front of it.
        return (0.75 if end - at > 2 else 0.4) + longer, end + ending
    if end - at < 2 or text[end - 1] in "路街道巷弄" or names.belongs_elsewhere(text, end):
        return 0.0, end
    if _GOES_ON.match(text, end):
        return (0.7 if adjacent else 0.4) + longer, end
    return 0.0, end
