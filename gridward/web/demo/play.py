"""Plays the demo township from an empty database to this moment, day by day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

import orjson
from django.db import connection
from django.db.models import Max, Min

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.grid import queries as grid
from gridward.ground.roster.models import Person
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms import queries as forms
from gridward.ground.xforms.actions import Entry
from gridward.ground.xforms.models import Form
from gridward.hq.dashboard import jobs as hq_jobs
from gridward.response.care import jobs as care_jobs
from gridward.response.risk import actions as risk
from gridward.response.risk import queries as risks
from gridward.response.risk.rules import LegalBasis
from gridward.web import jobs, lists
from gridward.web.demo import (
    chats,
    doors,
    doubles,
    handed_down,
    headquarters,
    observation,
    register,
    registers,
    returnees,
    township,
)
from gridward.web.demo.stage import Stage

HOUSEHOLDS, PERSONS, DAYS, RETURNEES = 32_000, 113_000, 16, 26
POLICY = "2020-02-local"
_SYSTEM = Actor.system("demo")
Moment = tuple[datetime, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Size:
    households: int
    persons: int
    days: int
    returnees: int = RETURNEES  # a day, in the morning and in the afternoon


def is_empty() -> bool:
    """Whether no township is here yet."""
    return not grid.Node.objects.exists()


def public_token() -> str:
    """The token of the public screening form's link."""
    return Form.objects.filter(public=True).order_by("pk").values_list("token", flat=True)[0]


def play(size: Size, *, seed: int, at: datetime, say: Callable[[str], None]) -> Stage:
    """Build the township and play `size.days` days that end now; `say` hears of each long step."""
    first = local_date(at) - timedelta(days=size.days - 1)
    with jobs.at_once(), lists.asked_once(township.PATH), _without_waiting():
        stage = _build(size, seed, first, at, say)
        for number in range(size.days):
            day = first + timedelta(days=number)
            script = _script(stage, day, size.returnees)
            for moment, deed in sorted(script, key=lambda each: each[0]):
                if moment <= at:
                    deed()
            say(f"第 {number + 1}/{size.days} 天 · day {day}")
        care_jobs.run(at)
        hq_jobs.plan(at)
        hq_jobs.mark_late(at)
    return stage


