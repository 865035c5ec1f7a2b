"""Case numbers: HT-2020-0001, per township and year."""

from pypinyin import Style, lazy_pinyin

_TAILS = ("街道办事处", "街道", "镇", "乡")


def prefix(township: str, code: str) -> str:
    """The initials of a township's name, 灰汤镇 -> HT; its code when the name gives none."""
    name = township
    for tail in _TAILS:
        name = name.removesuffix(tail)
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).upper()
    return initials if initials.isascii() and initials.isalpha() else code


def number(initials: str, year: int, sequence: int) -> str:
    """``HT-2020-0001``; grows beyond four digits when needed."""
    return f"{initials}-{year}-{sequence:04}"
