"""What people in a residents' group say: words of safety, illness, need, question. Pure."""

import re

SAFE = re.compile(
    r"报?平安|安好|安全|都好|全好|很好|良好|正常|健康|无异常|没有异常|没事|没问题|无恙|一切好|"
    r"\bok\b|已报|报到|都在家|全部在家|在家隔离中",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r"(?:不|没|没有|未|并不|不太|不是很)(?:报|平安|安全|正常|健康|好)|不正常|异常情况"
)
_NO = r"(?:没有?人?|無|无|未|不|均无|都没有?|都不|未见|没有出现|无人|沒有?)"
_ILL = (
    r"(?:发烧|发热|高烧|低烧|咳嗽|乏力|胸闷|气短|呼吸困难|拉肚子|腹泻|呕吐|不舒服|不适|头晕|头疼|头痛|"
    r"感冒|症状|晕倒|昏迷)"
)
FEVER = re.compile(_ILL)
_NOT_ILL = re.compile(rf"{_NO}(?:人|任何|有|出现|得)?{_ILL}(?:(?:、|和|及|或|,|也)?{_NO}?{_ILL})*")
HELP = re.compile(
    r"求助|救命|急需|急用|帮帮|帮忙|帮我|帮带|能不能帮|需要(?:药|买|帮|医|送|人|口罩|尿|奶粉|菜|米)|"
    r"没(?:有)?(?:\w{0,3}药|米|菜|吃的|奶粉)了?|断药|断粮|缺(?:药|米|菜|粮|奶粉|口罩)|买不到|透析|临产|要生了|化疗|"
    r"摔(?:倒|了|伤)|送(?:医|药)|叫(?:救护车|120)|打120|联系不上"
)
_NO_HELP = re.compile(
    r"(?:不|无|没有?|暂不|暂无)(?:需要?|用|要|什么需要|求助|需求)(?:帮忙|帮助)?|无需"
)
QUESTION = re.compile(
    r"[?？]|听说|传闻|谣言|真的假的|是不是|有没有|是真的|怎么办|请问|咨询|什么时候|能不能|可不可以|可以吗|"
    r"为什么|怎么回事|谁家|谁知道|哪里|哪天|多久|吗$|么$|呢$"
)
STRANGER = re.compile(
    r"陌生|外地(?:车|人|牌)|鄂[A-Z]|生面孔|不认识的|外来(?:车|人)|武汉(?:车|牌|回)|疫区"
)
_NO_STRANGER = re.compile(
    r"(?:没有?|无|未见|未发现)(?:任何)?(?:外来|陌生|外地)(?:人员|人|车辆|车)?"
)
ABOUT_OTHERS = re.compile(
    r"听说|好像|据说|隔壁|对门|楼上|楼下|邻居|看到|看见|发现|举报|反映|怀疑|疑似|谁家|他们家|那家|有人(?:在|从|说)"
)
AWAY = re.compile(
    r"不在(?:家|本地|这边|小区)|没(?:有)?人住|无人住|空房|空置|没回来|未回|在外(?:地|面)|在(?:老家|外省|广东|深圳|武汉|长沙)|"
    r"回老家|外出未归|搬走|已搬|没在家|没住"
)
CORRECTION = re.compile(
    r"更正|纠正|订正|改正|改一下|改为|修正|打错|写错|发错|说错|报错|填错|搞错|应该是|应为|上面(?:错|的不对)|不是.{1,6}(?:是|而是)"
)
EXAMPLE = re.compile(
    r"格式|模板|示例|样例|例如|例[:：]|如下|请(?:大家|各位|按|每户|住户|业主|所有)|大家(?:按|都|请)|各(?:户|位|家)|"
    r"通知|接龙(?!第)|麻烦.{0,6}(?:报|登记|接龙)|还没(?:有)?报|未报的|@所有人|x{4,}|X{4,}|统计"
)
CHATTER = re.compile(
    r"^(?:收到|好的?|谢谢|感谢|辛苦了?|知道了|明白|嗯+|哦+|加油|赞|1|是的|对的?|\+1|同意|早上好|晚安|大家好|在的|来了|"
    r"已收到|好的?谢谢|辛苦网格员|谢谢网格员|武汉加油|中国加油|众志成城)[!！。.~,，\s]*$"
)


def is_safe(text: str) -> bool:
    """Whether the line says that all is well."""
    return bool(SAFE.search(_UNSAFE.sub(" ", text)) or _NOT_ILL.search(text))


def is_ill(text: str) -> bool:
    """Whether the line names an illness that is not denied."""
    return bool(FEVER.search(_NOT_ILL.sub(" ", text)))


def wants_help(text: str) -> bool:
    return bool(HELP.search(_NO_HELP.sub(" ", text)))


def flags(text: str) -> tuple[str, ...]:
    """``safe``, ``fever``, ``help``, ``away``, ``stranger`` as far as the line says so."""
    told = {
        "safe": is_safe(text), "fever": is_ill(text), "help": wants_help(text),
        "away": bool(AWAY.search(text)),
        "stranger": bool(STRANGER.search(_NO_STRANGER.sub(" ", text))),
    }  # fmt: skip
    return tuple(word for word, said in told.items() if said)
