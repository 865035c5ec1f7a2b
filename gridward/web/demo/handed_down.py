"""Lists from above: who is on them, what they themselves said, and what differs."""

import csv
import io
from datetime import date, datetime, timedelta

from gridward.core.actor import Actor
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Person
from gridward.response.canvass.actions import reconcile
from gridward.response.canvass.choices import DiscrepancyState
from gridward.response.canvass.models import Discrepancy
from gridward.web.demo import people, returnees
from gridward.web.demo.stage import OWN, Stage
from gridward.web.demo.township import PATH

_HEAD = ("姓名", "身份证号", "手机号", "现住址", "人员类别", "旅居地", "到达日期", "离开日期",
         "推送单位", "批次")  # fmt: skip
_SOURCE = "市大数据中心"
_SYSTEM = Actor.system("demo")


def receive(stage: Stage, day: date, at: datetime, *, batch: str) -> None:
    """The analyst brings in one list: some have reported, some never did, some are not ours."""
    rows = [_row(stage, person, day, batch) for person in _listed(stage, day)]
    rows += [_stranger(stage, day, batch, n) for n in range(2)]
    out = io.StringIO()
    csv.writer(out).writerows([_HEAD, *rows])
    analyst = stage.actor("analyst")
    item = roster.upload(
        content=out.getvalue().encode("gb18030"), file_name=f"{_SOURCE}推送{batch}.csv",
        target="pushed", path=PATH, actor=analyst, at=at,
    )  # fmt: skip
    roster.choose_columns(item, item.mapping["fields"], actor=analyst)
    roster.start(item, take_good="yes", actor=analyst, at=at)
    roster.run(item.pk, actor=_SYSTEM, at=at)


def _listed(stage: Stage, day: date) -> list[Person]:
    """Eight who have reported already, eight of the village of the demo's secretary."""
    reported = sorted(stage.returned)
    chosen = stage.dice.sample(reported, min(8, len(reported)))
    here = stage.cells[OWN][0].village_path
    others = Person.objects.filter(path__startswith=here, phone_digest__gt="").exclude(
        pk__in=reported
    )
    return [
        *Person.objects.filter(pk__in=chosen).select_related("household").order_by("pk"),
        *others.select_related("household").order_by("-pk")[:8],
    ]


def _row(stage: Stage, person: Person, day: date, batch: str) -> tuple[str, ...]:
    left = day - timedelta(days=stage.dice.randrange(1, 4))
    since = left - timedelta(days=stage.dice.randrange(3, 20))
    home = person.household.address if person.household else ""
    phone = person.phone if stage.dice.random() < 0.8 else people.phone(95_000_000 + person.pk)
    return (
        person.name, person.document_no, phone, f"灰汤镇{home}", "省外返乡",
        stage.dice.choice(returnees.CONCERN), str(since), str(left), _SOURCE, batch,
    )  # fmt: skip


def _stranger(stage: Stage, day: date, batch: str, number: int) -> tuple[str, ...]:
    serial = 96_000_000 + day.day * 10 + number
    drawn = people.household(stage.dice, serial, 1, today=day, taken=set())[0]
    village = stage.dice.choice(stage.cells).village
    return (
        drawn.name, drawn.document_no, drawn.phone, f"灰汤镇{village}", "省外返乡", "武汉江汉区",
        str(day - timedelta(days=9)), str(day - timedelta(days=2)), _SOURCE, batch,
    )  # fmt: skip


def clear_some(stage: Stage, at: datetime) -> None:
    """The secretaries find out about some of what differs; most of it still waits."""
    for row in Discrepancy.objects.filter(state="open").order_by("pk"):
        if stage.dice.random() < 0.25:
            reconcile.clear_discrepancy(
                row, state=DiscrepancyState.EXPLAINED, why="电话核实，本人已说明情况",
                actor=stage.secretary(row.path), at=at,
            )  # fmt: skip
