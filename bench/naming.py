"""Names for invented people, and characters that sound like others. Tables of our own.

Shares of surnames follow what the police publish every year in round figures; given names follow
the fashions of the decades. Nobody is meant.
"""

from collections import defaultdict
from functools import lru_cache
from itertools import accumulate
from random import Random

from pypinyin import lazy_pinyin

# Tenths of a percent for the head of the list, the rest by a falling curve.
_HEAD = {
    "王": 71, "李": 70, "张": 67, "刘": 51, "陈": 45, "杨": 31, "黄": 24, "赵": 21, "吴": 20,
    "周": 19, "徐": 14, "孙": 14, "马": 13, "朱": 12, "胡": 12, "郭": 11, "何": 11, "林": 11,
    "高": 10, "罗": 10, "郑": 9, "梁": 9, "谢": 8, "宋": 8, "唐": 8, "许": 7, "邓": 7,
    "冯": 6, "韩": 6, "曹": 6, "曾": 6, "彭": 6, "萧": 5, "蔡": 5, "潘": 5, "田": 5,
    "董": 5, "袁": 5, "于": 5, "余": 4, "叶": 4, "蒋": 4, "杜": 4, "苏": 4, "魏": 4,
    "程": 4, "吕": 4, "丁": 4, "沈": 4, "任": 4, "姚": 4, "卢": 4, "傅": 3, "钟": 3,
    "姜": 3, "崔": 3, "谭": 3, "廖": 3, "范": 3, "汪": 3, "陆": 3, "金": 3, "石": 3,
    "戴": 3, "贾": 3, "韦": 3, "夏": 3, "邱": 3, "方": 3, "侯": 3, "邹": 3, "熊": 3,
    "孟": 3, "秦": 3, "白": 3, "江": 3, "阎": 2, "薛": 2, "尹": 2, "段": 2, "雷": 2,
    "黎": 2, "史": 2, "龙": 2, "陶": 2, "贺": 2, "顾": 2, "毛": 2, "郝": 2, "龚": 2,
    "邵": 2, "万": 2, "钱": 2, "严": 2, "覃": 2, "武": 2, "戚": 2,
}  # fmt: skip
_TAIL = (
    "莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费"
    "卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "东方", "令狐", "端木", "夏侯")
_ERAS = (
    (1955, "国建华明文德金玉春海山林福贵生荣富根长永光万水土清志成忠良兴",
     "英兰秀桂珍玉凤香梅莲芳云花菊琴贞素淑金春娥月芝翠美仙银桃"),
    (1970, "建国军平文志红卫东明华强永新民学光伟荣海生跃进胜利忠云勇林",
     "红英梅丽玉秀霞萍芳兰华琴珍燕云敏桂爱芬春桃玲凤菊娟群艳香"),
    (1985, "伟军勇斌峰志强建辉波涛刚超杰鹏飞磊明海文平俊亮宏东永新林立",
     "丽艳娟静敏芳燕红霞玲娜慧萍琴英莉洁晓春雪梅蓉琼云华文爱君琳"),
    (1998, "伟超杰鹏磊俊浩宇斌强涛波文志明飞凯龙亮佳嘉旭帅宏阳一晨鑫",
     "婷静丹娟慧敏雪莉倩颖佳玲燕琳莹洁丽娜思雅晓文欣梦晶露薇瑶"),
    (2030, "浩宇轩子梓涵睿博文俊杰泽嘉佳昊天宸皓逸铭一晨然皓煜航瑞辰熙",
     "涵子梓萱欣怡雨诗佳思语雅琪梦馨可妍彤瑶嘉一依晨诺悦若曦芷"),
)  # fmt: skip
_WHOLE = {
    1955: (
        "建国 建华 国华 文华 志明 德华 金生 春生 海清 玉林",
        "秀英 桂英 玉兰 秀兰 桂兰 玉珍 淑珍 凤英 玉梅 素珍",
    ),
    1970: (
        "建国 建军 志强 建平 卫东 国强 永强 文军 建明 建新",
        "秀英 红梅 丽华 桂英 玉梅 春梅 小红 艳红 爱华 秀珍",
    ),
    1985: (
        "伟 军 勇 强 志强 建军 海波 建华 小军 志军",
        "丽 静 敏 艳 丽娟 小燕 晓燕 海燕 丽丽 红霞",
    ),
    1998: (
        "伟 杰 鹏 超 磊 俊杰 志鹏 文杰 浩 宇",
        "婷 婷婷 静 丹 雪 思思 佳佳 雨婷 欣怡 慧敏",
    ),
    2030: (
        "浩宇 浩然 子轩 宇轩 俊杰 梓轩 子涵 博文 宇航 睿",
        "子涵 欣怡 梓涵 诗涵 雨涵 一诺 佳怡 思涵 可馨 欣妍",
    ),
}
_ALONE = {1955: 0.08, 1970: 0.14, 1985: 0.32, 1998: 0.28, 2030: 0.06}
_FUZZY = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("n", "l"), ("z", "zh"), ("c", "ch"),
    ("s", "sh"), ("hu", "fu"), ("fu", "hu"),
)  # fmt: skip
_NASALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("an", "ang"), ("en", "eng"), ("in", "ing"))


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    """Everyday characters (the first level of GB 2312) by how they sound."""
    made: dict[str, list[str]] = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            sign = bytes((row, cell)).decode("gb2312", "ignore")
            if sign:
                made[lazy_pinyin(sign)[0]].append(sign)
    return made


