"""One row of a list, turned into a row of the register, or into what is wrong with it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from gridward.core.decision import Reason
from gridward.ground.grid.rules import code_of
from gridward.ground.roster.rules import (
    calendar,
    documents,
    organisations,
    phones,
    plates,
    records,
    spoilt,
    words,
)
from gridward.ground.roster.rules.doors import Door, Village, number, parse
from gridward.ground.roster.rules.text import compact, normal
from gridward.ground.roster.rules.tree import NOWHERE, Tree
from gridward.ground.roster.rules.values import Checked, Finding

Cells = Mapping[str, str]  # field -> text as typed
Home = tuple[int, str]  # id and path of a household
DoorKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row says it is. `leaf` is the grid, or why it is not known."""

    door: Door
    address: str
    leaf: str | Reason
    village: Village | Reason

    @property
    def key(self) -> DoorKey | None:
        """What finds the household at this door; None when it names no single door."""
        if isinstance(self.village, Reason) or not self.door.is_exact:
            return None
        door = self.door
        return self.village.path, door.estate, door.building, door.unit, door.room


@dataclass(slots=True)
class Reading:
    """What became of one row; usable when `findings` is empty. Columns are fields here."""

    row: records.Row | None = None
    findings: list[Finding] = field(default_factory=list)

    def take(self, column: str, checked: Checked) -> str:
        if checked.wrong and checked.value:
            self.findings.append(Finding(column, checked.value, checked.wrong))
        return checked.value

    def need(self, column: str, value: str, reason: Reason) -> str:
        if not value:
            self.findings.append(Finding(column, value, reason))
        return value

    def choose(self, column: str, text: str, table: Mapping[str, str], default: str) -> str:
        found = words.word(text, table, default)
        if found is None:
            self.findings.append(Finding(column, text, _unknown(text, table)))
        return found or default

    def count(self, column: str, text: str) -> int:
        found = words.whole(text) if normal(text) else 0
        if found is None or found > 32_767:
            self.findings.append(Finding(column, text, Reason.of("A whole number is needed here.")))
        return found or 0


def spot(cells: Cells, tree: Tree) -> Spot:
    """The place of a row: parts in their own columns go before what the address says."""
    address = normal(cells.get("address", ""))
    door = parse(address)
    parts = {key: _part(cells.get(key, "")) for key in ("building", "unit", "room")}
    group = _part(cells.get("group", ""))
    door = replace(door, **{key: value for key, value in parts.items() if value})
    if group:
        door = replace(door, estate=f"{group}组")
    village_text = normal(cells.get("village", ""))
    village = tree.village(village_text, address, normal(cells.get("grid", "")))
    if (
        not isinstance(village, Reason)
        and not door.estate
        and _is_estate(door.village, village.name)
    ):
        door = replace(door, estate=door.village)
    leaf = tree.leaf(village_text, cells.get("grid", ""), door, address)
    if isinstance(village, Reason) and not isinstance(leaf, Reason):
        village = next((v for v in tree.villages if leaf.startswith(v.path)), village)
    return Spot(door, address or _written(door, village), leaf, village)


def _unknown(text: str, table: Mapping[str, str]) -> Reason:
    """Not a word of the table; the usual word of each value is named."""
    usual: dict[str, str] = {}
    for word, value in table.items():
        usual.setdefault(value, word)
    return Reason.of(
        "“{answer}” is not among the choices: {choices}", answer=text,
        choices="、".join(usual.values()),
    )  # fmt: skip


def _part(text: str) -> str:
    typed = normal(text).replace(" ", "")
    for sign in ("栋", "幢", "单元", "室", "号", "组", "座", "户", "第", "村民小"):
        typed = typed.replace(sign, "")
    return number(typed) if typed else ""


def _is_estate(named: str, village: str) -> bool:
    return (
        bool(named)
        and village not in named
        and named not in village
        and not named.endswith(("村", "镇", "社区", "路", "街"))
    )


def _written(door: Door, village: Village | Reason) -> str:
    name = "" if isinstance(village, Reason) else village.name
    building = f"{door.building}栋" if door.building else ""
    unit = f"{door.unit}单元" if door.unit else ""
    room = f"{door.room}{'室' if door.building else '号'}" if door.room else ""
    tail = door.estate + building + unit + room
    return name + tail if tail else ""


