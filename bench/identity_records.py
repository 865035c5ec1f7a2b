"""The invented township as records that the rules compare, with what is known of each household."""

from collections import defaultdict

from bench.people import Told, World
from gridward.ground.roster.rules.linkage import NO_KIN, Kin, Record, block


def roster(world: World) -> list[Record]:
    """The roster: household codes are known, and so are the numbers of the others behind a door."""
    behind: dict[str, list[Told]] = defaultdict(list)
    for row in world.rows:
        behind[_home(row)].append(row)
    return [record(row, listed=True, kin=_kin(row, behind[_home(row)])) for row in world.rows]


def reports(world: World) -> list[Record]:
    """Reports: an address may be told, a household code never is."""
    return [record(told, listed=False) for told in world.reports]


def record(told: Told, *, listed: bool, kin: Kin = NO_KIN) -> Record:
    home = told.home
    if home is None:
        return Record(told.key, told.name, told.number, told.phone, sex=told.sex,
                      source=told.source, path=told.area)  # fmt: skip
    return Record(
        told.key, told.name, told.number, told.phone, sex=told.sex, source=told.source,
        household=home.code if listed else "", path=home.path, room=home.room, kin=kin,
        building=block(home.estate, home.building, home.unit),
    )  # fmt: skip


def _home(row: Told) -> str:
    return row.home.code if row.home else row.key


def _kin(row: Told, members: list[Told]) -> Kin:
    others = [one for one in members if one is not row]
    return Kin(
        frozenset(one.phone for one in others if one.phone),
        frozenset(one.number for one in others if one.number),
    )
