"""How names sound: one private-use character a syllable, so that sound is searched like text.

Fuzzy syllables fold what people and input methods of the south mix up: zh/z, ch/c, sh/s, n/l,
-ng/-n. Two strings of one length sound alike when their `fuzzy` strings are equal.
"""

import itertools
import re
from collections.abc import Iterable

_FIRST = 0xE000  # Unicode's private-use area; fuzzy syllables need about 300 places of 6,400
_EXACT = 0xE800
_RETROFLEX = re.compile(r"^([zcs])h")
_NASAL = re.compile(r"(?<=[aei])ng$")


def folds(syllable: str) -> set[str]:
    """All fuzzy classes of a syllable: its own, and that with h for f (``fu`` is heard as hu)."""
    found = {fold(syllable)}
    if syllable[0] in "fh":
        rest = syllable[1:] if syllable[1:2] == "u" else f"u{syllable[1:]}"
        found |= {fold(f"h{rest}")}
    return found


def fold(syllable: str) -> str:
    """The fuzzy class of a syllable without tone: ``zhang`` -> ``zan``, ``nan`` -> ``lan``."""
    folded = _NASAL.sub("n", _RETROFLEX.sub(r"\1", syllable))
    return f"l{folded[1:]}" if folded.startswith("n") else folded


class _Letters(dict[str, str]):
    """What has no sound stands for itself; much faster than `str.translate`."""

    def __missing__(self, character: str) -> str:
        return character


class Sounds:
    """The syllables of characters and the special readings of names (乐清: yue qing)."""

    def __init__(self, lines: Iterable[str]) -> None:
        """`lines`: ``syllable characters``, then ``#names``, then ``name syllable syllable ..``."""
        self._fuzzy, self._exact = _Letters(), _Letters()
        self._readings: dict[str, tuple[str, ...]] = {}
        classes: dict[str, int] = {}
        exacts: dict[str, int] = {}
        rows = iter(lines)
        for line in itertools.takewhile("#names".__ne__, rows):
            syllable, characters = line.split(" ")
            fuzzy = classes.setdefault(fold(syllable), _FIRST + len(classes))
            exact = exacts.setdefault(syllable, _EXACT + len(exacts))
            self._fuzzy.update(dict.fromkeys(characters, chr(fuzzy)))
            self._exact.update(dict.fromkeys(characters, chr(exact)))
        for line in rows:
            name, *syllables = line.split(" ")
            self._readings[name] = tuple(syllables)
        self._classes = classes
        self._syllables = {chr(code): syllable for syllable, code in exacts.items()}

    def characters(self) -> Iterable[str]:
        """All that have a sound."""
        return self._fuzzy.keys()

    def fuzzy(self, text: str) -> str:
        """Each character replaced by its fuzzy syllable; what has no sound stays."""
        return "".join(map(self._fuzzy.__getitem__, text))

    def exact(self, text: str) -> str:
        """Each character replaced by its syllable without tone."""
        return "".join(map(self._exact.__getitem__, text))

    def syllable(self, character: str) -> str:
        """``hui`` for 灰; empty for what has no sound."""
        return self._syllables.get(self._exact[character], "")

    def spellings(self, name: str, length: int) -> set[str]:
        """The fuzzy strings of the first `length` characters of an official name."""
        found = {self.fuzzy(name[:length])}
        reading = self._readings.get(name)
        if reading:
            codes = (self._classes.get(fold(each)) for each in reading[:length])
            found.add("".join(chr(c) if c else each for c, each in zip(codes, name, strict=False)))
        return found
