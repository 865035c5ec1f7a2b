"""Reading a list of roads, estates and buildings, row by row, with what is wrong with each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gridward.core.decision import Reason
from gridward.ground.places.rules import names
from gridward.ground.places.rules.text import normalise

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "小区名称", "小区", "道路名称", "标准名称", "name"),
    "kind": ("类型", "类别", "种类", "kind"),
    "aliases": ("别名", "俗称", "曾用名", "又名", "aliases"),
    "place": ("村（社区）", "村(社区)", "村社区", "所属村", "所属社区", "村", "社区", "place"),
    "parent": ("所属小区", "所在小区", "parent"),
    "note": ("备注", "说明", "note"),
}
_KINDS = {
    "道路": "road", "路": "road", "街": "road", "街巷": "road", "road": "road",
    "小区": "estate", "院落": "estate", "宿舍": "estate", "安置区": "estate", "estate": "estate",
    "楼栋": "building", "楼": "building", "栋": "building", "幢": "building",
    "building": "building",
    "地标": "spot", "场所": "spot", "其他": "spot", "spot": "spot",
}  # fmt: skip
_ROAD = re.compile(r"(?:路|大道|街|巷|弄|胡同|线)$")
_BUILDING = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+|[a-z])(?:栋|幢|号楼|座|单元)$", re.IGNORECASE
)
_BETWEEN = re.compile(r"[、,，;；/|\s]+")
MOST_NAME, MOST_NOTE, MOST_ALIASES = 60, 200, 20
NO_NAME = Reason("There is no column with the names. Call it 名称.")


@dataclass(frozen=True, slots=True)
class Line:
    """One good row. `place` is the code of the village or town, `parent` the name of an estate."""

    number: int
    kind: str
    name: str
    aliases: tuple[str, ...]
    code: str
    parent: str
    note: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row: its number as the user counts, column, value, why."""

    number: int
    column: str
    value: str
    why: Reason

    @property
    def head(self) -> str:
        """The column as it is called in the file."""
        return COLUMNS[self.column][0]


def heads(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by its head; without ``name`` the list cannot be read."""
    plain = [cell.strip().lower().replace(" ", "") for cell in cells]
    found: dict[str, int] = {}
    for field, spellings in COLUMNS.items():
        places = [plain.index(one) for one in spellings if one in plain]
        if places:
            found[field] = places[0]
    return found


def villages_by_name(villages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(code, name) of the own villages -> every way to write the name -> code. A name that two of
    them share is left out."""
    exact: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for code, name in villages:
        exact |= {name: code, code: code}
        core = names.village_core(name)
        for spelling in (core, f"{core}村", f"{core}社区", f"{core}村委会"):
            short.setdefault(spelling, set()).add(code)
    return {name: codes.pop() for name, codes in short.items() if len(codes) == 1} | exact


def read(
    rows: Iterable[tuple[int, Sequence[str]]],
    where: Mapping[str, int],
    villages: Mapping[str, str],
    *,
    town: str,
    known: Iterable[str] = (),
) -> tuple[list[Line], list[Fault]]:
    """Good lines and faults. `known`: estates already in the register, for buildings."""
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str, str], int] = {}
    estates = set(known)
    for number, cells in rows:
        made = _line(number, cells, where, villages, town, estates)
        if isinstance(made, Fault):
            faults.append(made)
            continue
        key = (made.kind, made.parent, made.name)
        if key in seen:
            why = Reason.of("The same stands in row {row} already.", row=seen[key])
            faults.append(Fault(number, "name", made.name, why))
            continue
        seen[key] = number
        lines.append(made)
        if made.kind == "estate":
            estates.add(made.name)
    return lines, faults


def _line(
    number: int, cells: Sequence[str], where: Mapping[str, int], villages: Mapping[str, str],
    town: str, estates: set[str],
) -> Line | Fault:  # fmt: skip
    told = {field: cells[at].strip() for field, at in where.items() if at < len(cells)}
    name, place, parent = (told.get(field, "") for field in ("name", "place", "parent"))
    kind = kind_of(told.get("kind", ""), name, parent)
    code = villages.get(place, "") if place else town
    checks = (
        (not normalise(name), "name", Reason.of("The name is missing.")),
        (
            len(name) > MOST_NAME, "name",
            Reason.of("The name is longer than {most} characters.", most=MOST_NAME),
        ),
        (not kind, "kind", Reason.of("The kind is one of 道路, 小区, 楼栋, 地标.")),
        (not code, "place", Reason.of("No village or community of this place has that name.")),
        (
            bool(parent) and kind != "building", "parent",
            Reason.of("Only a building lies in an estate."),
        ),
        (
            bool(parent) and parent not in estates, "parent",
            Reason.of("This estate is neither in the register nor further up in the list."),
        ),
    )  # fmt: skip
    for is_wrong, column, why in checks:
        if is_wrong:
            return Fault(number, column, told.get(column, "")[:MOST_NAME], why)
    aliases = alias_list(told.get("aliases", ""), name)
    return Line(number, kind, name, aliases, code, parent, told.get("note", "")[:MOST_NOTE])


def kind_of(typed: str, name: str, parent: str = "") -> str:
    """The kind as stored; without a word it follows from the name. "" for an unknown word."""
    if typed:
        return _KINDS.get(typed.lower(), "")
    if parent or _BUILDING.search(name):
        return "building"
    return "road" if _ROAD.search(name) else "estate"


def alias_list(typed: str, name: str) -> tuple[str, ...]:
    """Names set apart by 、 , ; / or spaces, each once, without the name itself."""
    parts = (each[:MOST_NAME] for each in _BETWEEN.split(typed) if normalise(each))
    return tuple(dict.fromkeys(each for each in parts if each != name))[:MOST_ALIASES]
