"""Phone numbers. The operator is never inferred: numbers are portable between them."""

import re

from gridward.core.decision import Reason
from gridward.ground.roster.rules.text import compact
from gridward.ground.roster.rules.values import Checked

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?(\d{7,8})", re.ASCII)
_LOCAL = re.compile(r"[2-8]\d{6,7}", re.ASCII)
_COUNTRY = re.compile(r"^(?:\+|00)?86-?(?=1[3-9]|0?\d{2,3}-?\d{7,8}$)")


def phone(text: object) -> Checked:
    """A mobile number (11 digits), a landline (0731-88880000), or a local number with a flag."""
    number = compact(text).replace("(", "").replace(")", "-").strip("-")
    plain = _COUNTRY.sub("", number)
    digits = plain.replace("-", "")
    if MOBILE.fullmatch(digits):
        return Checked(digits)
    found = LANDLINE.fullmatch(plain) or LANDLINE.fullmatch(digits)
    if found:
        return Checked(f"{found[1]}-{found[2]}")
    if _LOCAL.fullmatch(digits):
        return Checked(digits, doubt=Reason.of("A landline without its area code."))
    return Checked.no(
        digits,
        Reason.of(
            "This is no phone number: {count} digits. A mobile number has 11.", count=len(digits)
        ),
    )