def household(cells: Cells, at: Spot, today: date, _home: Home | None) -> Reading:
    reading = Reading()
    path = at.leaf
    if isinstance(path, Reason):
        reading.findings.append(_unplaced(cells, at, path))
        path = ""
    address = at.address
    if not any(each.column == "address" for each in reading.findings):
        reading.need("address", address, Reason.of("The address is empty."))
    code = normal(cells.get("code", "")).replace(" ", "") or _code(path, address)
    reading.row = records.HouseholdRow(
        code=code[:32], path=path, address=address,
        head_name=normal(cells.get("head_name", "")), phone=_phone(reading, cells),
        size=reading.count("size", cells.get("size", "")),
        tenure=reading.choose("tenure", cells.get("tenure", ""), words.TENURE, "owner"),
        estate=at.door.estate, building=at.door.building, unit=at.door.unit, room=at.door.room,
    )  # fmt: skip
    return reading


def _code(path: str, address: str) -> str:
    """A code for a door that a list gives none: the same door gets the same code again."""
    seal = hashlib.sha256(address.replace(" ", "").encode()).hexdigest()[:8].upper()
    return f"{code_of(path)}-{seal}"


def _phone(reading: Reading, cells: Cells) -> str:
    text = cells.get("phone", "")
    lost = spoilt.number(text, "phone")
    if lost:
        return reading.take("phone", Checked.no(normal(text), lost))
    return reading.take("phone", phones.phone(text)) if normal(text) else ""


def person(cells: Cells, at: Spot, today: date, home: Home | None) -> Reading:
    reading = Reading()
    name = reading.need("name", normal(cells.get("name", "")), Reason.of("The name is empty."))
    typed = cells.get("document_no", "")
    kind = documents.kind_of(typed) or "resident_id"
    if normal(cells.get("document_type", "")):
        kind = reading.choose("document_type", cells["document_type"], words.DOCUMENT, kind)
    lost = spoilt.number(typed, "document")
    checked = documents.document(kind, typed, today=today)
    document_no = reading.take("document_no", Checked.no(typed, lost) if lost else checked)
    born = words.day(cells.get("birth_date", ""))
    if normal(cells.get("birth_date", "")) and (born is None or born > today):
        wrong = (
            Reason.of("This date lies in the future.") if born
            else Reason.of("This is no date of birth. Write it as 1962-03-08.")
        )  # fmt: skip
        reading.findings.append(Finding("birth_date", cells["birth_date"], wrong))
    path = _path(reading, cells, at, home)
    reading.row = records.PersonRow(
        name=name, path=path, household_id=home[0] if home else None,
        sex=reading.choose("sex", cells.get("sex", ""), words.SEX, "0"), birth_date=born,
        document_type=kind if document_no else "none", document_no=document_no,
        phone=_phone(reading, cells),
        residence=reading.choose("residence", cells.get("residence",
            ""), words.RESIDENCE, "registered"),
        needs_help=words.yes(cells.get("needs_help", "")),
    )  # fmt: skip
    return reading


def _path(reading: Reading, cells: Cells, at: Spot, home: Home | None) -> str:
    """The household's leaf; else the grid, else the village that the row names."""
    if home:
        return home[1]
    code = normal(cells.get("household_code", ""))
    if code:
        wrong = Reason.of("There is no household {code}.", code=code)
        reading.findings.append(Finding("household_code", code, wrong))
        return ""
    if not isinstance(at.leaf, Reason):
        return at.leaf
    if isinstance(at.village, Reason):
        reading.findings.append(_unplaced(cells, at, at.village))
        return ""
    return at.village.path


def _unplaced(cells: Cells, at: Spot, because: Reason) -> Finding:
    """Why a row belongs nowhere, at the column that says it wrongly."""
    village = normal(cells.get("village", ""))
    if isinstance(at.village, Reason) and village:
        unknown = Reason.of("The grid list knows no village called {village}.", village=village)
        return Finding("village", village, unknown if because == NOWHERE else because)
    if isinstance(at.village, Reason):
        return Finding("address", at.address, because)
    return Finding("grid", cells.get("grid") or at.address, because)


