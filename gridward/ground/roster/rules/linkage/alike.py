"""Characters of names that are taken for one another because they look alike.

Own list of pairs that officers meet on handwritten forms and in recognised cards. Each group is
mutual: every character may stand for every other.
"""

_GROUPS = (
    "己已巳", "未末", "土士", "王玉主五", "天夫无", "大太犬", "日曰目", "田由甲申", "人入八",
    "侯候", "刘列", "李季", "张弘", "陈陆阵", "杨扬汤", "肖萧宵", "付傅", "阎闫闰", "戴代载",
    "荣荥莹萦", "晶品昌", "辉晖挥", "钧均钩", "明朋", "建健键", "伟纬玮", "俊峻竣骏", "军车",
    "国园圆", "平干苹", "英莫", "芳芬", "兰蓝三", "梅海", "红江", "丽两", "娜那", "婷停亭",
    "静净", "敏敢", "燕莲", "玲铃岭", "雪霄", "霞露", "凤风", "秀季香", "珍诊", "淑椒", "慧惠",
    "瑞端", "琼谅", "萍苹洋", "娟捐", "波坡", "涛寿", "浩皓", "勇男", "磊蕊", "斌彬", "鹏棚",
    "林杜材", "森淼", "松柏", "柱桂", "桃挑", "根银", "富宫", "贵责", "福副", "祥详", "禄绿",
    "良食", "忠志", "义又", "仁仕", "智知", "诚成城", "文交", "武式", "才寸", "光先", "永水",
    "冰沐", "兵岳乒", "宁守", "安案", "宇字", "宏宠", "胜性", "旺肝", "旭九", "昊吴", "晨震",
    "晓烧", "秋狄", "冬各", "夏复", "海悔", "洪供", "清晴情", "源原", "溪奚", "湘相", "潇萧",
    "莉利", "菊匊", "蓉容", "薇微徽", "芸芝", "艳绝", "彩彬", "姣姐", "姗珊", "媛援", "嫦娥",
    "思恩", "怡始治", "恒桓", "凯剀", "刚钢岗", "亚业", "秦泰奏", "郑邓", "那郁", "谭潭", "钟种",
    "韩朝", "贾要", "史吏", "余佘", "邱丘", "白自百", "石右", "左在", "龚龙", "汪江", "沈沉",
    "洗冼", "潘播", "薛薜", "范苑", "蒋将", "姚桃", "崔催", "任仕", "雷需",
)  # fmt: skip


def _mutual() -> dict[str, frozenset[str]]:
    made: dict[str, set[str]] = {}
    for group in _GROUPS:
        for sign in group:
            made.setdefault(sign, set()).update(group)
    return {sign: frozenset(others - {sign}) for sign, others in made.items()}


_ALIKE = _mutual()
_NONE: frozenset[str] = frozenset()


def look_alike(one: str, other: str) -> bool:
    """Whether one character is easily read as the other."""
    return other in _ALIKE.get(one, _NONE)
