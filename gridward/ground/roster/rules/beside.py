"""Two values side by side: where their characters differ, also when both are masked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters as shown."""

    text: str
    differs: bool


Shown = tuple[Piece, ...]


def beside(one: str, other: str, shown: str, other_shown: str) -> tuple[Shown, Shown]:
    """The two shown values in pieces. A masked value keeps its length, so that the place of a
    difference can be told without the character; where it does not, it differs as a whole."""
    if not one or not other:
        return _whole(shown, differs=False), _whole(other_shown, differs=False)
    if len(one) != len(shown) or len(other) != len(other_shown):
        is_other = one != other
        return _whole(shown, differs=is_other), _whole(other_shown, differs=is_other)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    left = [Piece(shown[a:b], tag != "equal") for tag, a, b, _c, _d in blocks if b > a]
    right = [Piece(other_shown[c:d], tag != "equal") for tag, _a, _b, c, d in blocks if d > c]
    return tuple(left), tuple(right)


def _whole(text: str, *, differs: bool) -> Shown:
    return (Piece(text, differs),) if text else ()


def plain(pieces: Sequence[Piece]) -> str:
    """The text of the pieces."""
    return "".join(piece.text for piece in pieces)
