"""``table.csv`` of a policy pack: one row per line, conditions left, outcome right."""

import csv
import io
from collections.abc import Iterator

from gridward.core.decision import Reason
from gridward.response.risk.rules.cells import BadCell, Cell, parse
from gridward.response.risk.rules.finding import Finding
from gridward.response.risk.rules.inputs import INPUTS
from gridward.response.risk.rules.pack import Row
from gridward.response.risk.rules.values import MEASURES

FILE = "table.csv"
OUTPUTS = (
    "measure",
    "days",
    "day_one",
    "then_measure",
    "then_days",
    "clause",
    "title_zh",
    "title_en",
)
_KNOWN = ("row", *INPUTS, *OUTPUTS, "note")
_NEEDED = ("row", "measure", "days", "clause", "title_zh", "title_en")


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
    return tuple(rows), found + list(_order_findings(rows))


def _column_findings(columns: list[str]) -> Iterator[Finding]:
    if not columns:
        yield Finding(FILE, Reason.of("The table is empty."))
        return
    for name in columns:
        if name not in _KNOWN:
            yield Finding(FILE, Reason.of(
                "Column {column} is not known. Known columns: {known}.",
                column=name, known=", ".join(_KNOWN),
            ))  # fmt: skip
    for name in _NEEDED:
        if name not in columns:
            yield Finding(FILE, Reason.of("Column {column} is missing.", column=name))


def _line_findings(number: int, cells: dict[str, str], taken: set[str]) -> Iterator[Finding]:
    where = f"{FILE}:{number}"
    if not cells["row"] or cells["row"] in taken:
        yield Finding(where, Reason.of("Each row needs a name of its own, {name} will not do.",
                                       name=cells["row"] or "-"))  # fmt: skip
    yield from _cell_findings(where, cells)
    for name in ("measure", "title_zh", "title_en"):
        if not cells[name]:
            yield Finding(where, Reason.of("Column {column} is empty.", column=name))
    if cells["measure"] not in {"", "none"} and not cells["clause"]:
        yield Finding(where, Reason.of("A row with a measure names its clause."))


def _cell_findings(where: str, cells: dict[str, str]) -> Iterator[Finding]:
    for name in INPUTS:
        if _cell(cells.get(name, "")) is None:
            yield Finding(where, Reason.of(
                "{column}: “{cell}” is no condition. Use empty, <=14, 0..13, a,b, null or !null.",
                column=name, cell=cells[name],
            ))  # fmt: skip
    for name in ("measure", "then_measure"):
        if cells.get(name, "") not in (*MEASURES, ""):
            known = ", ".join(MEASURES)
            yield Finding(where, Reason.of("{measure} is no measure. Known: {known}.",
                                           measure=cells[name], known=known))  # fmt: skip
    for name in ("days", "then_days"):
        if cells.get(name) and not cells[name].isdecimal():
            yield Finding(where, Reason.of("{column}: “{cell}” is no number of days.",
                                           column=name, cell=cells[name]))  # fmt: skip


def _order_findings(rows: list[Row]) -> Iterator[Finding]:
    for n, row in enumerate(rows[:-1]):
        if not row.cells:
            yield Finding(FILE, Reason.of(
                "Row {row} has no condition, so the rows below it are never reached.", row=row.name
            ))  # fmt: skip
            return
        if any(row.cells == earlier.cells for earlier in rows[:n]):
            yield Finding(FILE, Reason.of("Row {row} repeats the conditions of another row.",
                                          row=row.name))  # fmt: skip


def _cell(text: str) -> Cell | None:
    try:
        return parse(text)
    except BadCell:
        return None


def _row(cells: dict[str, str]) -> Row:
    conditions = ((name, parse(cells.get(name, ""))) for name in INPUTS)
    return Row(
        name=cells["row"],
        cells=tuple((name, cell) for name, cell in conditions if cell.kind != "any"),
        measure=cells["measure"],
        days=int(cells["days"] or 0),
        clause=cells["clause"],
        title_zh=cells["title_zh"],
        title_en=cells["title_en"],
        then_measure=cells.get("then_measure", ""),
        then_days=int(cells.get("then_days") or 0),
        day_one=int(cells["day_one"]) if cells.get("day_one") else None,
    )