class Namer:
    """Draws names; `crowd` is the share of people with one of the names of the day."""

    def __init__(self, crowd: float = 0.17) -> None:
        tail = [*_TAIL, *_COMPOUND]
        self._surnames: list[str] = [*_HEAD, *tail]
        falling = [2.0 * 0.985**n for n in range(len(tail))]
        self._upto = list(accumulate([*map(float, _HEAD.values()), *falling]))
        self.crowd = crowd

    def surname(self, dice: Random) -> str:
        return str(dice.choices(self._surnames, cum_weights=self._upto)[0])

    def generation(self, dice: Random) -> str:
        """The character that brothers and sisters share."""
        era = dice.choice(_ERAS)
        return dice.choice(era[1] + era[2])

    def given(self, dice: Random, sex: str, year: int, first: str) -> str:
        """`first`: the family's character, or empty."""
        until, male, female = next(era for era in _ERAS if year < era[0])
        letters = male if sex == "1" else female
        if first:
            return first + self._letter(dice, letters)
        if dice.random() < self.crowd:
            return dice.choice(_WHOLE[until][0 if sex == "1" else 1].split())
        alone = dice.random() < _ALONE[until]
        return ("" if alone else self._letter(dice, letters)) + self._letter(dice, letters)

    def _letter(self, dice: Random, letters: str) -> str:
        """One in twelve is any everyday character; of the others the early ones come more often."""
        if dice.random() < 0.08:
            return self.any_other(dice, "")
        return letters[min(int(dice.expovariate(0.12)), len(letters) - 1)]

    def homophone(self, dice: Random, sign: str) -> str:
        """Mostly the same syllable, one in four as southern ears mix them up."""
        sound = str(lazy_pinyin(sign)[0])
        if dice.random() < 0.25:
            mixed = [a + sound[len(b) :] for b, a in _FUZZY if sound.startswith(b)]
            mixed += [sound[: -len(b)] + a for b, a in _NASALS if sound.endswith(b)]
            mixed = [each for each in mixed if each in _by_sound()]
            sound = dice.choice(mixed) if mixed else sound
        others = [each for each in _by_sound().get(sound, ()) if each != sign]
        return dice.choice(others) if others else sign

    def any_other(self, dice: Random, sign: str) -> str:
        """A character of names, as a slip puts it."""
        return dice.choice([each for each in _everyday() if each != sign] if sign else _everyday())


@lru_cache(maxsize=1)
def _everyday() -> str:
    """Characters that stand in names, three times over: the pool of the rarer ones."""
    common = "".join(male + female for _until, male, female in _ERAS)
    return "".join(dict.fromkeys(common)) + _MORE


_MORE = (
    "安邦宝彬彩灿昌畅诚楚川传翠丹道登殿定东栋冬恩尔发凡方菲丰奉福刚歌耕功冠广桂汉航禾恒弘厚怀焕惠吉季家坚剑江娇介今津锦"
    "敬靖炯九菊聚均钧俊开康科可坤兰浪乐礼力连廉良亮林灵柳隆鲁禄伦满茂盟妙敏默沐乃南念宁佩朋平萍普琦启谦钦青庆秋全泉群仁"
    "如锐润若三森善韶少绍深升声诗石书舒水思松颂泰棠田庭同团万望威维苇卫雯西希溪熙先贤湘祥晓孝心信星兴修许轩雁阳尧业仪宜艺"
    "义益银盈应映勇友有于余渝玉育元园远越耘蕴载泽增展湛长昭哲真正之芝知直志治中仲舟洲朱竹柱卓滋自宗祖遵佐作"
)
