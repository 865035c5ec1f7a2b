"""An address as people say it, taken apart: 龙泉村3组12号, 阳光花园3栋2单元302, 302室.

Element order of GB/T 23705-2009: village or community, road and number, estate, building, unit,
room.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gridward.ground.roster.rules.names import place_sound
from gridward.ground.roster.rules.text import normal

_DIGITS = {
    **{d: n for n, d in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_NUMBER = r"[0-9零〇一二两三四五六七八九十百]+"
_CODE = r"[0-9A-Za-z零〇一二两三四五六七八九十百]+"
_GROUP = re.compile(rf"(?P<all>第?(?P<n>{_NUMBER})(?:村民)?小?组)")
_BUILDING = re.compile(rf"(?P<all>第?(?P<n>{_CODE})(?:栋|幢|座|号楼|#楼?|楼(?=.*单元)))")
_UNIT = re.compile(rf"(?P<all>第?(?P<n>{_CODE})(?:单元|门洞))")
_ROOM = re.compile(rf"(?P<all>(?P<n>{_CODE})(?:室|房|户)?)$")
_HOUSE = re.compile(rf"(?P<all>(?:门牌)?(?P<n>{_NUMBER}(?:-\d+)?)(?:号|號|户))")
_DASHED = re.compile(r"(?P<b>\d{1,3})[-#](?P<u>\d{1,2})-(?P<r>\d{3,4}[A-Z]?)$")
_ABOVE = re.compile(r"^.*(?:省|自治区|市|县|镇|乡|街道)(?=.)")


@dataclass(frozen=True, slots=True)
class Door:
    """The parts of an address; `village` is what stands before them, as typed."""

    village: str = ""
    estate: str = ""  # a housing estate, or the villagers' group as "3组"
    building: str = ""
    unit: str = ""
    room: str = ""  # room or house number

    @property
    def is_exact(self) -> bool:
        """Whether it can name one door."""
        return bool(self.room)


def number(text: str) -> str:
    """``十二`` -> ``12``, ``二〇三`` -> ``203``, ``012`` -> ``12``; letters in capitals."""
    if text.isascii():
        return text.lstrip("0").upper() or "0"
    if not any(sign in "十百" for sign in text):
        return "".join(str(_DIGITS.get(sign, sign)) for sign in text).lstrip("0") or "0"
    total = part = 0
    for sign in text:
        if sign in "十百":
            total += (part or 1) * (10 if sign == "十" else 100)
            part = 0
        else:
            part = int(_DIGITS.get(sign, sign))
    return str(total + part)


def parse(text: object) -> Door:
    """The door in an address; what is not understood stays in `village`."""
    rest = normal(text).replace(" ", "").replace(",", "").replace(",", "")
    dashed = _DASHED.search(rest)
    if dashed:
        return replace(
            _named(rest[: dashed.start()]),
            building=number(dashed["b"]), unit=number(dashed["u"]), room=number(dashed["r"]),
        )  # fmt: skip
    building, rest, head = _take(_BUILDING, rest, None)
    unit, rest, head = _take(_UNIT, rest, head)
    group, rest, head = _take(_GROUP, rest, head)
    room = ""
    if not building and not unit:
        room, rest, head = _take(_HOUSE, rest, head)
    if not room:
        tail = _ROOM.search(rest if head is None else rest[head:])
        if tail and (head is not None or rest[-1:] in "室房户"):
            start = tail.start() + (head or 0)
            room, rest = number(tail["n"]), rest[:start]
    name = rest if head is None else rest[:head]
    door = _named(name)
    return replace(
        door, estate=f"{group}组" if group else door.estate, building=building, unit=unit, room=room
    )


def _take(shape: re.Pattern[str], rest: str, head: int | None) -> tuple[str, str, int | None]:
    """The number found, the text without it, and where the first part taken out began."""
    found = shape.search(rest)
    if not found:
        return "", rest, head
    start = found.start("all")
    kept = rest[:start] + rest[found.end("all") :]
    return number(found["n"]), kept, start if head is None else min(head, start)


_VILLAGE_END = re.compile(r"^(.*?(?:村民委员会|居民委员会|村委会|居委会|社区|[^新]村))(.*)$")


def _named(text: str) -> Door:
    found = _VILLAGE_END.match(text)
    if found and found[2]:
        return Door(village=found[1], estate=found[2][:60])
    return Door(village=text)


@dataclass(frozen=True, slots=True)
class Village:
    """A village of the own tree as `find_village` needs it."""

    path: str
    name: str


_SUFFIX = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区居委会|社区|村|居)$")


def bare(name: str) -> str:
    """A village's name without what people leave out: 龙泉村委会 -> 龙泉."""
    return _SUFFIX.sub("", name) or name


def find_village(text: str, villages: Sequence[Village]) -> tuple[list[Village], bool]:
    """The villages that an address names and whether it is certain (written, not only heard).

    Written names win over names without their suffix, these over the same sound; the longest name
    of a class wins (新龙泉村 before 龙泉村). More than one left means a person must choose.
    """
    typed = normal(text).replace(" ", "")
    for found in (
        _longest([v for v in villages if v.name in typed]),
        _longest([v for v in villages if len(bare(v.name)) > 1 and bare(v.name) in typed]),
    ):
        if found:
            return found, len(found) == 1
    heard = place_sound(_ABOVE.sub("", typed))
    return [v for v in villages if _sounds_in(place_sound(bare(v.name)), heard)], False


def _longest(found: list[Village]) -> list[Village]:
    best = max((len(bare(v.name)) for v in found), default=0)
    return [v for v in found if len(bare(v.name)) == best]


def _sounds_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    size = len(part)
    return size > 1 and any(whole[n : n + size] == part for n in range(len(whole) - size + 1))
