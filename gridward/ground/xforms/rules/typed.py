"""What somebody types off a paper form, as the form wants it."""

import re
from collections.abc import Sequence
from datetime import date

from gridward.core.decision import Reason

_DATE = re.compile(r"(?:(\d{4})\D?)?(\d{1,2})\D(\d{1,2})\D?|(\d{4})(\d{2})(\d{2})")
_WIDE = str.maketrans("０１２３４５６７８９．－：，、；　", "0123456789.-:,,; ")
_TIME = re.compile(r"(\d{1,2})[:.点时]?(\d{2})?分?")


class Unreadable(ValueError):
    """What was typed fits no answer; the reason is for the person at the desk."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def chosen(text: str, options: Sequence[tuple[str, str]], *, most: int) -> str:
    """Numbers, values or words of choices as values, blanks between. Raises `Unreadable`."""
    told = re.split(r"[\s,;]+", text.translate(_WIDE).strip()) if text.strip() else []
    if most > 1 and len(told) == 1 and told[0].isdecimal() and len(options) < 10:
        told = list(told[0])  # 134 is 1, 3 and 4 while there are not ten choices
    found = [_choice(each, options) for each in told]
    if len(found) > most:
        raise Unreadable(Reason.of("Only one choice may be given."))
    return " ".join(dict.fromkeys(found))


def _choice(text: str, options: Sequence[tuple[str, str]]) -> str:
    if text.isdecimal() and 1 <= int(text) <= len(options):
        return options[int(text) - 1][0]
    for value, label in options:
        if text in {value, label}:
            return value
    raise Unreadable(
        Reason.of("“{text}” is no choice; they go from 1 to {most}.", text=text, most=len(options))
    )


def dated(text: str, *, today: date) -> str:
    """2020-2-20, 20200220, 2月20日 or 2.20 as ``2020-02-20``. Raises `Unreadable`.

    Without a year the latest such day that is not ahead of `today`.
    """
    plain = text.translate(_WIDE).strip()
    if not plain:
        return ""
    found = _DATE.fullmatch(plain)
    try:
        if found and found[4]:
            return date(int(found[4]), int(found[5]), int(found[6])).isoformat()
        if found:
            year = int(found[1] or today.year)
            day = date(year, int(found[2]), int(found[3]))
            if not found[1] and day > today:
                day = day.replace(year=year - 1)
            return day.isoformat()
    except ValueError:
        pass
    raise Unreadable(Reason.of("“{text}” is no date. Type it as 20200220 or 2.20.", text=text))


def timed(text: str) -> str:
    """8:30, 830, 8点30分 as ``08:30:00``. Raises `Unreadable`."""
    plain = text.translate(_WIDE).strip()
    if not plain:
        return ""
    found = _TIME.fullmatch(plain)
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
        return f"{int(found[1]):02}:{int(found[2] or 0):02}:00.000"
    raise Unreadable(Reason.of("“{text}” is no time. Type it as 8:30.", text=text))


def serial_number(text: str) -> str:
    """The number on a sheet with its six digits. Raises `Unreadable`."""
    plain = re.sub(r"^(no|n°|№|编号)[.:]?", "", text.translate(_WIDE).strip().lower()).strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain):
        raise Unreadable(
            Reason.of("“{text}” is no number of a sheet. It has six digits, such as 000012.",
                      text=text)
        )  # fmt: skip
    return plain.lstrip("0").zfill(6)


def no_number(text: str, *, whole: bool) -> Reason:
    """What to say of an answer in words where the form counts."""
    if whole:
        return Reason.of("“{text}” is no whole number. Type digits only, such as 3.", text=text)
    return Reason.of("“{text}” is no number. Type digits only, such as 36.5.", text=text)


def serial_doubt(
    number: str, *, last: int, printed_as: str | None, edition: str
) -> Reason | None:  # fmt: skip
    """Why a number may be mistyped. `last`: the highest that was printed; `printed_as`: the edition
    this one was printed with, None when it never was; `edition`: the one the pile is typed with."""
    if printed_as is None and not last:
        return Reason.of("No numbered sheets of this form were printed here.")
    if printed_as is None:
        return Reason.of(
            "No sheet {number} was printed: the numbers go from 000001 to {last}.",
            number=number, last=f"{last:06}",
        )  # fmt: skip
    if printed_as != edition:
        return Reason.of(
            "Sheet {number} was printed with edition {printed}; this pile is typed with {edition}: "
            "its questions may differ.",
            number=number, printed=printed_as, edition=edition,
        )  # fmt: skip
    return None


def numbered(text: str) -> str:
    """A number with half-width signs and without a unit behind it."""
    plain = text.translate(_WIDE).replace(",", "").strip()
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*\D*", plain)
    return found[1] if found else plain
