"""People entered a second time at another door, as happens when somebody moves in with a relative:
without a number, some with a same-sounding name or another phone. The desk has doubles to decide.
"""

from datetime import datetime

from django.db.models import Max, Min

from gridward.ground.roster import actions
from gridward.ground.roster.models import Household, Person
from gridward.web.demo import people
from gridward.web.demo.stage import Stage

_A_DAY = 4
_SOUNDS = dict(
    zip(
        "伟强军勇杰涛明辉华飞鑫波宇健建国志芳丽静敏艳娟霞秀玲桂英红梅燕萍婷琳慧",
        "玮墙君永捷滔名晖骅菲欣博羽剑健果治方莉净民燕捐侠绣灵贵瑛虹玫艳平停林惠",
        strict=True,
    )
)


def enter(stage: Stage, at: datetime) -> None:
    """Workers put some people behind a door who stand in the register behind another one."""
    ends = Household.objects.aggregate(first=Min("pk"), last=Max("pk"))
    for _one in range(_A_DAY):
        person, home = _known(stage), None
        while home is None or home.pk == person.household_id:
            home = Household.objects.get(pk=stage.dice.randint(ends["first"], ends["last"]))
        actions.add_member(home, given=_typed(stage, person), actor=stage.worker(home.path), at=at)


def _known(stage: Stage) -> Person:
    """Somebody with a phone and a number."""
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    while True:
        pk = stage.dice.randint(ends["first"], ends["last"])
        one = Person.objects.filter(pk=pk).exclude(phone_digest="").exclude(document_no="").first()
        if one is not None:
            return one


def _typed(stage: Stage, person: Person) -> dict[str, str]:
    """What the worker writes down of somebody."""
    dice = stage.dice
    has_moved, sounds = dice.random() < 0.3, dice.random() < 0.4
    phone = people.phone(97_000_000 + person.pk) if has_moved else person.phone
    name = person.name[0] + "".join(_SOUNDS.get(sign, sign) for sign in person.name[1:])
    return {
        "name": name if sounds else person.name, "sex": person.sex, "phone": phone,
        "birth_date": str(person.birth_date) if has_moved or dice.random() < 0.5 else "",
        "document_type": "none", "document_no": "", "residence": "floating",
    }  # fmt: skip
