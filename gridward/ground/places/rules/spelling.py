"""Pinyin of names, and patterns for what people type of it.

A typed string may be whole pinyin (huitang), initials (ht), anything between (huit, htzhen), or
characters mixed with letters (灰t). Confusions of the south are let pass: zh/z, ch/c, sh/s, n/l,
-ng/-n; ü is typed u or v.
"""

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[a-z]")
_GAP = "(?:[a-z]* )?"  # to the next syllable, or on within this one
_RETROFLEX = "zcs"


class Spelling:
    """Character -> syllable without tone, and the readings of names that differ."""

    def __init__(self, lines: Iterable[str]) -> None:
        """`lines` as `pack.read_sounds` gives them."""
        self._of: dict[str, str] = {}
        self._readings: dict[str, str] = {}
        self._common: dict[str, str] = {}
        rows = iter(lines)
        for line in itertools.takewhile("#names".__ne__, rows):
            syllable, characters = line.split(" ")
            self._of.update(dict.fromkeys(characters, syllable))
            self._common[syllable] = "".join(filter(_is_common, characters))
        for line in rows:
            name, _, reading = line.partition(" ")
            self._readings[name] = reading

    def of(self, character: str) -> str:
        """The syllable of a character; "" when it has none."""
        return self._of.get(character, "")

    def written(self, syllable: str) -> str:
        """All common characters of a syllable (those of GB 2312)."""
        return self._common.get(syllable, "")

    def pinyin(self, name: str) -> str:
        """``hui tang zhen``; letters and digits stand for themselves, the rest is left out."""
        told = (self._of.get(each) or each.lower() for each in name)
        return " ".join(each for each in told if each.isascii() and each.isalnum())

    def readings(self, name: str) -> list[str]:
        """`pinyin`, and the special reading where the name has one (乐清: yue qing)."""
        plain, special = self.pinyin(name), self._readings.get(name)
        return [plain, special] if special and special != plain else [plain]

    def pattern(self, typed: str) -> re.Pattern[str] | None:
        """What finds the pinyin lines (each behind a line break) that `typed` may begin.

        None when there is nothing to look for.
        """
        pieces: list[str] = []
        for word in typed.split():
            pieces += self._pieces(word)
        return _compiled(_GAP.join(pieces)) if pieces else None

    def _pieces(self, word: str) -> Iterable[str]:
        before = ""
        for sign in word:
            if _HAN.match(sign):
                syllable = self.of(sign)
                if syllable:
                    yield "".join(_letters(syllable)) + r"(?![a-z])"
                before = ""
            elif _LETTER.match(sign):
                piece = _letter(sign, before)
                if piece:
                    yield piece
                before = sign
            elif sign.isdigit():
                yield sign
                before = ""


@lru_cache(maxsize=2_000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"\n({pattern})")


def _is_common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _letters(syllable: str) -> Iterable[str]:
    return map(_letter, syllable, " " + syllable)


def _letter(sign: str, before: str) -> str:
    """The pattern of one typed letter; "" when the letter before it stands for both."""
    if sign == "h" and before and before in _RETROFLEX:
        return ""
    if sign in _RETROFLEX:
        return f"{sign}h?"
    if sign in "nl":
        return "[nl]g?"
    if sign == "g" and before == "n":
        return "g?"
    return "[uv]" if sign in "uv" else sign


def has_letters(text: str) -> bool:
    """Whether any pinyin was typed."""
    return bool(_LETTER.search(text))


def has_characters(text: str) -> bool:
    return bool(_HAN.search(text))
