"""The sound of a name: pinyin without tones, character by character."""

import re
from functools import lru_cache

from pypinyin import Style, pinyin

# Surnames read otherwise than the character usually is.
_SURNAMES = {
    "曾": "zeng", "解": "xie", "单": "shan", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao",
    "任": "ren", "盖": "ge", "缪": "miao", "覃": "qin", "翟": "zhai", "尉": "wei", "员": "yun",
    "乐": "yue", "折": "she", "种": "chong", "黑": "he", "秘": "bi", "冼": "xian", "祭": "zhai",
    "万": "wan", "重": "chong", "繁": "po", "召": "shao", "牟": "mou", "燕": "yan", "宁": "ning",
    "谌": "chen", "幺": "yao", "逄": "pang", "曲": "qu", "哈": "ha", "那": "na", "石": "shi",
}  # fmt: skip
_DOUBLE = {"尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "单于": "chanyu", "澹台": "tantai"}
_LETTERS = re.compile(r"[a-z]+")
LONGEST = 120


@lru_cache(maxsize=30_000)
def of_character(sign: str) -> str:
    """``张`` -> ``zhang``; letters and digits stay, anything else is left out."""
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    found: str = (
        pinyin(sign, style=Style.NORMAL, errors="ignore", v_to_u=False)[0][0]
        if _readable(sign)
        else ""
    )
    return found


def _readable(sign: str) -> bool:
    return bool(pinyin(sign, style=Style.NORMAL, errors="ignore"))


@lru_cache(maxsize=200_000)
def syllables(name: str) -> tuple[str, ...]:
    """The sounds of a person's name; the surname by its reading as a surname."""
    if name[:2] in _DOUBLE:
        return (_DOUBLE[name[:2]], *(of_character(sign) for sign in name[2:]))
    first = _SURNAMES.get(name[:1]) or of_character(name[:1])
    return tuple(part for part in (first, *(of_character(sign) for sign in name[1:])) if part)


def sound(name: str) -> str:
    """``张三丰`` -> ``zhangsanfeng``."""
    return "".join(syllables(name))[:LONGEST]


def initials(name: str) -> str:
    """``张三丰`` -> ``zsf``."""
    return "".join(part[0] for part in syllables(name))[:50]


def place_sound(text: str) -> tuple[str, ...]:
    """The sounds of a place name, one per character; no surname readings."""
    return tuple(of_character(sign) for sign in text)


def is_letters(text: str) -> bool:
    """Whether a search text is pinyin or initials."""
    return bool(_LETTERS.fullmatch(text.lower().replace(" ", "").replace("'", "")))
