"""Text as people type it, made comparable."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_DROP = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0x00AD, 0x2060))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


def normal(text: object) -> str:
    """NFKC (full-width to plain), no invisible characters, single spaces, none at the ends."""
    if text is None:
        return ""
    plain = unicodedata.normalize("NFKC", str(text)).translate(_DROP)
    return _SPACE.sub(" ", plain).strip()


def compact(text: object) -> str:
    """`normal` without spaces, dashes made equal, letters in capitals: for numbers and plates."""
    return normal(text).replace(" ", "").translate(_DASHES).upper().lstrip("'`’")


def written(value: object) -> str:
    """A cell of a spreadsheet as a person would have typed it: 13800000000.0 -> 13800000000."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return normal(value)
