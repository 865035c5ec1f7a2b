"""One cell of a decision table: a condition on one fact.

Grammar (also what an official writes into Excel): empty = any, ``<=14`` ``<14`` ``>=60`` ``>60``,
``0..13`` (both ends count), ``a,b`` = one of these, ``null`` = not known or not so, ``!null`` =
known. A day is written like a number: ``>=2022-07-20``, ``2022-07-20..2022-07-31``.
"""

import re
from dataclasses import dataclass
from datetime import date

_NUMBER = r"-?\d+(?:\.\d+)?"
_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_COMPARISON = re.compile(rf"(<=|<|>=|>)\s*({_DAY}|{_NUMBER})")
_RANGE = re.compile(rf"({_DAY}|{_NUMBER})\s*\.\.\s*({_DAY}|{_NUMBER})")
_WORD = re.compile(r"[\w.-]+")
_PLACE = re.compile(r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})(?:\s*[^\d,\s][^,]*)?")
# A Chinese keyboard gives these; an official should not have to know.
_SIGNS = str.maketrans(
    {"≤": "<=", "≥": ">=", "，": ",", "、": ",", "＜": "<", "＞": ">", "～": "..", "~": "..",
     "／": "-", "/": "-"}
)  # fmt: skip

Bound = float | date


class BadCell(ValueError):
    """The cell is none of the forms of the grammar."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A parsed condition. `low` and `high` bound a number or a day; `words` are allowed values,
    or the divisions of a cell that names places."""

    kind: str  # any | null | known | range | words | places
    low: Bound | None = None
    high: Bound | None = None
    open_low: bool = False
    open_high: bool = False
    words: frozenset[str] = frozenset()

    @property
    def asserts(self) -> bool:
        """Whether the cell needs the fact to be there: such a fact explains the result."""
        return self.kind not in {"any", "null"}

    @property
    def is_date(self) -> bool:
        """Whether it bounds a day and not a number."""
        return isinstance(self.low, date) or isinstance(self.high, date)


def plain(text: str) -> str:
    """The cell with the signs of the grammar."""
    return text.translate(_SIGNS).strip()


def parse(text: str) -> Cell:
    """The condition that `text` says. Raises `BadCell` when it says nothing we know."""
    said = plain(text)
    if said in {"", "-"}:
        return Cell("any")
    if said in {"null", "!null"}:
        return Cell("null" if said == "null" else "known")
    if found := _COMPARISON.fullmatch(said):
        return _comparison(found[1], _bound(found[2]))
    if found := _RANGE.fullmatch(said):
        return _range(text, _bound(found[1]), _bound(found[2]))
    words = [word.strip() for word in said.split(",")]
    if all(_WORD.fullmatch(word) for word in words):
        return Cell("words", words=frozenset(words))
    raise BadCell(text)


def parse_places(text: str) -> Cell:
    """The divisions that a cell names: ``4602 三亚市, 310000``; codes without their last zeros."""
    said = plain(text)
    if said in {"", "-"}:
        return Cell("any")
    found = [_PLACE.fullmatch(each.strip()) for each in said.split(",")]
    codes = [_digits(each[1]) for each in found if each]
    if len(codes) < len(found):
        raise BadCell(text)
    return Cell("places", words=frozenset(codes))


def _digits(code: str) -> str:
    return next((code[:w] for w in (2, 4, 6, 9) if not code[w:].strip("0")), code)


def _bound(text: str) -> Bound:
    if "-" not in text[1:]:
        return float(text)
    try:
        return date(*map(int, text.split("-")))
    except ValueError as wrong:
        raise BadCell(text) from wrong


def _range(text: str, low: Bound, high: Bound) -> Cell:
    if isinstance(low, date) and isinstance(high, date):
        ordered = low <= high
    elif isinstance(low, date) or isinstance(high, date):
        ordered = False
    else:
        ordered = low <= high
    if not ordered:
        raise BadCell(text)
    return Cell("range", low=low, high=high)


def _comparison(sign: str, bound: Bound) -> Cell:
    if sign.startswith("<"):
        return Cell("range", high=bound, open_high=sign == "<")
    return Cell("range", low=bound, open_low=sign == ">")
