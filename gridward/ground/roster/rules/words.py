"""What people write for the words of `choices`."""

import re
from collections.abc import Mapping
from datetime import date

from gridward.ground.roster.rules.text import normal

SEX = {
    "男": "1",
    "女": "2",
    "男性": "1",
    "女性": "2",
    "m": "1",
    "f": "2",
    "male": "1",
    "female": "2",
}
TENURE = {
    "自有": "owner", "自住": "owner", "自建房": "owner", "owner": "owner", "商品房": "owner",
    "出租": "tenant", "租住": "tenant", "租赁": "tenant", "租客": "tenant", "tenant": "tenant",
    "空置": "vacant", "空房": "vacant", "空户": "vacant", "无人居住": "vacant", "vacant": "vacant",
    "集体": "collective", "集体户": "collective", "宿舍": "collective", "collective": "collective",
    "网约房": "short_let", "民宿": "short_let", "日租房": "short_let", "short let": "short_let",
}  # fmt: skip
RESIDENCE = {
    "户籍": "registered", "常住": "registered", "本地": "registered", "户籍人口": "registered",
    "流动": "floating", "流动人口": "floating", "暂住": "floating", "外来": "floating",
        "租客": "floating",
    "外出": "away", "外出务工": "away", "人户分离": "away", "户在人不在": "away",
    "境外": "overseas", "外籍": "overseas", "境外人员": "overseas",
    "registered": "registered", "floating": "floating", "away": "away", "overseas": "overseas",
}  # fmt: skip
DOCUMENT = {
    "身份证": "resident_id", "居民身份证": "resident_id", "二代身份证": "resident_id",
        "护照": "passport",
    "港澳通行证": "hk_macau_pass", "港澳居民来往内地通行证": "hk_macau_pass",
        "回乡证": "hk_macau_pass",
    "台胞证": "taiwan_pass", "台湾居民来往大陆通行证": "taiwan_pass", "居住证": "residence_permit",
    "港澳台居民居住证": "residence_permit", "永居证": "foreign_residence",
    "外国人永久居留身份证": "foreign_residence", "无证件": "none", "无": "none",
}  # fmt: skip
_YES = frozenset(["是", "有", "1", "y", "yes", "true", "需要", "√", "✓", "独居"])
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?|(\d{4})(\d{2})(\d{2})")


def word(text: object, table: Mapping[str, str], default: str) -> str | None:
    """The stored value for what was written; `default` for nothing, None for something unknown."""
    typed = normal(text).lower()
    if not typed:
        return default
    if typed in table.values():
        return typed
    return table.get(typed)


def yes(text: object) -> bool:
    return normal(text).lower() in _YES


def day(text: object) -> date | None:
    """``1962-3-8``, ``1962年3月8日``, ``19620308``, ``1962年3月`` (its first day)."""
    found = _DATE.match(normal(text))
    if not found:
        return None
    year, month, of_month = (
        (found[1], found[2], found[3] or "1") if found[1] else found.groups()[3:]
    )
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return None


def whole(text: object) -> int | None:
    """A count: ``4``, ``4人``, ``4.0``; None when it is none or out of bounds."""
    found = re.fullmatch(r"(\d{1,6})(?:\.0+)?\s*(?:人|名|户|口)?", normal(text))
    return int(found[1]) if found else None


def degree(text: object) -> float | None:
    """A coordinate in degrees."""
    found = re.fullmatch(r"[-+]?\d{1,3}(?:\.\d+)?", normal(text))
    return float(found[0]) if found and abs(float(found[0])) <= 180 else None
