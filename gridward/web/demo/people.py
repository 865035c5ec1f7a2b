"""Invented people: names, identity numbers and telephones that belong to nobody."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random

# Common surnames in rough order of frequency; the early ones are drawn more often.
_SURNAMES = (
    "李王张刘陈杨黄周吴赵徐孙胡朱高林何郭马罗谢宋郑唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
    "范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
_MALE = "伟强磊军勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆旭宁龙林建国志文海山东新民生学德成光荣"
_FEMALE = "芳娜敏静丽艳娟霞秀玲桂英红梅燕萍婷雪琳慧莹丹洁倩颖露瑶珍兰凤菊香春月云素琴淑惠佳欣怡"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
NOBODYS_COUNTY = "430199"  # within Hunan, never assigned to a county
NOBODYS_PREFIX = "142"  # assigned to no operator


@dataclass(frozen=True, slots=True)
class Invented:
    """A person as drawn: sex is 1 or 2 (GB/T 2261.1)."""

    name: str
    sex: str
    birth_date: date
    document_no: str
    phone: str


def surname(dice: Random) -> str:
    return _SURNAMES[min(int(dice.expovariate(0.05)), len(_SURNAMES) - 1)]


def given_name(dice: Random, sex: str) -> str:
    letters = _MALE if sex == "1" else _FEMALE
    first = "" if dice.random() < 0.2 else dice.choice(letters)
    return first + dice.choice(letters)


def document_no(birth_date: date, serial: int, sex: str) -> str:
    """18 characters with a right check character (GB 11643), of a county that does not exist."""
    sequence = (serial * 2 + (1 if sex == "1" else 0)) % 1000
    first, weight = _of_day(birth_date)
    digits = f"{sequence:03}"
    return f"{first}{digits}{_CHECK[(weight + _weight(digits, 14)) % 11]}"


@lru_cache(maxsize=40_000)
def _of_day(birth_date: date) -> tuple[str, int]:
    """The first 14 digits of all who were born on a day, and what they weigh."""
    first = f"{NOBODYS_COUNTY}{birth_date:%Y%m%d}"
    return first, _weight(first, 0)


@lru_cache(maxsize=40_000)
def _weight(digits: str, start: int) -> int:
    weights = _WEIGHTS[start : start + len(digits)]
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def phone(serial: int) -> str:
    """A number by serial, well mixed, so that two never share one."""
    return NOBODYS_PREFIX + f"{(serial * 7_919_681) % 100_000_000:08}"


def person(
    dice: Random, serial: int, *, family: str, age: int, sex: str, today: date, taken: set[str]
) -> Invented:
    """One invented person of an age in years; no other has the number (`taken` takes it, too)."""
    birth = today - timedelta(days=age * 365 + dice.randrange(365))
    number, turn = document_no(birth, serial % 500, sex), serial
    while number in taken:
        turn += 1
        number = document_no(birth, turn % 500, sex)
    taken.add(number)
    return Invented(
        name=family + given_name(dice, sex),
        sex=sex,
        birth_date=birth,
        document_no=number,
        phone=phone(serial) if _has_phone(age, serial) else "",
    )


def _has_phone(age: int, serial: int) -> bool:
    """No child, and not every old person."""
    return age >= 12 and (age < 78 or serial % 4 > 0)


def household(
    dice: Random, serial: int, size: int, *, today: date, taken: set[str]
) -> list[Invented]:
    """A family of `size`: a head, often a spouse, then children and parents, each with a name and a
    number of their own (`taken` holds the numbers of the others). Serials are used in order, so the
    next household begins at ``serial + size``."""
    family = surname(dice)
    head_age = dice.randrange(25, 78)
    members = [person(dice, serial, family=family, age=head_age, sex="1", today=today, taken=taken)]
    for n in range(1, size):
        match n:
            case 1:
                drawn = (surname(dice), max(20, head_age - dice.randrange(-2, 6)), "2")
            case 2 | 3:
                drawn = (family, max(0, head_age - dice.randrange(22, 30)), dice.choice("12"))
            case _:
                drawn = (family, min(96, head_age + dice.randrange(20, 28)), dice.choice("12"))
        one = person(
            dice, serial + n, family=drawn[0], age=drawn[1], sex=drawn[2], today=today, taken=taken
        )
        while one.name in {other.name for other in members}:
            one = replace(one, name=drawn[0] + given_name(dice, one.sex))
        members.append(one)
    return members
