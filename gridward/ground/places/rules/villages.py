"""Villages and communities of one county, found in what is left of a text."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from gridward.ground.places.rules import names
from gridward.ground.places.rules.pack import Village
from gridward.ground.places.rules.sound import Sounds

_LONGEST = 10
# 花园3组, 花园六队, 花园12号: a village name without its ending, followed by a part of a village.
_GOES_ON = re.compile(r"$|[0-9第]|[一二三四五六七八九十]+[组队社片区号屯栋]|[组队屯片]")


_TWO_CHARACTERS = re.compile(r"[\u3400-\u9fff]{2}")


def may_name_village(text: str, start: int) -> bool:
    """Whether ``text[start:]`` can hold a village name at all; 3组12号 cannot."""
    return bool(_TWO_CHARACTERS.search(text, start))


class Found(NamedTuple):
    """One village in a text: where it stands and how well it fits (0..1)."""

    village: Village
    start: int
    end: int
    weight: float
    by_sound: bool
    ending: int  # how many of the characters are an ending such as 村


class CountyVillages:
    """Villages of a county by core name and by sound."""

    def __init__(self, villages: Iterable[Village], sounds: Sounds) -> None:
        self._sounds = sounds
        self.by_code: dict[str, Village] = {}
        self._by_core: dict[str, list[Village]] = defaultdict(list)
        self._by_sound: dict[str, list[Village]] = defaultdict(list)
        for village in villages:
            self.by_code[village.code] = village
            core = names.village_core(village.name)
            self._by_core[core].append(village)
            self._by_sound[sounds.fuzzy(core)].append(village)
        self._longest = min(_LONGEST, max((len(core) for core in self._by_core), default=0))

    def find(self, text: str, start: int, *, within: str = "") -> list[Found]:
        """Villages named in ``text[start:]``, best first; `within` = leading digits of the code."""
        sound = self._sounds.fuzzy(text)
        found: list[Found] = []
        for at in range(start, len(text)):
            for end in range(min(len(text), at + self._longest), at, -1):
                found += self._at(text, sound, at, end, within, adjacent=at == start)
        return sorted(found, key=lambda f: (-f.weight, f.start, f.village.code))

    def _at(
        self, text: str, sound: str, at: int, end: int, within: str, *, adjacent: bool
    ) -> Iterable[Found]:
        exact = self._by_core.get(text[at:end])
        alike = self._by_sound.get(sound[at:end])
        if not alike:
            return
        weight, stop = _fit(text, at, end, adjacent=adjacent)
        if not weight:
            return
        kind = _is_village(text[end:stop]) if stop > end else None
        for village in exact or alike:
            if village.code.startswith(within):
                by_sound = exact is None
                likeness = self._likeness(text[at:end], village) if by_sound else 1.0
                if kind is not None and kind != _is_village(village.name):
                    likeness *= 0.8  # the village and the community of one name in one town
                yield Found(village, at, stop, weight * likeness, by_sound, stop - end)

    def _likeness(self, typed: str, village: Village) -> float:
        same = any(a == b for a, b in zip(typed, village.name, strict=False))
        exact = self._sounds.exact(typed) == self._sounds.exact(village.name[: len(typed)])
        base = 0.5 if len(typed) < 3 else 0.6
        return base + (0.1 if same else 0.0) + (0.1 if exact else 0.0)


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
