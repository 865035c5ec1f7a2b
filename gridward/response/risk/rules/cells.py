"""One cell of a decision table: a condition on one fact.

Grammar (also what an official writes into Excel): empty = any, ``<=14`` ``<14`` ``>=60`` ``>60``,
``0..13`` (both ends count), ``a,b`` = one of these, ``null`` = not known or not so, ``!null`` =
known.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

Value = float | int | str | frozenset[str] | None

_NUMBER = r"-?\d+(?:\.\d+)?"
_COMPARISON = re.compile(rf"(<=|<|>=|>)\s*({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_WORD = re.compile(r"[\w.-]+")
# A Chinese keyboard gives these; an official should not have to know.
_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "，": ",", "、": ",", "＜": "<", "＞": ">"})


class BadCell(ValueError):
    """The cell is none of the forms of the grammar."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A parsed condition. `low` and `high` bound a number; `words` is a set of allowed values."""

    kind: str  # any | null | known | range | words
    low: float = float("-inf")
    high: float = float("inf")
    open_low: bool = False
    open_high: bool = False
    words: frozenset[str] = frozenset()

    def holds(self, value: Value) -> bool:
        """Whether `value` meets the condition. A set meets a list when they share a word."""
        if self.kind == "any":
            return True
        if self.kind == "null":
            return value is None or value == frozenset()
        if value is None or value == frozenset():
            return False
        if self.kind == "known":
            return True
        if self.kind == "words":
            return not self.words.isdisjoint(_words_of(value))
        return isinstance(value, int | float) and self._in_range(value)

    def _in_range(self, value: float) -> bool:
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return above and below

    @property
    def asserts(self) -> bool:
        """Whether the cell needs the fact to be there: such a fact explains the result."""
        return self.kind not in {"any", "null"}


def _words_of(value: Value) -> Iterable[str]:
    return value if isinstance(value, frozenset) else (str(value),)


def parse(text: str) -> Cell:
    """The condition that `text` says. Raises `BadCell` when it says nothing we know."""
    plain = text.translate(_SIGNS).strip()
    if plain in {"", "-"}:
        return Cell("any")
    if plain in {"null", "!null"}:
        return Cell("null" if plain == "null" else "known")
    if found := _COMPARISON.fullmatch(plain):
        return _comparison(found[1], float(found[2]))
    if found := _RANGE.fullmatch(plain):
        low, high = float(found[1]), float(found[2])
        if low > high:
            raise BadCell(text)
        return Cell("range", low=low, high=high)
    words = [word.strip() for word in plain.split(",")]
    if all(_WORD.fullmatch(word) for word in words):
        return Cell("words", words=frozenset(words))
    raise BadCell(text)


def _comparison(sign: str, bound: float) -> Cell:
    if sign.startswith("<"):
        return Cell("range", high=bound, open_high=sign == "<")
    return Cell("range", low=bound, open_low=sign == ">")