@contextmanager
def _without_waiting() -> Iterator[None]:
    """A play that breaks off is played again, so its commits need not wait for the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _build(size: Size, seed: int, first: date, at: datetime, say: Callable[[str], None]) -> Stage:
    stage = Stage(first, at, Random(seed), [], {})
    opening = stage.at(first, "06:00")
    stage.cells = township.build_tree(actor=_SYSTEM, at=opening, seed=seed)
    stage.users = township.enrol(stage.cells, actor=_SYSTEM, at=opening, seed=seed)
    say(f"网格 {len(stage.cells)} 个，干部 {len(stage.users)} 名 · grids and staff")
    register.load(
        stage.cells, actor=_SYSTEM, at=opening, seed=seed, households=size.households,
        persons=size.persons, say=lambda n: say(f"住户 {n:,}/{size.households:,} · households"),
    )  # fmt: skip
    _open_headquarters(stage, opening)
    say("表单、政策、涉疫地清单已就位 · forms, policy and source areas are in place")
    return stage


def _open_headquarters(stage: Stage, at: datetime) -> None:
    commander = stage.actor("commander")
    for name, purpose, public in (
        ("screening", "declaration", True),
        ("household_visit", "visit", False),
        ("temperature_round", "round", False),
        ("rental_visit", "visit", False),
        ("vaccination_call", "visit", False),
        ("enterprise_visit", "visit", False),
        ("task_result", "task", False),
    ):
        version = xforms.publish(
            xlsform=forms.shipped(name), path=township.PATH, purpose=purpose, public=public,
            actor=commander, at=at,
        )  # fmt: skip
        if public:
            stage.screening = version
    basis = LegalBasis(
        "灰汤镇防控指挥部令（演练）", local_date(at), number="第1号", clause="第二条",
        decided_by="镇疫情防控指挥部会议",
    )  # fmt: skip
    risk.adopt(
        risks.shipped_pack(POLICY), path=township.PATH, legal_basis=basis, actor=commander, at=at
    )
    risk.import_source_areas(
        drill_list(stage.first), actor=commander, at=at, source="演练清单第1期"
    )
    doors.open_sweep(stage, at)


def drill_list(first: date) -> bytes:
    """Source areas of the drill in the form of the official list; the places are those that local
    notices of February 2020 named."""
    whole = (
        ("湖北省", "武汉市"), ("湖北省", "孝感市"), ("湖北省", "黄冈市"), ("湖北省", "荆州市"),
        ("浙江省", "温州市"),
    )  # fmt: skip
    entries = [
        {"province": p, "city": c, "county": "", "area_name": f"{p} {c}", "communitys": []}
        for p, c in whole
    ]
    listed = {
        "end_update_time": f"{first - timedelta(days=1)} 18时", "scheme": "drill",
        "notice": "演练清单第1期", "listedlist": entries,
    }  # fmt: skip
    return orjson.dumps({"data": listed})


def _script(stage: Stage, day: date, returnees: int) -> list[Moment]:
    """What happens on one day, in no order."""
    at = partial(stage.at, day)
    early = returnees * 6 // 13
    deeds: list[tuple[str, Callable[[], None]]] = [
        ("05:30", lambda: observation.expect(day, at("05:30"))),
        ("08:30", lambda: observation.round_of(stage, day, "morning", at("08:30"))),
        ("08:40", lambda: _decide(stage, at("08:40"))),
        ("09:30", lambda: observation.make_good(stage, at("09:30"))),
        ("09:40", lambda: observation.release_due(stage, at("09:40"))),
        ("10:00", lambda: _report(stage, day, "10:00", early)),
        ("11:00", lambda: observation.start_planned(stage, at("11:00"))),
        ("11:40", lambda: doors.walk(stage, day, "11:40")),
        ("12:05", lambda: observation.mark_missed(at("12:05"))),
        ("14:30", lambda: _decide(stage, at("14:30"))),
        ("15:30", lambda: observation.finish_tasks(stage, at("15:30"))),
        ("16:00", lambda: _report(stage, day, "16:00", returnees - early)),
        ("16:30", lambda: observation.start_planned(stage, at("16:30"))),
        ("17:30", lambda: doors.walk(stage, day, "17:30")),
        ("18:30", lambda: observation.round_of(stage, day, "evening", at("18:30"))),
        ("20:05", lambda: observation.mark_missed(at("20:05"))),
        ("20:30", lambda: _decide(stage, at("20:30"))),
        ("20:40", lambda: observation.finish_tasks(stage, at("20:40"))),
        ("21:40", lambda: headquarters.publish(stage, day, "21:40")),
    ]
    deeds += [
        (clock, partial(headquarters.close, stage, day, slot))
        for slot, clock in headquarters.SLOTS.items()
    ]
    deeds += _desk(stage, day)
    return [(at(clock), deed) for clock, deed in deeds]


def _desk(stage: Stage, day: date) -> list[tuple[str, Callable[[], None]]]:
    """What comes over the desk: registers on the first day, a list from above each week, the
    residents' group on the second day and on the last one."""
    number, at = (day - stage.first).days, partial(stage.at, day)
    is_last = day == local_date(stage.until)
    deeds: list[tuple[str, Callable[[], None]]] = []
    if number == 0:
        deeds += [
            ("07:00", lambda: registers.let(stage, at("07:00"))),
            ("07:10", lambda: registers.name_helpers(stage, at("07:10"))),
            ("07:30", lambda: registers.open_sweep(stage, at("07:30"))),
        ]
    if 1 < number < 14:
        deeds.append(("15:10", lambda: doubles.enter(stage, at("15:10"))))
    if number % 2 == 0:
        deeds.append(("17:10", lambda: registers.walk(stage, at("17:10"))))
    if number % 3 == 1 or is_last:
        deeds.append(("10:20", lambda: registers.look_after(stage, day, at("10:20"))))
    if number % 7 == 1:
        batch = f"第{number // 7 + 1}批"
        deeds += [
            ("13:10", lambda: handed_down.receive(stage, day, at("13:10"), batch=batch)),
            ("19:10", lambda: handed_down.clear_some(stage, at("19:10"))),
        ]
    if number == 1 or is_last:
        taken = "" if is_last else "sure"
        deeds.append(("10:40", lambda: chats.paste(stage, at("10:40"), taken=taken)))
    return deeds


def _report(stage: Stage, day: date, clock: str, count: int) -> None:
    """Returnees fill the public form; what follows (routing, judging) runs as reactions."""
    assert stage.screening is not None
    people = Person.objects.select_related("household").exclude(phone_digest="").order_by("pk")
    ends = Person.objects.aggregate(first=Min("pk"), last=Max("pk"))
    entries: list[Entry] = []
    while len(entries) < count:
        person = people.filter(pk__gte=stage.dice.randint(ends["first"], ends["last"])).first()
        if person is None or person.pk in stage.returned:
            continue
        stage.returned.add(person.pk)
        drawn = returnees.returnee(person, stage.dice, on=day, concern=0.22)
        entries.append(Entry(drawn.answers, at=stage.at(day, clock)))
    xforms.submit_many(
        version=stage.screening, entries=entries, actor=Actor.resident(township.PATH),
        channel="self", at=stage.at(day, clock),
    )  # fmt: skip


def _decide(stage: Stage, at: datetime) -> None:
    """The analyst looks at the proposals and confirms what is clear."""
    analyst = stage.actor("analyst")
    waiting = list(risks.waiting(analyst).values_list("pk", flat=True))
    if waiting:
        risk.confirm_many(waiting, actor=analyst, at=at, reason="研判组逐条核对后确认")
