"""People who come home and fill the screening form, with place names as people really type them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from gridward.ground.roster.models import Person

# Where from: as typed (short, with same-sound errors, without levels, backwards) and how often.
CONCERN = (
    "武汉江汉区", "武汉市江汗区", "湖北武汉", "湖北孝感市孝南区", "湖北孝敢", "黄冈黄州",
    "湖北黄岗市", "浙江温州乐清", "温洲乐清市", "浙江温州瓯海", "武汉 洪山",
    "湖北省荆州市沙市区",
)  # fmt: skip
ELSEWHERE = (
    "广东东莞厚街", "东完厚街镇", "深圳宝安", "广州白云区", "长沙芙蓉区", "长沙市芙容区",
    "上海浦东", "上海普东新区", "株洲天元区", "株州石峰区", "湘潭雨湖", "贵州遵义汇川区",
    "云南昆明官渡", "佛山顺德", "福建泉州晋江", "江苏苏州昆山", "浙江义乌", "四川成都双流",
    "重庆渝北", "广西桂林", "长沙县星沙", "娄底双峰", "益阳桃江", "邵阳大祥", "浏阳",
    "湖南常德武陵区", "衡阳蒸湘", "江西萍乡安源",
)  # fmt: skip
UNCLEAR = ("老家", "外地打工", "城关镇", "新华区", "工业园宿舍", "朝阳")
_TRANSPORT = (("train", "G{}"), ("bus", ""), ("car", ""), ("flight", "CZ{}"))


@dataclass(frozen=True, slots=True)
class Returnee:
    """Somebody of the register on the way home; `answers` fit the screening form."""

    person_id: int
    answers: Mapping[str, object]


def returnee(person: Person, dice: Random, *, on: date, concern: float) -> Returnee:
    """What `person` writes on the day they are back; `concern` is the share from listed areas."""
    back = on - timedelta(days=dice.randrange(3))
    answers: dict[str, object] = {
        "name": person.name,
        "sex": person.sex,
        "document_type": "id_card",
        "document_no": person.document_no if dice.random() < 0.9 else "",
        "phone": person.phone,
        "address": _typed_address(person, dice),
        "household_size": str(person.household.size if person.household else 1),
        "travelled": "y",
        "trip": [_trip(dice, back, concern)],
        "contact": "n",
        "temperature": f"{dice.gauss(36.5, 0.2):.1f}",
        "symptoms": "none" if dice.random() < 0.97 else "cough",
    }
    if not answers["document_no"]:
        answers["document_type"] = "none"
    return Returnee(person.pk, answers)


def _trip(dice: Random, back: date, concern: float) -> dict[str, str]:
    draw = dice.random()
    if draw < concern:
        place = dice.choice(CONCERN)
    elif draw < 0.96:
        place = dice.choice(ELSEWHERE)
    else:
        place = dice.choice(UNCLEAR)
    transport, number = dice.choice(_TRANSPORT)
    return {
        "place": place,
        "arrived": str(back - timedelta(days=dice.randrange(20, 200))),
        "left": str(back),
        "transport": transport,
        "number": number.format(dice.randrange(1000, 9999)),
    }


def _typed_address(person: Person, dice: Random) -> str:
    """The own address as people write it: without the township, with it, with spaces."""
    address = person.household.address if person.household else ""
    style = dice.random()
    if style < 0.4:
        return address
    if style < 0.7:
        return f"灰汤镇{address}"
    if style < 0.9:
        return f"宁乡市灰汤镇 {address}"
    return address.replace("组", "组 ").replace("号", "")
