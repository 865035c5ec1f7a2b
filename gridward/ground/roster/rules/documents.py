"""Identity documents.

Resident identity number: GB 11643-1999, 18 characters: 6 division, 8 birth date, 3 sequence (odd
male, even female), 1 check character by ISO 7064 MOD 11-2. Division codes of every year stay valid
(people keep their number when counties are re-drawn), so only the province is looked at. Residence
permits for Hong Kong, Macao and Taiwan have the same shape with 81, 82, 83. 15-digit cards are void
since 2013-01-01 (Law on resident identity cards, 2011 amendment).
"""

import re
from datetime import date

from gridward.core.decision import Reason
from gridward.ground.roster.rules.text import compact
from gridward.ground.roster.rules.values import Checked

PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
PERMITS = frozenset({"81", "82", "83"})  # residence permits, no county to look up
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST = 130
_PASSPORT = re.compile(r"[A-Z0-9]{5,17}")
_TRAVEL = {  # permits to come to the mainland; older ones are shorter
    "hk_macau_pass": re.compile(r"[HMC][A-Z]?\d{7,10}"),
    "taiwan_pass": re.compile(r"\d{8}|\d{10}[A-Z]?|[A-Z]?\d{8,10}"),
}
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")


def check_character(number: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


def birth_date_of(number: str) -> date | None:
    """The birth date in an 18-character number, None when it is no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1: 1 male, 2 female."""
    return "1" if int(number[16]) % 2 else "2"


def resident_id(text: object, *, today: date) -> Checked:
    """An 18-character resident identity number or residence permit number."""
    number = compact(text).replace("-", "")
    if re.fullmatch(r"\d{15}", number, re.ASCII):
        return Checked.no(
            number, Reason.of("15-digit cards are void since 2013. Ask for the 18-digit number.")
        )
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return Checked.no(
            number,
            Reason.of(
                "An identity number has 18 characters, this one {count}. Was it rounded by Excel? "
                "Format the column as text and type it again.",
                count=len(number),
            ),
        )
    return Checked(number, _wrong_with(number, today))


def _wrong_with(number: str, today: date) -> Reason | None:
    if number[:2] not in PROVINCES:
        return Reason.of(
            "No province has the code {code}. Look at the card again.", code=number[:2]
        )
    born = birth_date_of(number)
    if born is None or born.year < today.year - _OLDEST:
        return Reason.of("The birth date in the number does not exist. Look at the card again.")
    if born > today:
        return Reason.of("The birth date in the number lies in the future. Look at the card again.")
    if check_character(number) != number[17]:
        return Reason.of("The last character does not fit the number. Look for a mistyped digit.")
    return None


def foreign_residence(text: object, *, today: date) -> Checked:
    """Foreign permanent residence card: since 2023 18 digits that begin with 9 (9 + 17 as above),
    before that three letters and 12 digits."""
    number = compact(text).replace("-", "")
    if _FOREIGN_OLD.fullmatch(number):
        return Checked(number)
    if not re.fullmatch(r"9\d{16}[\dX]", number, re.ASCII):
        return Checked.no(
            number,
            Reason.of(
                "A foreign permanent residence card has 18 digits beginning with 9, "
                "or three letters and 12 digits."
            ),
        )
    born = birth_date_of(number)
    if born is None or born > today:
        return Checked.no(
            number,
            Reason.of("The birth date in the number does not exist. Look at the card again."),
        )
    if check_character(number) != number[17]:
        return Checked.no(
            number,
            Reason.of("The last character does not fit the number. Look for a mistyped digit."),
        )
    return Checked(number)


def document(kind: str, text: object, *, today: date) -> Checked:
    """The number of a document of `kind` (a value of `choices.DocumentType`)."""
    number = compact(text).replace("-", "")
    if not number or kind == "none":
        return Checked("")
    if kind in {"resident_id", "residence_permit"}:
        return resident_id(number, today=today)
    if kind == "foreign_residence":
        return foreign_residence(number, today=today)
    if _TRAVEL.get(kind, _PASSPORT).fullmatch(number):
        return Checked(number)
    return Checked(number, doubt=Reason.of("This is no usual number for this kind of document."))


def kind_of(text: object) -> str:
    """The document kind that a bare number most likely belongs to; empty when it is not plain."""
    number = compact(text).replace("-", "")
    if re.fullmatch(r"\d{17}[\dX]|\d{15}", number, re.ASCII):
        if number[0] == "9":
            return "foreign_residence"
        return "residence_permit" if number[:2] in PERMITS else "resident_id"
    if _FOREIGN_OLD.fullmatch(number):
        return "foreign_residence"
    if re.fullmatch(r"[HM]\d{8,10}", number):
        return "hk_macau_pass"
    return "passport" if re.fullmatch(r"[A-Z]{1,2}\d{7,8}", number) else ""
