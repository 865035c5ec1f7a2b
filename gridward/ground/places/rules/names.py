"""The parts of an official name: its core, its ending, and what people write instead of it."""

import re

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|"
    "景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|"
    "德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_ENDINGS = {
    1: re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$"),
    2: re.compile(rf"(?:(?:(?:{_PEOPLES})族?)+自治州|自治州|地区|盟|市|州)$"),
    3: re.compile(rf"(?:(?:(?:{_PEOPLES})族?)+自治[县旗]|自治[县旗]|林区|特区|新区|市|县|区|旗)$"),
    4: re.compile(
        rf"(?:街道办事处|地区办事处|街道|办事处|地区|(?:(?:{_PEOPLES})族)+[乡镇]|民族[乡镇]|苏木|镇|乡"
        r"|管理委员会|管委会)$"
    ),
    5: re.compile(
        r"(?:(?:农村|城市)?社区居民?委员?会|社区村民?委员?会|村村民委员会|村居民委员会|村民委员会"
        r"|居民委员会|村居委会|村村委会|村委会|居委会|社区|生活区|嘎查村?|村)$"
    ),
}
# What may stand after a core in typed text, per level; the longest that fits.
TYPED_ENDINGS = {
    1: ("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区"),
    2: ("市", "地区", "自治州", "州", "盟"),
    3: ("市", "县", "区", "旗", "新区", "自治县"),
    4: ("街道办事处", "街道办", "街道", "办事处", "民族乡", "地区", "苏木", "镇", "乡"),
    5: (
        "村村民委员会", "村民委员会", "村委会", "村村委会", "社区居民委员会", "社区居委会",
        "居民委员会", "居委会", "社区", "嘎查", "村",
    ),
}  # fmt: skip
# What closes a name that is compared with others one by one (villages: as typed).
SEGMENT_ENDINGS = {
    3: ("县", "市", "区", "旗"),
    4: ("街道办事处", "街道办", "街道", "办事处", "镇", "乡", "苏木"),
}
# Cities that everybody calls so; others (乌市 in 义乌市) are parts of other names.
SHORT_CITIES = {"呼市": "1501", "哈市": "2301"}
# How an ending of levels 1 to 4 may begin.
ENDING_FIRST = frozenset("省市自特地州盟县区旗新街办民苏镇乡林管各")
ENDING_FIRST |= {people[0] for people in _PEOPLES.split("|")}
# A name before one of these belongs to a road, an estate or a firm, not to a division. Up to three
# characters of STRETCH may stand between: 东一 of 东一路.
STRETCH = frozenset("东西南北中上下新老前后内外环一二三四五六七八九十大小支")
ROADS = (
    "路", "大道", "大街", "街", "巷", "弄", "胡同", "高速", "公路", "国道", "省道", "大桥", "立交",
    "隧道", "火车站", "高铁", "机场", "站", "港", "口岸",
)  # fmt: skip
FIRMS = (
    "新村", "小区", "花园", "花苑", "家园", "公寓", "广场", "大厦", "酒店", "宾馆", "饭店", "大学",
    "学院", "中学", "小学", "医院", "公园", "银行", "商场", "超市", "市场", "工业园", "工业区",
    "科技园", "产业园", "有限", "公司", "集团", "苑", "府", "城", "湾", "庭", "轩",
)  # fmt: skip
_GENERIC = re.compile(
    r"[省市县区]?(?:经济|工业|高新|高新技术|技术|产业|农业|旅游|开发|示范|管理|集中|新城|城市|生态|科技|综合|园艺|良种"
    r"|原种|种畜|农|林|牧|渔|茶|果|盐|国营|街道|新|老|城|园){1,6}(?:区|园区|园|场|街道|办事处|管理委员会|管委会)?$"
)
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def is_placeholder(name: str) -> bool:
    """Level-2 rows of the statistics edition that are no place: 市辖区, 县, 省直辖县级行政区划."""
    return name in _PLACEHOLDERS


def is_generic(name: str) -> bool:
    """开发区, 县经济开发区, 原种场: a name only below its county."""
    return bool(_GENERIC.match(name))


def core(name: str, level: int) -> str:
    """The name without its ending (宁乡市 -> 宁乡); the whole name if only one would stay."""
    cut = _ENDINGS[level].sub("", name)
    return cut if len(cut) > 1 else name


def village_core(name: str) -> str:
    """花园村村民委员会 -> 花园; also one character: 马村委会 -> 马."""
    cut = _ENDINGS[5].sub("", name)
    trimmed = cut.removesuffix("社区") if cut.endswith("社区") else cut
    return trimmed or cut or name
