"""One spelling for what people type: width, spaces, separators, brackets."""

import re
import unicodedata

_LONGEST = 200  # characters; an address is shorter, a pasted letter is not an address
_DROP = re.compile(r"[\s,，.。、;；:：/\\|_·•*#'\"“”‘’()（）\[\]【】<>《》!！?？~～—–\-]+")
_DIGIT_DASH = re.compile(r"(?<=\d)-(?=\d)")


def normalise(text: str) -> str:
    """NFKC, no separators, lower case, at most 200 characters; ``12-3`` keeps its dash."""
    flat = text[: 2 * _LONGEST]
    # Dropping a separator may bring a letter and its accent together, so twice may not suffice.
    while (once := _pass(flat)) != flat:
        flat = once
    return flat[:_LONGEST]


def _pass(text: str) -> str:
    flat = _DIGIT_DASH.sub("\0", unicodedata.normalize("NFKC", text).lower())
    return _DROP.sub("", flat).replace("\0", "-")
