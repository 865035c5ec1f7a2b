"""What an address says below the village: road, number, estate, building, unit, floor, room.

The elements are those of addresses of estates (路巷, 门牌, 小区, 楼栋, 单元, 楼层, 户室) and of
villages (组, 门牌). Nothing is guessed: what fits no pattern is the estate when a house follows it
or an estate's ending closes it, and is left out otherwise.
"""

import re
from dataclasses import dataclass

_N = r"(?:[0-9]+|[a-z][0-9]*|[甲乙丙丁东西南北中]|[一二三四五六七八九十百]+)"
_COUNT = r"(?:[0-9]+|[一二三四五六七八九十]+)"
_GROUP = re.compile(rf"第?{_COUNT}(?:村民小组|小组|组|生产队|队|社(?!区)|屯)")
_ROAD = re.compile(
    r"(?P<road>(?:[0-9]+号)?[\u3400-\u9fff0-9]{1,9}?"
    r"(?:(?:东|西|南|北|中|[一二三四五六七八九十]+)?(?:大道|大街|公路|马路|路|街(?!道)|胡同|巷|弄|国道|省道))"
    r"(?:[东西南北中]段)?)"
    r"(?P<number>[0-9]+(?:[-至、][0-9]+)*(?:号(?!楼|院?[0-9]*[幢栋座])|弄)(?:附[0-9]+号?)?(?:-[0-9]+(?=[^0-9]|$))?)?"
)
_NUMBER = re.compile(r"[0-9]+(?:-[0-9]+)*号(?!楼|[幢栋座])")
_HOUSE = re.compile(
    rf"(?P<building>{_N}(?:号楼|号[幢栋座]|[幢栋座]|号搂|楼(?=[0-9]+单元)))"
    rf"|(?P<unit>{_N}(?:单元|门(?!口|市)|梯))"
    rf"|(?P<floor>(?:负|b|地下)?{_COUNT}(?:层|楼|f(?![a-z0-9])))"
    rf"|(?P<room>{_N}(?:室|房间|房(?!屋)|户(?!外)))"
)
_DASHED = re.compile(r"(?<![0-9])([0-9]+)-(?:([0-9]+)-)?([0-9]+)(?:室|号)?$")
_BARE_ROOM = re.compile(r"[0-9]{3,4}(?=[^0-9号弄幢栋座楼层]|$)")
_ESTATE_END = re.compile(
    r".{1,14}?(?:小区|新村|花园|花苑|家园|公寓|山庄|别墅|大厦|广场|新城|名城|嘉园|佳苑|苑|里|坊|园|城|府|湾|庭|轩|居|邸"
    r"|宿舍|大楼|写字楼|中心|工业区|工业园|科技园|产业园|市场|学校|医院)(?:[一二三四五六七八九十0-9]+[期区])?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The rest of an address, each as typed and empty when not said."""

    group: str = ""  # 3组
    road: str = ""  # 文三路
    number: str = ""  # 398号
    estate: str = ""  # 金色家园二期
    building: str = ""  # 3幢
    unit: str = ""  # 2单元
    floor: str = ""  # 12层
    room: str = ""  # 1202室


NO_PARTS = Parts()


def split(rest: str) -> Parts:
    """The parts of `rest`, which is normalised text without its divisions."""
    if not rest:
        return NO_PARTS
    found: dict[str, str] = {}
    group = _GROUP.match(rest)
    at = group.end() if group else 0
    if group:
        found["group"] = group.group()
    at = _street(rest, at, found)
    first = _house(rest, at, found)
    estate = _estate(rest[at:first], closed=first < len(rest))
    if estate:
        found["estate"] = estate
    return Parts(**found)


def _street(rest: str, at: int, found: dict[str, str]) -> int:
    """Road and number from `at` on; where they end."""
    road = _ROAD.match(rest, at)
    if road:
        found["road"] = road["road"]
        found["number"] = road["number"] or ""
        return road.end()
    number = _NUMBER.match(rest, at)
    if number:
        found["number"] = number.group()
        return number.end()
    return at


def _house(rest: str, at: int, found: dict[str, str]) -> int:
    """Building, unit, floor and room; where the first of them begins."""
    first = last = len(rest)
    for part in _HOUSE.finditer(rest, at):
        kind = part.lastgroup or ""
        if kind not in found:
            found[kind] = part.group()
            first = min(first, part.start())
            last = part.end()
    dashed = _DASHED.search(rest, at if first == len(rest) else last)
    if dashed and first == len(rest):
        building, unit, room = dashed.groups()
        found |= {"building": building, "unit": unit or "", "room": room}
        return dashed.start()
    if "room" not in found and first < len(rest):
        bare = _BARE_ROOM.search(rest, last)
        if bare:
            found["room"] = bare.group()
    return first


def _estate(between: str, *, closed: bool) -> str:
    """The name of an estate: all that stands before a house, else up to an estate's ending."""
    if closed:
        return between
    named = _ESTATE_END.match(between)
    return named.group() if named else ""
