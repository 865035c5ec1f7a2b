"""Makers: a policy in force, source areas, people with an accepted declaration."""

from datetime import date, datetime
from itertools import count
from pathlib import Path

from gridward.core.actor import Actor, grants
from gridward.ground.access.rules import ROLES
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Declaration, Person
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from gridward.ground.xforms.models import Form, Submission, Version
from gridward.response.risk import actions, queries
from gridward.response.risk.models import AreaList, PolicyAdoption
from gridward.response.risk.rules import LegalBasis
from tests.make.township import HQ, township

DATA = Path(actions.__file__).parents[1] / "data"
GRID = f"{HQ}201/001/"
ORDER = LegalBasis(
    "灰汤镇疫情防控指挥部令",
    date(2020, 1, 26),
    number="第1号",
    clause="第二条",
    decided_by="指挥部会议",
)
WUHAN = {"text": "湖北武汉", "code": "420100000000", "from": "2020-01-10", "to": "2020-02-17"}
DONGGUAN = {"text": "广东东莞", "code": "441900000000", "from": "2020-01-10", "to": "2020-02-17"}
_numbers = count(1)


def commander() -> Actor:
    return Actor(user_id=7, name="指挥长", grants=grants(ROLES["commander"], HQ))


def analyst() -> Actor:
    return Actor(user_id=8, name="研判员", grants=grants(ROLES["analyst"], HQ))


def adopted(at: datetime, code: str = "2020-02-local", path: str = HQ) -> PolicyAdoption:
    return actions.adopt(
        queries.shipped_pack(code), path=path, legal_basis=ORDER, actor=commander(), at=at
    )


def listed(at: datetime, name: str = "2020-02-05-hubei-and-cities.json") -> AreaList:
    content = (DATA / name).read_bytes()
    return actions.import_source_areas(content, actor=analyst(), at=at)


def ready(at: datetime) -> None:
    """A township with a policy and source areas."""
    township(at)
    adopted(at)
    listed(at)


def person(at: datetime, path: str = GRID, name: str = "张三丰") -> Person:
    number = next(_numbers)
    row = HouseholdRow(code=f"H{number:05}", path=path, address=f"第1村1组{number}号")
    [home] = roster.load_households([row], actor=Actor.system(), at=at)
    [pk] = roster.load_persons(
        [PersonRow(name=name, household_id=home, path=path)], actor=Actor.system(), at=at
    )
    return Person.objects.get(pk=pk)


def declaration(
    at: datetime,
    *stays: dict[str, str],
    who: Person | None = None,
    path: str = GRID,
    **facts: object,
) -> Declaration:
    """An accepted declaration; of somebody unknown to the register without `who`."""
    form, _ = Form.objects.get_or_create(
        form_id="screening",
        defaults={
            "title": "筛查表",
            "path": HQ,
            "purpose": "declaration",
            "token": "t",
            "created_at": at,
        },
    )
    version, _ = Version.objects.get_or_create(
        form=form, version="1", defaults={"md5": "", "xlsform": b"", "published_at": at}
    )
    number = next(_numbers)
    submission = Submission.objects.create(
        instance_id=f"uuid:{number}", version=version, path=path, xml="<data/>",
        content_digest="", channel="self", receipt=f"R{number}", at=at, received_at=at,
    )  # fmt: skip
    return Declaration.objects.create(
        submission=submission, path=who.path if who else path, at=at, state="accepted",
        person=who, household=who.household if who else None,
        facts={"stays": list(stays), "temperature": None, "symptoms": [], **facts},
    )  # fmt: skip
