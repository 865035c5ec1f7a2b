"""Households and residents that do not exist, through the bulk load of the register."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from random import Random

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.roster import actions as roster
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from gridward.web.demo import geography, people
from gridward.web.demo.people import Invented
from gridward.web.demo.township import Cell

_SIZES = (1, 2, 3, 4, 5, 6, 7)
_WEIGHTS = (9, 20, 23, 22, 14, 8, 4)
_CHUNK = 8_000

Family = tuple[HouseholdRow, list[Invented]]


def load(
    cells: list[Cell], *, actor: Actor, at: datetime, seed: int, households: int, persons: int,
    say: Callable[[int], None],
) -> None:  # fmt: skip
    """Load the register in pieces; `say` hears how many households are in."""
    families = _families(cells, seed=seed, households=households, persons=persons, at=at)
    done = 0
    while piece := list(islice(families, _CHUNK)):
        ids = roster.load_households([row for row, _members in piece], actor=actor, at=at)
        rows = [
            _person(member, row.path, pk)
            for (row, members), pk in zip(piece, ids, strict=True)
            for member in members
        ]
        roster.load_persons(rows, actor=actor, at=at)
        done += len(piece)
        say(done)


def _person(member: Invented, path: str, household_id: int) -> PersonRow:
    return PersonRow(
        name=member.name, path=path, household_id=household_id, sex=member.sex,
        birth_date=member.birth_date, document_no=member.document_no, phone=member.phone,
        needs_help=not member.phone and member.birth_date.year < 1950,
    )  # fmt: skip


def sizes(households: int, persons: int, dice: Random) -> list[int]:
    """Household sizes that add up to exactly `persons`."""
    drawn = dice.choices(_SIZES, _WEIGHTS, k=households)
    difference = persons - sum(drawn)
    step = 1 if difference > 0 else -1
    while difference:
        chosen = dice.randrange(households)
        if 1 <= drawn[chosen] + step <= 9:
            drawn[chosen] += step
            difference -= step
    return drawn


def _families(
    cells: list[Cell], *, seed: int, households: int, persons: int, at: datetime
) -> Iterator[Family]:
    dice = Random(seed)
    today, serial = local_date(at), 0
    taken: set[str] = set()
    middles = {cell.path: geography.centre(cell.polygon) for cell in cells}
    for number, size in enumerate(sizes(households, persons, dice)):
        cell = cells[number * len(cells) // households]
        first = -(-(number * len(cells) // households) * households // len(cells))
        members = people.household(dice, serial, size, today=today, taken=taken)
        serial += size
        middle = middles[cell.path]
        yield _household(cell, number - first + 1, members, dice, middle), members


def _household(
    cell: Cell, door: int, members: list[Invented], dice: Random, middle: tuple[float, float]
) -> HouseholdRow:
    lon, lat = middle
    return HouseholdRow(
        code=f"{cell.path.replace('/', '')[9:]}{door:04}",
        path=cell.path,
        address=address(cell, door),
        head_name=members[0].name,
        phone=members[0].phone,
        size=len(members),
        tenure=dice.choices(("owner", "tenant", "collective"), (92, 7, 1))[0],
        channel=dice.choices(("phone", "link", "door", "paper"), (70, 18, 10, 2))[0],
        lat=round(lat + dice.uniform(-0.004, 0.004), 6),
        lon=round(lon + dice.uniform(-0.004, 0.004), 6),
    )


def address(cell: Cell, door: int) -> str:
    """In a community estates with buildings, in a village groups with house numbers."""
    if "社区" in cell.village:
        building, rest = divmod(door - 1, 24)
        unit, flat = divmod(rest, 12)
        room = f"{flat // 2 + 1}0{flat % 2 + 1}"
        return f"{cell.village}{cell.number}号小区{building + 1}栋{unit + 1}单元{room}"
    group, house = divmod(door - 1, 60)
    return f"{cell.village}{(cell.number - 1) * 5 + group + 1}组{house + 1}号"
