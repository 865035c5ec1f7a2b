"""Which division each row of a list means: columns by their names, texts by the places room."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gridward.ground.places import queries as places
from gridward.ground.places.rules import Match, Verdict
from gridward.response.risk.formats.risk_list import ListedArea
from gridward.response.risk.rules.areas import significant
from gridward.response.risk.rules.naming import Text, identity, plain_text, read_text, zone_name

NO_PLACE = frozenset(
    {"", "市辖区", "县", "省直辖县级行政单位", "自治区直辖县级行政单位", "省直辖县级行政区划"}
)


@dataclass(frozen=True, slots=True)
class Division:
    """Digits of the deepest division of the three columns, and whether the last column is it;
    `zone` is the last column when it is no division (经开区)."""

    code: str
    exact: bool
    zone: str


@dataclass(frozen=True, slots=True)
class Located:
    """A row with its place: `key` finds it again under other spellings and old names."""

    area: ListedArea
    code: str
    whole: bool
    boundary: str
    key: str


def located(areas: Sequence[ListedArea]) -> list[Located]:
    """Each row with its place, in order. A few thousand distinct places for tens of thousands of
    rows go through the matcher."""
    divisions = {key: _division(*key) for key in {(a.province, a.city, a.county) for a in areas}}
    texts = {a.place: read_text(a.text, *a.place[:3]) for a in areas}
    deeper = {
        (a.division, texts[a.place].head)
        for a in areas
        if texts[a.place].head and divisions[a.place[:3]].code
    }
    heads = {f"{name}{head}": (name, head) for name, head in deeper}
    found = {heads[typed]: match for typed, match in places.match_many(heads).items()}
    known: dict[tuple[str, str, str, str], Located] = {}
    result = []
    for area in areas:
        made = known.get(area.place)
        if made is None:
            text = texts[area.place]
            division = divisions[area.place[:3]]
            made = _located(area, division, text, found.get((area.division, text.head)))
            known[area.place] = made
        result.append(Located(area, made.code, made.whole, made.boundary, made.key))
    return result


def _located(area: ListedArea, division: Division, text: Text, match: Match | None) -> Located:
    zone = division.zone if division.code else area.division
    key = identity(division.code or area.province, zone, plain_text(area.text, *area.place[:3]))
    if not area.text:
        whole = area.whole and division.exact
        return Located(area, division.code, whole, "division", key)
    if not text.head:  # the county itself, or what is left of it
        return Located(area, division.code, division.exact and text.whole, text.kind, key)
    code = significant(match.code) if match and match.decision == Verdict.ACCEPT else ""
    if not code or not code.startswith(division.code):
        return Located(area, division.code, whole=False, boundary=text.kind, key=key)
    whole = text.whole and match is not None and not match.rest
    return Located(area, code, whole, text.kind, key)


@lru_cache(maxsize=8_192)
def _division(province: str, city: str, county: str) -> Division:
    names = [name for name in dict.fromkeys((province, city, county)) if name not in NO_PLACE]
    code, left = _by_name(names)
    if not left:
        return Division(code, exact=True, zone="")
    # Old names, short names and whatever else stands there: the matcher knows them.
    for end in range(len(names), 0, -1):
        typed = "".join(names[:end]).replace("（地区）", "").replace("(地区)", "")
        match = places.match_many([typed])[typed]
        if match.decision == Verdict.ACCEPT and not match.rest:
            deep = significant(match.code)
            if len(deep) >= len(code):
                zone = "".join(names[end:])
                return Division(deep, exact=not zone, zone=zone_name(zone, names[end - 1]))
    zone = "".join(left)
    return Division(code, exact=False, zone=zone_name(zone, names[-len(left) - 1] if code else ""))


def _by_name(names: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The code of the names, each right below the one before it, and the names that are left."""
    code = ""
    for number, name in enumerate(names):
        below = _below(code)
        deeper = below.get(name)
        if deeper is None:
            return code, names[number:]
        code = deeper
    return code, ()


@lru_cache(maxsize=512)
def _below(code: str) -> dict[str, str]:
    """Names right below a division -> digits; through levels that are no place (市辖区)."""
    found: dict[str, str] = {}
    for each in places.children(code.ljust(12, "0") if code else ""):
        digits = significant(each.code)
        found.setdefault(each.name, digits)
        if each.name in NO_PLACE or (len(digits) == 4 and digits.endswith("01") and not code[2:]):
            found.update({k: v for k, v in _below(digits).items() if k not in found})
    return found
