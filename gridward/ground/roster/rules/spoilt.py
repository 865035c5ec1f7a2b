"""Numbers that a spreadsheet has spoilt: told, never guessed back. Pure."""

import re

from gridward.core.decision import Reason
from gridward.ground.roster.rules.documents import check_character
from gridward.ground.roster.rules.phones import MOBILE
from gridward.ground.roster.rules.text import compact

_SHORTENED = re.compile(r"[1-9](?:\.\d+)?E\+?\d{1,3}")
_ROUNDED = re.compile(r"\d{14,15}0{3,4}")
_WITHOUT_ZERO = re.compile(r"(?:10|2[0-57-9]|[3-9]\d{2})\d{7,8}", re.ASCII)
_AREA = re.compile(r"1\d{9,10}|\d{1,8}")  # what only looks like a number without its zero
SHORTENED = Reason(
    "Excel has shortened this number and lost digits. Format the column as text and type it again."
)
ROUNDED = Reason(
    "Excel has made the last digits zeros. Format the column as text and type the number again."
)


def number(text: object, kind: str) -> Reason | None:
    """Why a number can no longer be what was typed; `kind`: document, phone or another."""
    typed = compact(text)
    if _SHORTENED.fullmatch(typed):
        return SHORTENED
    if kind == "document" and _ROUNDED.fullmatch(typed) and len(typed) == 18:
        return None if check_character(typed[:17]) == typed[17] else ROUNDED
    digits = typed.replace("-", "")
    is_other = kind != "phone" or MOBILE.fullmatch(digits) or _AREA.fullmatch(digits)
    if is_other or not _WITHOUT_ZERO.fullmatch(digits):
        return None
    return Reason.of(
        "The leading 0 of a landline is lost. Format the column as text and type {number}.",
        number=f"0{digits}",
    )


def trimmed(text: str) -> str:
    """``13812340001.0`` as it was typed: ``13812340001``."""
    return re.sub(r"^(\d+)\.0+$", r"\1", text)
