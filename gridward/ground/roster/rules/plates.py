"""Number plates (GA 36-2018 and the special series). A gate logs every plate: an unknown one gets a
flag, never a refusal."""

import re

from gridward.core.decision import Reason
from gridward.ground.roster.rules.text import compact
from gridward.ground.roster.rules.values import Checked

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_P, _A, _N = f"[{PROVINCES}]", "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"
_KINDS = {
    "new_energy_small": re.compile(rf"{_P}{_A}[A-HJK]{_N}\d{{4}}"),
    "new_energy_large": re.compile(rf"{_P}{_A}\d{{5}}[A-HJK]"),
    "suffixed": re.compile(rf"{_P}{_A}{_N}{{4}}[挂学警港澳领试超]"),
    "ordinary": re.compile(rf"{_P}{_A}{_N}{{5}}"),
    "emergency": re.compile(rf"{_P}{_A}{_N}{{4}}应急|{_P}X{_N}{{4}}应急"),
    "embassy": re.compile(r"使\d{6}|\d{6}使"),
    "consulate": re.compile(rf"{_P}\d{{5}}领|领\d{{6}}"),
    "police_force": re.compile(rf"WJ{_P}?\d{{4}}[0-9TDSHBXJ]|WJ\d{{2}}-?{_N}{{5}}"),
    "army": re.compile(r"[A-Z]{2}\d{5}"),
    "aviation": re.compile(r"民航\d{5}|民航[A-Z0-9]{5}"),
}
_SEPARATORS = re.compile(r"[-·•.・∙]")


def plate(text: object) -> Checked:
    """A plate without separators, letters in capitals; an unknown shape is a doubt."""
    number = _SEPARATORS.sub("", compact(text))
    if kind_of(number):
        return Checked(number)
    return Checked(number, doubt=Reason.of("No known series of plates. It is kept with a flag."))


def kind_of(number: str) -> str:
    """The series that a normalised plate belongs to, or an empty string."""
    return next((kind for kind, shape in _KINDS.items() if shape.fullmatch(number)), "")


def mask_plate(number: str) -> str:
    """湘E12312 -> 湘E***12 (domain 2.8)."""
    return (
        number[:2] + "*" * max(0, len(number) - 4) + number[-2:]
        if len(number) > 4
        else "*" * len(number)
    )
