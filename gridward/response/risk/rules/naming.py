"""What a row of a list calls an area: how its text is read, and when two texts mean one place."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_DASH = re.compile(r"(?<=[0-9a-z])[\-–—−~～]+(?=[0-9a-z])")
_COMMA = re.compile(r"(?<=[0-9a-z])[^\w\-]+(?=[0-9a-z])")
_ZONES = (
    (re.compile("高新技术(?:产业)?开发区|高新产业开发区|高新技术产业区"), "高新区"),
    (re.compile("经济技术开发区|经济开发区"), "经开区"),
)
_REMAINDER = re.compile(
    "风险(?:区|地区|区域)?[、，（(）)]*(?:以外|之外|除外|外)|(?:其他|其它|其余|剩余)(?:的)?(?:所有)?(?:区域|地区|范围|部分|地方)"
)
_SIDES = re.compile("[东南西北](?:至|到|临|起|侧至)|以[东南西北]|[东南西北]以|合围|围合")
_BUILDING = re.compile(r"号楼|栋|幢|单元|座(?:$|[^谈])|门洞|\d+号(?:院|$)|\d+#|\d+楼|楼栋|号院")
_TOWN = "街道办事处|街道办|街道|镇|乡|苏木|地区|办事处|管委会|街(?=除|全域|其他|其余|$)"
_VILLAGE = "社区居委会|社区居民委员会|社区|村民委员会|村委会|居委会|行政村|嘎查|村"
_HEAD = re.compile(
    rf"^(?!除|其余|其他|其它|剩余|域内)(?:(?P<town>[^、，,；;（(0-9]{{1,14}}?(?:{_TOWN})))?"
    rf"(?P<village>[^、，,；;（(0-9]{{1,14}}?(?:{_VILLAGE}))?"
)
_BARE = re.compile("除|全|其他|其它|其余|剩余|区域|辖区|辖域|范围|[高中]|上述|以上")
_ALL = re.compile("(?:全域|全境|全镇|全乡|全村|全街道|辖区|区域|范围|整体|全部)*(?:内)?$")
_ESTATE = re.compile(
    "小区|花园|花苑|公寓|家园|家属院|家属楼|宿舍|公馆|广场|大厦|酒店|宾馆|市场|公司|学校|医院|厂|店|"
    "苑|府|城|庭|园|里|湾|新村|庄园|院|郡|居|轩|阁|坊"
)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a row: its kind of boundary, the divisions at its head, what stands behind."""

    kind: str
    head: str
    rest: str

    @property
    def whole(self) -> bool:
        """Whether the divisions at the head are meant wholly (save for what is listed higher)."""
        if self.kind == "remainder":
            return bool(_BARE.match(self.rest.lstrip("内的(,中域:")))
        return self.kind in {"division", "street", "village"}


def read_text(text: str, *above: str) -> Text:
    """`above`: province, city and county of the row, which some texts repeat at their beginning."""
    own = without_lead(_flat(text), *above)
    if own in above:  # the row says its own division once more
        return Text("division", "", "")
    found = _HEAD.match(own)
    head = found.group(0) if found else ""
    rest = own[len(head) :]
    return Text(_kind(own, found, rest), head, rest)


def _flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def without_lead(text: str, *above: str) -> str:
    """海淀区上地街道… -> 上地街道…, when 海淀区 is what the row says anyhow."""
    lead = sorted({part for each in above for part in (each, each[:-1]) if len(part) > 1}, key=len)
    for part in (*reversed(lead), *reversed(lead), *reversed(lead)):
        if len(text) > len(part) and text.startswith(part) and part[-1] in "省市区县旗州盟":
            text = text.removeprefix(part)
    return text


def _kind(own: str, found: re.Match[str] | None, rest: str) -> str:
    if not own:
        return "division"
    if _REMAINDER.search(own):
        return "remainder"
    if len(_SIDES.findall(own)) > 1:
        return "bounded"
    if found and found.group(0) and (not rest or _ALL.fullmatch(rest)):
        return "village" if found["village"] else "street"
    if _BUILDING.search(own):
        return "building"
    return "estate" if _ESTATE.search(rest or own) else "description"


def plain_text(text: str, *above: str) -> str:
    """The one spelling under which texts of two lists are compared.

    4-6号楼 stays apart from 4、6号楼 and from 46号楼; brackets and blanks say nothing.
    """
    own = without_lead(_flat(text), *above).casefold()
    own = _COMMA.sub(",", _DASH.sub("-", own))
    return re.sub(r"[^\w,\-]+|(?<![0-9a-z])[,\-]|[,\-](?![0-9a-z])|_", "", own)


def zone_name(county: str, city: str) -> str:
    """连云港经济技术开发区 and 经济技术开发区 of 连云港市 are one zone."""
    for pattern, short in _ZONES:
        county = pattern.sub(short, county)
    for lead in (city, city[:-1]):
        if len(lead) > 1 and county.startswith(lead) and len(county) > len(lead) + 1:
            return county.removeprefix(lead)
    return county


def identity(division: str, zone: str, text: str) -> str:
    """The name under which an area is found again in the next list, whatever it is called there.

    `division` is the code of the division, or its name where nobody knows it; `zone` what stands
    there instead of a division; `text` as `plain_text` gives it.
    """
    return digest(division, zone, text)


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
