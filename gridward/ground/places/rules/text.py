"""One spelling for what people type: width, spaces, separators, brackets."""

import re
import unicodedata

from gridward.ground.places.rules import pack

_LONGEST = 200  # characters; an address is shorter, a pasted letter is not an address
_DROP = re.compile(r"[\s,，.。、;；:：/\\|_·•*#'\"“”‘’()（）\[\]【】<>《》!！?？~～—–\-]+")
_DIGIT_DASH = re.compile(r"(?<=\d)-(?=\d)")
_SIMPLE = str.maketrans(pack.read_characters().traditional)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLE))}]")
# Most texts need nothing: simple characters, digits, small letters, dashes between digits.
_PLAIN = re.compile(r"[0-9a-z\u4e00-\u9fff]*(?:(?<=[0-9])-(?=[0-9])[0-9a-z\u4e00-\u9fff]*)*")


def normalise(text: str) -> str:
    """One spelling: NFKC, simple characters, no separators, lower case, at most 200 characters.

    ``12-3`` keeps its dash.
    """
    if len(text) <= _LONGEST and _PLAIN.fullmatch(text):
        return _simple(text)
    flat = text[: 2 * _LONGEST]
    # Dropping a separator may bring a letter and its accent together, so twice may not suffice.
    while (once := _pass(flat)) != flat:
        flat = once
    return _simple(flat)[:_LONGEST]


def _simple(text: str) -> str:
    return text.translate(_SIMPLE) if _TRADITIONAL.search(text) else text


def _pass(text: str) -> str:
    flat = _DIGIT_DASH.sub("\0", unicodedata.normalize("NFKC", text).lower())
    return _DROP.sub("", flat).replace("\0", "-")
