"""The sound of a name, as text that stays the same from release to release.

Built on the table of the places room: syllables without tone, with what is mixed up folded
(zh/z, ch/c, sh/s, n/l, -ng/-n). Names also fold f/h, as much of Hunan and the south speaks
(fu/hu, fei/hui, fan/huan).
"""

import itertools
from functools import lru_cache

from gridward.ground.places.rules import pack
from gridward.ground.places.rules.sound import fold
from gridward.ground.roster.rules import names

_LABIAL = {"fu": "hu", "fo": "huo", "fan": "huan", "fei": "hui", "fen": "hun", "fou": "hou"}


def folded(syllable: str) -> str:
    """``zhang`` -> ``zan``, ``fang`` -> ``huan``."""
    plain = fold(syllable)
    return _LABIAL.get(plain, plain)


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    made: dict[int, str] = {}
    for line in itertools.takewhile("#names".__ne__, pack.read_sounds()):
        syllable, characters = line.split(" ")
        made.update(dict.fromkeys(map(ord, characters), f"{folded(syllable)} "))
    return made


def given_sounds(text: str) -> tuple[str, ...]:
    """One folded syllable a character; a character without a known sound stands for itself."""
    table = _table()
    return tuple(table.get(ord(sign), sign).rstrip() for sign in text)


@lru_cache(maxsize=20_000)
def surname_sound(surname: str) -> str:
    """By the reading as a surname: 曾 is zeng, 单 is shan."""
    return " ".join(folded(each) for each in names.syllables(surname)) or surname


def place_sound(text: str) -> str:
    """A building's name by its sound: 阳光3栋 and 洋光3栋 are one."""
    return text.translate(_table()).replace(" ", "")
