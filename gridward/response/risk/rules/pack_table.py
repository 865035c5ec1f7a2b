"""``table.csv`` of a policy pack: one row per line, conditions left, outcome right."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from gridward.core.decision import Reason
from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.cells import BadCell, Cell, parse, parse_places, plain
from gridward.response.risk.rules.finding import Finding
from gridward.response.risk.rules.pack import Row
from gridward.response.risk.rules.values import MEASURES

FILE = "table.csv"
OUTPUTS = (
    "measure", "days", "day_one", "then_measure", "then_days", "tests", "slots", "care_team",
    "notice", "clause", "document", "dated", "title_zh", "title_en",
)  # fmt: skip
COLUMNS = ("row", *inputs.INPUTS, *OUTPUTS, "note")
_NEEDED = ("row", "measure", "days", "clause", "title_zh", "title_en")
SLOTS = ("morning", "evening")
_SAY = Reason.of("Use empty, <=14, 0..13, a,b, null or !null; a day as >=2022-07-20.")


def read_table(text: str) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows of a table and everything that is wrong with it, by line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    found = list(_column_findings(columns))
    if found:
        return (), found
    rows: list[Row] = []
    for line in reader:
        number = reader.line_num
        cells = {name: (value or "").strip() for name, value in line.items() if name}
        if not any(cells.values()):
            continue
        wrong = list(_line_findings(number, cells, {row.name for row in rows}))
        found += wrong
        if not wrong:
            rows.append(_row(cells))
    return tuple(rows), found


def _column_findings(columns: list[str]) -> Iterator[Finding]:
    if not columns:
        yield Finding(FILE, Reason.of("The table is empty."))
        return
    for name in columns:
        if name not in COLUMNS:
            yield Finding(
                FILE,
                Reason.of("Column {column} is not known. Known columns: {known}.",
                          column=name, known=", ".join(COLUMNS)),
                column=name, todo=Reason.of("Rename the column, or leave it out."),
            )  # fmt: skip
    for name in _NEEDED:
        if name not in columns:
            yield Finding(FILE, Reason.of("Column {column} is missing.", column=name), column=name)


def _line_findings(number: int, cells: dict[str, str], taken: set[str]) -> Iterator[Finding]:
    where = f"{FILE}:{number}"
    if not cells["row"] or cells["row"] in taken:
        reason = Reason.of(
            "Each row needs a name of its own, {name} will not do.", name=cells["row"] or "-"
        )
        yield Finding(where, reason, column="row", value=cells["row"])
    yield from _condition_findings(where, cells)
    yield from _outcome_findings(where, cells)
    for name in ("measure", "title_zh", "title_en"):
        if not cells[name]:
            yield Finding(where, Reason.of("Column {column} is empty.", column=name), column=name)
    if cells["measure"] not in {"", "none"} and not cells["clause"]:
        yield Finding(
            where, Reason.of("A row with a measure names its clause."), column="clause",
            todo=Reason.of("Quote the number of the clause and its words."),
        )  # fmt: skip


def _condition_findings(where: str, cells: dict[str, str]) -> Iterator[Finding]:
    for name in inputs.INPUTS:
        text = cells.get(name, "")
        if _cell(name, text) is None:
            said = Reason.of("{column}: “{cell}” is no condition.", column=name, cell=text)
            advice = _SAY if name != inputs.PLACES else Reason.of(
                "Write division codes, each with its name behind it: 4602 三亚市, 310000."
            )  # fmt: skip
            yield Finding(where, said, column=name, value=text, todo=advice)
    since, named = cells.get(inputs.SINCE_PLACES, ""), cells.get(inputs.PLACES, "")
    if since and not named:
        yield Finding(
            where, Reason.of("Days since a stay are asked for, but no place is named."),
            column=inputs.PLACES, value="",
            todo=Reason.of("Name the places in the column stayed_in."),
        )  # fmt: skip


def _outcome_findings(where: str, cells: dict[str, str]) -> Iterator[Finding]:
    for name in ("measure", "then_measure"):
        if cells.get(name, "") not in (*MEASURES, ""):
            known = ", ".join(MEASURES)
            reason = Reason.of("{measure} is no measure. Known: {known}.",
                               measure=cells[name], known=known)  # fmt: skip
            yield Finding(where, reason, column=name, value=cells[name])
    for name in ("days", "then_days"):
        if cells.get(name) and not cells[name].isdecimal():
            reason = Reason.of("{column}: “{cell}” is no number of days.",
                               column=name, cell=cells[name])  # fmt: skip
            yield Finding(where, reason, column=name, value=cells[name])
    yield from _list_findings(where, cells)


def _list_findings(where: str, cells: dict[str, str]) -> Iterator[Finding]:
    for name, words in (("day_one", {"0", "1"}), ("slots", {*SLOTS, "none"})):
        text = cells.get(name, "")
        if text and not set(_list(text)) <= words:
            reason = Reason.of("{column}: “{cell}” is none of {known}.",
                               column=name, cell=text, known=", ".join(sorted(words)))  # fmt: skip
            yield Finding(where, reason, column=name, value=text)
    tests = cells.get("tests", "")
    if tests not in {"", "none"} and not all(each.isdecimal() for each in _list(tests)):
        reason = Reason.of("{column}: “{cell}” is no list of days such as 1,4,7.",
                           column="tests", cell=tests)  # fmt: skip
        yield Finding(where, reason, column="tests", value=tests)
    if cells.get("dated") and _day(cells["dated"]) is None:
        reason = Reason.of("{key} must be a date like 2022-06-28.", key="dated")
        yield Finding(where, reason, column="dated", value=cells["dated"])


def _cell(name: str, text: str) -> Cell | None:
    try:
        cell = parse_places(text) if name == inputs.PLACES else parse(text)
    except BadCell:
        return None
    return cell if _fits(name, cell) else None


def _fits(name: str, cell: Cell) -> bool:
    """Whether this form of a condition can be asked of this fact."""
    if cell.kind in {"any", "null", "known", "places"}:
        return name != inputs.DAY or cell.kind == "any"
    if name in inputs.WORDS:
        allowed = inputs.WORDS[name]
        return cell.kind == "words" and (not allowed or cell.words <= set(allowed))
    if name == inputs.DAY:
        return cell.is_date
    if cell.kind == "words":
        return all(each.isdecimal() for each in cell.words)
    return not cell.is_date or name not in inputs.NUMBERS


def _list(text: str) -> list[str]:
    return [each.strip() for each in plain(text).split(",") if each.strip()]


def _own(text: str) -> tuple[str, ...] | None:
    """A list of the row's own; empty: as the measure has it; ``none``: none at all."""
    return None if not text else tuple(each for each in _list(text) if each != "none")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(cells: dict[str, str]) -> Row:
    conditions = ((name, _cell(name, cells.get(name, ""))) for name in inputs.INPUTS)
    tests = _own(cells.get("tests", ""))
    return Row(
        name=cells["row"],
        cells=tuple((name, cell) for name, cell in conditions if cell and cell.kind != "any"),
        measure=cells["measure"],
        days=int(cells["days"] or 0),
        clause=cells["clause"],
        title_zh=cells["title_zh"],
        title_en=cells["title_en"],
        then_measure=cells.get("then_measure", ""),
        then_days=int(cells.get("then_days") or 0),
        day_one=int(cells["day_one"]) if cells.get("day_one") else None,
        tests=None if tests is None else tuple(map(int, tests)),
        slots=_own(cells.get("slots", "")),
        care_team=_own(cells.get("care_team", "")),
        notice=cells.get("notice", ""),
        document=cells.get("document", ""),
        dated=_day(cells.get("dated", "")),
    )
