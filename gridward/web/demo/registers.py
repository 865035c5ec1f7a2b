"""Two small registers: dwellings that are let, with a sweep over them, and people with a helper."""

from datetime import date, datetime, timedelta

from gridward.ground.roster import actions
from gridward.ground.roster.choices import ContactOutcome, Frailty, RentalType
from gridward.ground.roster.models import Household, Person, Rental, Vulnerable
from gridward.response.canvass import actions as canvass
from gridward.response.canvass.actions import Entry
from gridward.response.canvass.choices import Kind, Outcome
from gridward.response.canvass.models import RoundItem
from gridward.web.demo import people
from gridward.web.demo.stage import OWN, Stage
from gridward.web.demo.township import PATH, Cell

_RENTALS = 2  # of each cell
_FROM = ("湖南娄底双峰县", "湖南邵阳大祥区", "江西萍乡安源区", "贵州遵义汇川区", "长沙岳麓区")
_WORK = ("温泉酒店", "建筑工地", "镇中心小学", "快递站点", "个体经营", "")
_WHY = ("独居，子女在外务工", "行动不便，需送餐送药", "高血压，每周取药", "由村里供养", "")
_OUTCOMES = (
    (ContactOutcome.WELL, 0.8), (ContactOutcome.HELPED, 0.1), (ContactOutcome.NOT_REACHED, 0.07),
    (ContactOutcome.NEEDS, 0.03),
)  # fmt: skip


def cells(stage: Stage) -> list[Cell]:
    return stage.cells[OWN]


def let(stage: Stage, at: datetime) -> None:
    """What the workers of one village know of let dwellings goes into the register."""
    for cell in cells(stage):
        homes = Household.objects.filter(path=cell.path).order_by("-tenure", "pk")  # tenants first
        for home in homes[:_RENTALS]:
            _let(stage, home, at)


def _let(stage: Stage, home: Household, at: datetime) -> None:
    worker, dice = stage.worker(home.path), stage.dice
    signed = at.date() - timedelta(days=dice.randrange(1, 40)) if dice.random() < 0.7 else None
    rental = actions.register_rental(
        home, kind=dice.choice(RentalType.values), actor=worker, at=at, rooms=dice.randrange(1, 5),
        landlord=people.surname(dice) + people.given_name(dice, "1"),
        landlord_phone=people.phone(80_000_000 + home.pk), landlord_away=dice.random() < 0.3,
        pledged_on=signed,
    )  # fmt: skip
    for tenant in home.persons.order_by("pk")[:2]:
        actions.add_tenant(
            rental, name=tenant.name, phone=tenant.phone, from_place=dice.choice(_FROM),
            works_at=dice.choice(_WORK), actor=worker, at=at,
            since=at.date() - timedelta(days=dice.randrange(5, 400)),
        )  # fmt: skip


def open_sweep(stage: Stage, at: datetime) -> None:
    """The commander has all rentals looked at."""
    if Rental.objects.exists():
        commander = stage.actor("commander")
        campaign = canvass.begin_campaign(
            kind=Kind.RENTAL_SWEEP, name="出租屋清查", path=PATH, actor=commander, at=at
        )
        canvass.open_round(name="", path=PATH, actor=commander, at=at, campaign=campaign)


def walk(stage: Stage, at: datetime) -> None:
    """Every second day some workers go to rentals; a few stay open to be tried."""
    items = RoundItem.objects.filter(round__kind=Kind.RENTAL_SWEEP, state__in=("open", "attempted"))
    by_path: dict[str, list[Entry]] = {}
    for item in items.order_by("pk"):
        if stage.dice.random() < 0.3:
            outcome = Outcome.DONE if stage.dice.random() < 0.8 else Outcome.ABSENT
            by_path.setdefault(item.path, []).append(Entry(item.code, outcome, at))
    for path, entries in by_path.items():
        canvass.record_attempts(entries, actor=stage.worker(path), at=at)


def name_helpers(stage: Stage, at: datetime) -> None:
    """Old people of one village get a helper each: the worker of their grid."""
    for cell in cells(stage):
        frail = Person.objects.filter(path=cell.path).order_by("birth_date", "pk")
        for person in frail[:2]:
            kind = stage.dice.choice((Frailty.OLD_ALONE, Frailty.OLD_ALONE, *Frailty.values))
            actions.name_helper(
                person, kind=str(kind), helper=stage.users[stage.worker_name(cell.path)].pk,
                every_days=stage.dice.choice((2, 3, 7)), note=stage.dice.choice(_WHY),
                actor=stage.secretary(cell.path), at=at,
            )  # fmt: skip


def look_after(stage: Stage, day: date, at: datetime) -> None:
    """Most helpers go on the day it is due; who is forgotten turns red."""
    for entry in Vulnerable.objects.filter(ended_on=None, due_on__lte=day).order_by("pk"):
        if stage.dice.random() < 0.75:
            drawn = stage.dice.choices([o for o, _w in _OUTCOMES], [w for _o, w in _OUTCOMES])[0]
            actions.note_contact(
                entry, outcome=str(drawn),
                actor=stage.worker(entry.path), at=at,
            )  # fmt: skip
