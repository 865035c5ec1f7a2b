"""The names a reader of case texts knows: divisions of China, other countries, short city names."""

import functools
from collections.abc import Iterable

from gridward.ground.places.rules import names, pack
from gridward.ground.places.rules.gazetteer import Gazetteer

_SOURCE = pack.DATA / "prose.txt"
_TOWN = 4
_LONGEST = 14
_ENDED = ("省", "市", "县", "区")


@functools.cache
def _section(name: str) -> tuple[str, ...]:
    """The words of one section: ``abroad``, ``short`` (one character and the city it stands for),
    ``words`` (cores of counties that are words as well: only with their ending)."""
    parts = _SOURCE.read_text(encoding="utf-8").partition(f"[{name}]\n")[2]
    return tuple(parts.partition("\n[")[0].split())


class Lexicon:
    """Longest-match over the names. Built in about 0.1 s; read-only."""

    def __init__(self, divisions: Iterable[tuple[str, int]]) -> None:
        """`divisions`: official names with their levels 1 to 4."""
        self._level = dict.fromkeys(_section("abroad"), 1)
        words = frozenset(_section("words"))
        self._alone: dict[str, int] = {}  # names without ending that are too common inside prose
        for name, level in divisions:
            if names.is_placeholder(name) or (level == _TOWN and names.is_generic(name)):
                continue
            core = names.core(name, level)
            known = [name]
            if level < _TOWN and core not in words:
                known += [core, *(core + end for end in _ENDED)]
            else:
                self._alone[core] = min(level, self._alone.get(core, level))
            for each in known:
                self._level[each] = min(level, self._level.get(each, level))
        self._heads = {name[:2] for name in self._level}

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> "Lexicon":
        """The lexicon of all divisions of levels 1 to 4."""
        return cls(zip(gazetteer.name, gazetteer.level, strict=True))

    def longest(self, text: str, at: int) -> int:
        """How many characters at `at` are the name of a place (0: none)."""
        if text[at : at + 2] not in self._heads:
            return 0
        for length in range(min(_LONGEST, len(text) - at), 1, -1):
            if text[at : at + length] in self._level:
                return length
        return 0

    def level(self, text: str) -> int:
        """The level of the name that a text begins with, or is without its ending; 5 for none."""
        return self._level.get(text[: self.longest(text, 0)], self._alone.get(text, 5))

    def alone(self, text: str) -> bool:
        """Whether the whole text is the name of a county or town without its ending (亚布力)."""
        return text in self._alone


def short_name(character: str) -> str:
    """The city or province that one character stands for (蓉: 成都); empty when unknown."""
    return next((each[1:] for each in _section("short") if each[0] == character), "")
