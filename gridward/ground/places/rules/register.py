"""The street's own register: its estates, roads, buildings and venues, found in a text.

Indexed like the divisions: as written, by alias, and by sound. Who keeps the register (a table, a
file) builds it once and again after each change; it is read-only and thread-safe in between.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from gridward.ground.places.rules.sound import Sounds
from gridward.ground.places.rules.text import normalise

_SHORTEST, _BY_SOUND = 2, 3  # characters that a name needs, as written and by sound


@dataclass(frozen=True, slots=True)
class Spot:
    """One entry: an estate, a road, a building, a venue.

    `code` is the keeper's own (a path, a key). `division` is the division it lies in: 12 digits,
    empty when it lies in several. `kind` is any word of the keeper's.
    """

    code: str
    name: str
    kind: str
    division: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Entries that the text may mean (more than one: a person decides), and where it names them."""

    spots: tuple[Spot, ...]
    start: int
    end: int
    by_sound: bool

    @property
    def sure(self) -> bool:
        """Whether exactly one entry is named."""
        return len(self.spots) == 1


class Register:
    """The entries by name, alias and sound."""

    def __init__(self, spots: Iterable[Spot], sounds: Sounds) -> None:
        self._sounds = sounds
        self._named: dict[str, list[Spot]] = defaultdict(list)
        self._alike: dict[str, list[Spot]] = defaultdict(list)
        for spot in spots:
            for name in dict.fromkeys(map(normalise, (spot.name, *spot.aliases))):
                if len(name) >= _SHORTEST:
                    self._named[name].append(spot)
                if len(name) >= _BY_SOUND:
                    self._alike[sounds.fuzzy(name)].append(spot)
        self._lengths = sorted({len(name) for name in self._named}, reverse=True)

    def find(self, text: str, start: int = 0) -> Found | None:
        """The longest name in ``text[start:]``, as written before by sound, the first of equals."""
        return self._search(text, text, start, self._named, by_sound=False) or self._search(
            text, self._sounds.fuzzy(text), start, self._alike, by_sound=True
        )

    def _search(
        self, text: str, spelt: str, start: int, names: dict[str, list[Spot]], *, by_sound: bool
    ) -> Found | None:
        for length in self._lengths:
            for at in range(start, len(text) - length + 1):
                spots = names.get(spelt[at : at + length])
                if spots:
                    return Found(tuple(dict.fromkeys(spots)), at, at + length, by_sound)
        return None
