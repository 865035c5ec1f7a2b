"""Organisations: the unified social credit code (GB 32100-2015) and local temporary numbers."""

import re

from gridward.core.decision import Reason
from gridward.ground.roster.rules.text import compact
from gridward.ground.roster.rules.values import Checked

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_TEMPORARY = re.compile(r"(?:LS|TMP)-?[A-Z0-9]{1,18}")


def check_character(code: str) -> str:
    """The 18th character for the first 17; a sum of 0 modulo 31 gives 0, not a 31st place."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31]


def uscc(text: object) -> Checked:
    """A unified social credit code, or LS/TMP and a local number for a trader who has none yet."""
    code = compact(text)
    if _TEMPORARY.fullmatch(code):
        return Checked(code)
    code = code.replace("-", "")
    if not re.fullmatch(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{10}}", code):
        return Checked.no(
            code,
            Reason.of(
                "A credit code has 18 characters (no I, O, S, V, Z). "
                "A trader without one gets LS and a number of your own."
            ),
        )
    if check_character(code) != code[17]:
        return Checked.no(
            code, Reason.of("The last character does not fit the code. Look for a mistyped one.")
        )
    return Checked(code)
