"""Names that are nearly what was typed: another reading of a character, h for f, a similar shape.

Looked at only where a name with an ending stands right behind what is certain, and neither its
characters nor their usual sound were found: then the few names that may stand there are compared
one by one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from gridward.ground.places.rules.pack import Characters
from gridward.ground.places.rules.sound import Sounds, folds

_SAME, _SOUND, _FUZZY, _READING, _SHAPE = 1.0, 0.9, 0.8, 0.7, 0.7
CLOSE = 0.65
_CLEAR = 0.1  # lead over the next best name
_LONG = 3  # characters from which one that is quite different is forgiven, by asking
# What stands at a place of a level: its name and its ending.
_NAMED = {
    3: re.compile(r"([\u3400-\u9fff]{2,5}?)(?:县|市|区|旗)"),
    4: re.compile(r"([\u3400-\u9fff]{2,6}?)(?:街道办事处|街道办|街道|办事处|镇|乡|苏木)"),
    5: re.compile(
        r"([\u3400-\u9fff]{1,6}?)(?:村村民委员会|村民委员会|村委会|村村委会|社区居民委员会|社区居委会"
        r"|居民委员会|居委会|社区|嘎查|村)"
    ),
}  # fmt: skip
T = TypeVar("T")


class Segment(NamedTuple):
    """A name with the ending of a level: the name, where the ending stops."""

    name: str
    end: int


def segment(text: str, start: int, level: int) -> Segment | None:
    """The name of that level that stands at `start`, None when there is none."""
    named = _NAMED[level].match(text, start)
    return Segment(named.group(1), named.end()) if named else None


class Likeness:
    """Compares names character by character."""

    def __init__(self, sounds: Sounds, characters: Characters) -> None:
        self._sounds = sounds
        self._readings: dict[str, set[str]] = defaultdict(set)
        for line in characters.readings:
            syllable, _, of = line.partition(" ")
            for character in of:
                self._readings[character] |= folds(syllable)
        self._usual: dict[str, set[str]] = {}
        self._shapes: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(characters.shapes):
            for character in group:
                self._shapes[character].add(number)

    def nearest(self, typed: str, names: Iterable[tuple[str, T]]) -> tuple[list[T], float]:
        """What bears the names most like the typed one, and how much it is like it.

        Several: they cannot be told apart. Likeness: 0 none, up to 0.5 one character is quite
        different, from `CLOSE` on each has its counterpart.
        """
        near = [
            (likeness, what)
            for name, what in names
            if len(name) == len(typed) and (likeness := self._whole(typed, name))
        ]
        best = max((likeness for likeness, _ in near), default=0.0)
        return [what for likeness, what in near if likeness > best - _CLEAR], best

    def _whole(self, typed: str, name: str) -> float:
        """The mean likeness; half of it when one character of many is quite different."""
        each = [self._one(a, b) for a, b in zip(typed, name, strict=True)]
        different = each.count(0.0)
        if not different:
            return sum(each) / len(each)
        if different == 1 and len(each) >= _LONG:
            return 0.5 * sum(each) / len(each)
        return 0.0

    def _one(self, typed: str, meant: str) -> float:
        if typed == meant:
            return _SAME
        sounds = self._sounds
        if sounds.fuzzy(typed) == sounds.fuzzy(meant):
            return _SOUND if sounds.exact(typed) == sounds.exact(meant) else _FUZZY
        if not self._heard(typed).isdisjoint(self._heard(meant)):
            return _READING
        if not self._shapes.get(typed, _NO_SHAPE).isdisjoint(self._shapes.get(meant, _NO_SHAPE)):
            return _SHAPE
        return 0.0

    def _heard(self, character: str) -> set[str]:
        known = self._usual.get(character)
        if known is None:
            usual = self._sounds.syllable(character)
            known = (folds(usual) if usual else set()) | self._readings.get(character, set())
            self._usual[character] = known
        return known


_NO_SHAPE: set[int] = set()