def enterprise(cells: Cells, at: Spot, today: date, home: Home | None) -> Reading:
    reading = Reading()
    code = reading.take("uscc", organisations.uscc(cells.get("uscc", "")))
    reading.need(
        "uscc",
        code,
        Reason.of(
            "The credit code is empty. A trader without one gets LS and a number of your own."
        ),
    )
    reading.row = records.EnterpriseRow(
        name=reading.need("name", normal(cells.get("name", "")), Reason.of("The name is empty.")),
        uscc=code, path=_path(reading, cells, at, home), address=at.address,
        industry=normal(cells.get("industry", "")), phone=_phone(reading, cells),
        responsible=normal(cells.get("responsible", "")),
        workers=reading.count("workers", cells.get("workers", "")),
    )  # fmt: skip
    return reading


def place(cells: Cells, at: Spot, today: date, home: Home | None) -> Reading:
    reading = Reading()
    reading.row = records.PlaceRow(
        name=reading.need("name", normal(cells.get("name", "")), Reason.of("The name is empty.")),
        kind=normal(cells.get("kind", ""))[:40], path=_path(reading, cells, at, home),
        address=at.address, lat=_degree(reading, cells, "lat", 90),
        lon=_degree(reading, cells, "lon", 180),
    )  # fmt: skip
    return reading


def _degree(reading: Reading, cells: Cells, key: str, most: int) -> float | None:
    typed = normal(cells.get(key, ""))
    found = words.degree(typed)
    if typed and (found is None or abs(found) > most):
        wrong = Reason.of("A number of degrees is needed here, {most} at the most.", most=most)
        reading.findings.append(Finding(key, typed, wrong))
        return None
    return found


def vehicle(cells: Cells, at: Spot, today: date, home: Home | None) -> Reading:
    reading = Reading()
    checked = plates.plate(cells.get("plate", ""))
    reading.row = records.VehicleRow(
        plate=reading.need("plate", checked.value, Reason.of("The number plate is empty.")),
        path=_path(reading, cells, at, home), is_known_series=checked.doubt is None,
        household_id=home[0] if home else None,
    )  # fmt: skip
    return reading


def pushed(cells: Cells, at: Spot, today: date, home: Home | None) -> Reading:
    """One person of a list from above; only a row without a name is refused."""
    reading = Reading()
    since, until = (_day_told(reading, cells, key, today) for key in ("since", "until"))
    if since and until and until < since:
        wrong = Reason.of("The end is before the beginning.")
        reading.findings.append(Finding("until", cells["until"], wrong))
    known = phones.phone(cells.get("phone", ""))
    path = at.leaf if not isinstance(at.leaf, Reason) else ""
    if not path and not isinstance(at.village, Reason):
        path = at.village.path
    text = {
        key: normal(cells.get(key, "")) for key in ("category", "place", "source", "batch", "note")
    }
    reading.row = records.PushedRow(
        name=reading.need("name", normal(cells.get("name", "")), Reason.of("The name is empty.")),
        path=home[1] if home else path, household_id=home[0] if home else None,
        document_no=compact(cells.get("document_no", "")), phone=known.value, address=at.address,
        category=text["category"][:40], place=text["place"][:200], since=since, until=until,
        source=text["source"][:80], batch=text["batch"][:40], note=text["note"][:200],
    )  # fmt: skip
    return reading


def _day_told(reading: Reading, cells: Cells, key: str, today: date) -> date | None:
    typed = normal(cells.get(key, ""))
    found = calendar.day(typed, today=today) if typed else None
    if typed and found is None:
        wrong = Reason.of("This is no date. Write it as 2020-02-01.")
        reading.findings.append(Finding(key, typed, wrong))
    return found


Reader = Callable[[Cells, Spot, date, Home | None], Reading]
READERS: Mapping[str, Reader] = {
    "household": household, "person": person, "enterprise": enterprise, "place": place,
    "vehicle": vehicle, "pushed": pushed,
}  # fmt: skip
