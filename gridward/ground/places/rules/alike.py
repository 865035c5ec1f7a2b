"""What characters may be taken for each other: other readings, h for f, similar shapes."""

from collections import defaultdict
from collections.abc import Iterable

from gridward.ground.places.rules.pack import Characters
from gridward.ground.places.rules.sound import Sounds, folds


class Alike:
    """The signs by which characters are known; two that share one may stand for each other."""

    def __init__(self, sounds: Sounds, characters: Characters) -> None:
        self._of: dict[str, set[str]] = defaultdict(set)
        for character in sounds.characters():
            self._of[character] |= folds(sounds.syllable(character))
        for line in characters.readings:
            syllable, _, of = line.partition(" ")
            for character in of:
                self._of[character] |= folds(syllable)
        for number, group in enumerate(characters.shapes):
            for character in group:
                self._of[character].add(f"#{number}")

    def characters(self) -> Iterable[str]:
        """All of which anything is known."""
        return self._of.keys()

    def of(self, character: str) -> set[str]:
        """Classes of sound (``fu``), shapes (``#12``)."""
        return self._of[character]
