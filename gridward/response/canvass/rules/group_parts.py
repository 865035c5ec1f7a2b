"""Numbers, doors and names in a line of a residents' group. Pure.

Everything found is cut out of the text, so that no digit is read twice; what is left is words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

_DIGITS = {**{sign: n for n, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "俩": 2}
_CN = "零〇一二两三四五六七八九十"
_MOBILE = re.compile(r"(?<![\d*])(?:\+?0{0,2}86[- ]?)?(1[3-9]\d(?:[- ]?\d{4}){2})(?![\d*])")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?(\d{7,8})(?!\d)")
_LOCAL = re.compile(r"(?:电话|座机|固话)[:： ]*([2-8]\d{6,7})(?!\d)")
_LONG = re.compile(r"(?<![\dA-Za-z])\d[\d*xX ]{5,}[\d*xX](?![\d])")
_CARD = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_WARM, _DEGREE = r"(?:3[4-9]|4[0-3])", r"(?:℃|°C?|度|C\b)"
_HEAT = re.compile(
    rf"(?:体温|温度|发烧|发热|高烧|低烧|烧到|量了)[^\d]{{0,4}}({_WARM}(?:\.\d{{1,2}})?)(?![\d.])\s*{_DEGREE}?|"
    rf"(?<![\d.])({_WARM}\.\d{{1,2}})(?!\d)\s*{_DEGREE}?|(?<!\d)({_WARM})\s*(?:℃|°C?|度)"
)
_DATES = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}[日号]?|\d{1,2}:\d{2}(?::\d{2})?|"
    r"\d{1,2}[点时](?:\d{1,2}分?|半)?|\d+\s*(?:天|小时|分钟|年级|年|元|块|斤|岁|个月|次|件|包|瓶|袋|盒)"
)
_N = rf"(\d{{1,2}}|[{_CN}]{{1,3}})"
_ADULTS = re.compile(rf"{_N}\s*(?:个)?大(?:人)?\s*{_N}\s*(?:个)?小(?:孩)?")
_PEOPLE = re.compile(
    rf"(?<![\d{_CN}第])(?:一家|全家|家里|家中|我家|家有|共有|共|总共|一共|合计|人数|人口|常住|在家|住)?"
    rf"[:： ]*{_N}\s*"
    rf"(?:个人|口人|口之家|口子|个大人|人家?|口|位|名)(?!民)"
)
_LABELLED = re.compile(rf"(?:人数|人口|常住人口|家庭人口|家里人数)[:：= ]*{_N}(?![\d])")
_PART = re.compile(
    rf"(?<!没有)(?<!无)(?<!没)(?:其中|外来|返乡|外地|发烧|发热|不在|出去|外出)[^,，。;；]*?{_N}\s*(?:个)?(?:人|口|位|名)"
)
_ROOM_SIGN = r"(?:室|房|户(?!主)|号房|号(?![楼码线店]))"
_BUILDING = re.compile(
    rf"第?(\d{{1,3}}|[A-Za-z]\d?|[{_CN}]{{1,3}})\s*(?:栋|幢|座|号楼|#楼?(?![\d{{3}}])|楼栋)"
)
_UNIT = re.compile(rf"第?(\d{{1,2}}|[A-Za-z]|[{_CN}]{{1,3}})\s*(?:单元|门洞|门(?!牌|口|卫|诊|店))")
_GROUP = re.compile(rf"第?(\d{{1,2}}|[{_CN}]{{1,3}})\s*(?:村民)?小?组(?!长)")
_THREE = re.compile(
    r"(?<![\d-])(\d{1,3}|[A-Za-z]\d?)\s*[-－—#/.栋]\s*(\d{1,2})\s*[-－—/.]\s*(\d{3,4})(?!\d)"
)
_TWO = re.compile(r"(?<![\d-])(\d{1,2}|[A-Za-z]\d?)\s*[-－—#/]\s*(\d{3,4})(?![\d-])")
_ROOM = re.compile(rf"(?<![\d.A-Za-z])(\d{{3,4}})([A-Da-d])?\s*{_ROOM_SIGN}?(?![\d.])")
_CN_ROOM = re.compile(
    rf"(?<![{_CN}])([零〇一二两三四五六七八九]{{3,4}})\s*{_ROOM_SIGN}?(?![{_CN}])"
)
_HOUSE = re.compile(
    rf"(?<!\d)(\d{{1,4}}(?:-\d{{1,2}})?|[{_CN}]{{1,3}})\s*(?:号(?!楼|码|线|店|[\d])|号门|号房)"
)
_BARE = re.compile(r"(?<![\d.\-+A-Za-z])(\d{1,2})(?![\d.\-])")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗"
    "谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
)
_NAME = re.compile(rf"(?:欧阳|司马|上官|诸葛|[{_SURNAMES}])[\u4e00-\u9fa5·]{{1,3}}")
_NAMED = re.compile(r"(?:户主|姓名|我是|联系人|业主)[:： ]*([\u4e00-\u9fa5·]{2,4})")
_NO_NAME = re.compile(
    r"平安|正常|健康|在家|发|安全|报|都|小区|单元|金额|方便|全|人|家|号|组|村|吗|的|了|好|不|没|有|无|齐|成功|"
    r"高|温|康|安|白天|任何|时间|关于|向|连|成员|段|江|万|左右|单位|石|包括|范围|何|于|许|华|江苏|江西|广|湖"
)


@dataclass(frozen=True, slots=True)
class Door:
    """What a line says of one door; "" where nothing. `estate`: a villagers' group as "3组".
    `is_plain`: it may as well be something else than a room."""

    estate: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    is_plain: bool = False


@dataclass(slots=True)
class Rest:
    """A text from which what was understood is cut out; holes keep their length."""

    text: str
    notes: list[str] = field(default_factory=list)

    def cut(self, pattern: re.Pattern[str], take: Callable[[re.Match[str]], bool | None]) -> None:
        """Cut out what `pattern` finds, unless `take` says no with False."""

        def hole(found: re.Match[str]) -> str:
            return found[0] if take(found) is False else "\x00" * len(found[0])

        self.text = pattern.sub(hole, self.text)


def whole(text: str) -> int:
    """``12``, ``十二``, ``二十``, ``两`` as a number."""
    if text.isascii():
        return int(text)
    total = part = 0
    for sign in text:
        if sign == "十":
            total, part = total + (part or 1) * 10, 0
        else:
            part = (
                part * 10 + _DIGITS.get(sign, 0)
                if part and "十" not in text
                else _DIGITS.get(sign, 0)
            )
    return total + part


def plain_number(text: str) -> str:
    """``3``, ``03``, ``三``, ``b`` as the register has them: ``3``, ``3``, ``3``, ``B``."""
    if text.isascii():
        return text.upper() if not text.isdecimal() else str(int(text))
    return str(whole(text))


def spelled(text: str) -> str:
    """``三零二`` -> ``302``."""
    return "".join(str(_DIGITS[sign]) for sign in text)


def phones(rest: Rest) -> list[str]:
    """The phone numbers that stand in the text whole, digit by digit; others are noted."""
    found: list[str] = []
    rest.cut(_CARD, lambda _m: None)
    rest.cut(_MOBILE, lambda m: found.append(re.sub(r"\D", "", m[1])))
    rest.cut(_LANDLINE, lambda m: found.append(f"{m[1]}-{m[2]}"))
    rest.cut(_LOCAL, lambda m: found.append(m[1]))

    def odd(match: re.Match[str]) -> bool | None:
        digits = re.sub(r"\s", "", match[0])
        if len(digits) < 9 and not re.search(r"[*xX]", digits):
            return False
        rest.notes.append(digits)
        return None

    rest.cut(_LONG, odd)
    return list(dict.fromkeys(found))


def heats(rest: Rest) -> list[float]:
    """Body temperatures in degrees."""
    found: list[float] = []
    rest.cut(_HEAT, lambda m: found.append(float(m[1] or m[2] or m[3])))
    return found


def dates(rest: Rest) -> None:
    """Days, hours, prices and ages are cut out."""
    rest.cut(_DATES, lambda _m: None)


def people(text: str) -> tuple[list[int], bool]:
    """The numbers of people a text tells of a household, and whether in so many words; a part of
    them ("其中1人发烧") does not count."""
    rest = Rest(text)
    found: list[int] = []
    rest.cut(_ADULTS, lambda m: found.append(whole(m[1]) + whole(m[2])))
    rest.cut(_PART, lambda _m: None)
    rest.cut(_LABELLED, lambda m: found.append(whole(m[1])))
    rest.cut(_PEOPLE, lambda m: found.append(whole(m[1])))
    if found:
        return [n for n in found if 0 < n < 30], True
    return [int(n) for n in _BARE.findall(rest.text) if 0 < int(n) < 16], False


def name(text: str) -> str:
    """A name that stands by itself in the words left over."""
    labelled = _NAMED.search(text)
    if labelled:
        return labelled[1]
    for token in re.split(r"[^\u4e00-\u9fa5·]+", text):
        if 2 <= len(token) <= 4 and _NAME.fullmatch(token) and not _NO_NAME.search(token[1:]):
            return token
    return ""


@dataclass(frozen=True, slots=True)
class Found:
    """A door with the place in the text where it stood."""

    door: Door
    start: int
    end: int


def doors(text: str) -> list[Found]:
    """The doors a line names, in their order. Building and unit hold for the rooms that follow."""
    marks: list[tuple[int, int, str, tuple[str, ...]]] = []
    rest = Rest(text)

    def note(
        kind: str, convert: Callable[[re.Match[str]], tuple[str, ...]]
    ) -> Callable[[re.Match[str]], None]:
        return lambda m: marks.append((m.start(), m.end(), kind, convert(m)))

    rest.cut(_THREE, note("three", lambda m: tuple(plain_number(m[n]) for n in (1, 2, 3))))
    rest.cut(_BUILDING, note("building", lambda m: (plain_number(m[1]),)))
    rest.cut(_UNIT, note("unit", lambda m: (plain_number(m[1]),)))
    rest.cut(_GROUP, note("group", lambda m: (f"{plain_number(m[1])}组",)))
    rest.cut(_TWO, note("two", lambda m: (plain_number(m[1]), m[2])))
    rest.cut(_ROOM, note("room", lambda m: (m[1] + (m[2] or "").upper(), m[0])))
    rest.cut(_CN_ROOM, note("room", lambda m: (spelled(m[1]), m[0])))
    if not any(kind in {"room", "three", "two"} for _s, _e, kind, _v in marks):
        rest.cut(
            _HOUSE,
            note("room", lambda m: (m[1] if m[1][0].isdecimal() else plain_number(m[1]), m[0])),
        )
    return _joined(sorted(marks))


def _joined(marks: list[tuple[int, int, str, tuple[str, ...]]]) -> list[Found]:
    found: list[Found] = []
    estate = building = unit = ""
    start = -1
    for at, end, kind, values in marks:
        start = at if start < 0 else start
        if kind == "group":
            estate, building, unit = values[0], "", ""
            continue
        if kind == "building":
            building, unit = values[0], ""
            continue
        if kind == "unit":
            unit = values[0]
            continue
        if kind == "three":
            building, unit, room, is_plain = values[0], values[1], values[2], False
        elif kind == "two":
            first, room, is_plain = values[0], values[1], True
            building, unit = (building, first) if building else (first, unit)
        else:
            room = values[0]
            is_plain = not (building or unit or estate or re.search(r"[室房户号]", values[1]))
        found.append(Found(Door(estate, building, unit, room, is_plain), start, end))
        start = -1
    return found
