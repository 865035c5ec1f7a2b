"""The grid tree of 灰汤镇 and the 328 people who stand on posts in it."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.access import actions as access
from gridward.ground.access.models import User
from gridward.ground.access.rules import StaffRow
from gridward.ground.grid import actions as grid
from gridward.ground.grid.rules import GridRow, path_of
from gridward.ground.places import queries as places
from gridward.web.demo import geography
from gridward.web.demo.people import given_name, phone, surname

CODE = "430182109"  # 灰汤镇, edition 2023
PATH = "430182109/"
GRIDS = 134
STAFF = 328


@dataclass(frozen=True, slots=True)
class Cell:
    """One grid of the demo: where it lies and what its village is called."""

    path: str
    village_path: str
    village: str
    number: int
    polygon: dict[str, object]


def build_tree(*, actor: Actor, at: datetime, seed: int) -> list[Cell]:
    """18 villages as the gazetteer has them, 134 grids shared out by turns, with polygons."""
    villages = [(each.code, short(each.name)) for each in places.children(f"{CODE}000")]
    rows = [GridRow(1, CODE, "灰汤镇")]
    cells: list[Cell] = []
    polygons = geography.cells(seed)
    for index, (code, name) in enumerate(villages):
        rows.append(GridRow(len(rows) + 1, code, name))
        for number in range(1, _share(index, len(villages)) + 1):
            grid_code = f"{code}{number:03}"
            rows.append(GridRow(len(rows) + 1, grid_code, f"{number}网格"))
            cells.append(
                Cell(path_of(grid_code), path_of(code), name, number, polygons[len(cells)])
            )
    grid.import_grids(rows, actor=actor, at=at, valid_from=local_date(at))
    grid.draw({cell.path: cell.polygon for cell in cells}, actor=actor, at=at)
    return cells


def short(name: str) -> str:
    """灰汤村委会 -> 灰汤村; 汤泉社区居委会 -> 汤泉社区."""
    return name.removesuffix("居委会") if name.endswith("居委会") else name.removesuffix("委会")


def _share(index: int, villages: int) -> int:
    """134 over 18: the first eight villages have eight grids, the others seven."""
    base, rest = divmod(GRIDS, villages)
    return base + (1 if index < rest else 0)


def staff_list(cells: list[Cell], *, seed: int) -> list[StaffRow]:
    """328 people: a lead and a worker on every grid, five in every village, the headquarters."""
    dice = Random(seed)
    rows: list[StaffRow] = []

    def add(username: str, path: str, role: str, post: str, duty: str) -> None:
        if rows and rows[-1].username == username:  # a second post of the same person
            rows.append(replace(rows[-1], role=role, post=post, duty=duty))
            return
        sex = dice.choice("12")
        rows.append(
            StaffRow(
                username=username, name=surname(dice) + given_name(dice, sex), path=path,
                role=role, post=post, duty=duty, phone=phone(90_000_000 + len(rows)),
                organisation="灰汤镇",
            )
        )  # fmt: skip

    add("commander", PATH, "commander", "指挥长", "统一指挥，审批解除，签发通报")
    add("analyst", PATH, "analyst", "数据研判组", "每天三次研判，形成各村清单")
    add("privacy", PATH, "privacy_officer", "数据保护专员", "查看操作台账，管理保存期限与销毁")
    add("admin", PATH, "administrator", "系统管理员", "账号与岗位管理")
    for number in (1, 2):
        add(f"police{number}", PATH, "police", "派出所民警", "协助查找与劝返")
    for index, path in enumerate(dict.fromkeys(cell.village_path for cell in cells), 1):
        village = f"v{index:02}"
        add(
            f"{village}secretary",
            path,
            "community_lead",
            "村（社区）书记",
            "第一责任人，分派任务，申请解除",
        )
        add(f"{village}medic", path, "community_medic", "村医", "健康监测与指导")
        add(f"{village}cadre", path, "contact_cadre", "包保干部", "包保居家观察人员")
        add(f"{village}cadre", path, "volunteer", "志愿服务队队长", "代购代办，送餐送药")
    for index, cell in enumerate(cells, 1):
        add(f"lead{index:03}", cell.path, "grid_lead", "网格长", "本网格责任领导")
        add(f"grid{index:03}", cell.path, "grid_worker", "网格员", "敲门入户，早晚测温，代办代购")
    return rows


def enrol(cells: list[Cell], *, actor: Actor, at: datetime, seed: int) -> dict[str, User]:
    """All staff with their postings; returns user name -> account."""
    return access.enrol(staff_list(cells, seed=seed), actor=actor, at=at)
