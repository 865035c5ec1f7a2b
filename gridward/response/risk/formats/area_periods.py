"""A history of lists as one table: CSV, packed or not, one row per unbroken presence.

Columns: ``level`` (high, medium or middle, low, listed), ``province``, ``city``, ``county``,
``area_text``, ``first_seen``, ``last_seen`` (moments of the first and last list with the row,
``2022-04-15T11:00``, wall clock of Beijing), ``absent_from`` (the first list without it; empty
while it is listed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gridward.core import tables
from gridward.core.clock import moment
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.response.risk.formats.risk_list import BadList, ListedArea, unpacked
from gridward.response.risk.formats.row_finding import RowFinding
from gridward.response.risk.rules.runs import Run

COLUMNS = (
    "level", "province", "city", "county", "area_text", "first_seen", "last_seen", "absent_from",
)  # fmt: skip
_LEVELS = {
    "high": "high", "medium": "medium", "middle": "medium", "low": "low", "listed": "listed",
    "高": "high", "中": "medium", "低": "low",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A row of the history and the run it tells."""

    area: ListedArea
    last: datetime
    run: Run


@dataclass(frozen=True, slots=True)
class History:
    """All rows. The file is complete for lists up to `complete`: later moments are only ends."""

    periods: tuple[Period, ...]
    rows: int
    findings: tuple[RowFinding, ...]

    @property
    def complete(self) -> datetime:
        return max(period.run.first for period in self.periods)

    def moments(self) -> tuple[datetime, ...]:
        """Of all lists that the file is complete for."""
        told = {p.run.first for p in self.periods} | {p.last for p in self.periods}
        told |= {p.run.gone for p in self.periods if p.run.gone is not None}
        return tuple(sorted(at for at in told if at <= self.complete))


def is_history(content: bytes) -> bool:
    """Whether the file is a table with these columns (and no list in JSON)."""
    try:
        head = unpacked(content)[:400].lstrip(b"\xef\xbb\xbf")
    except BadList:
        return False
    return head.startswith(b"level") and b"first_seen" in head


def parse_history(content: bytes) -> History:
    """Raises `BadList` when this is no such table; bad rows become findings."""
    try:
        rows = tables.rows(unpacked(content))
        head = [cell.strip().lstrip("\ufeff") for cell in next(rows, (0, [""]))[1]]
    except BadInput as wrong:
        raise BadList(Reason.of("The file is no table.")) from wrong
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise BadList(Reason.of("Columns are missing: {columns}.", columns=", ".join(missing)))
    periods: list[Period] = []
    findings: list[RowFinding] = []
    count = 0
    for number, cells in rows:
        count += 1
        read = _period(str(number), dict(zip(head, map(str.strip, cells), strict=False)))
        if isinstance(read, RowFinding):
            findings.append(read)
        else:
            periods.append(read)
    if not periods:
        raise BadList(Reason.of("The table has no row that can be read."))
    return History(tuple(periods), count, tuple(findings))


def _period(row: str, cells: Mapping[str, str]) -> Period | RowFinding:
    level = _LEVELS.get(cells.get("level", ""))
    if level is None:
        return _wrong(row, "level", cells, Reason.of("Write high, medium, low or listed."))
    if not cells.get("province"):
        return _wrong(row, "province", cells, Reason.of("Name the province."))
    moments: dict[str, datetime | None] = {}
    for name in ("first_seen", "last_seen", "absent_from"):
        try:
            moments[name] = _moment(cells.get(name, ""))
        except ValueError:
            return _wrong(row, name, cells, Reason.of("Write the moment as 2022-04-15T11:00."))
    first, last, gone = moments["first_seen"], moments["last_seen"], moments["absent_from"]
    if first is None or last is None:
        return _wrong(row, "first_seen", cells, Reason.of("Write the moment as 2022-04-15T11:00."))
    if last < first or (gone is not None and gone <= last):
        return _wrong(row, "last_seen", cells, Reason.of("Put the three moments in order."))
    text = cells.get("area_text", "")
    area = ListedArea(
        row, level, cells["province"], cells.get("city", ""), cells.get("county", ""), text,
        whole=not text,
    )  # fmt: skip
    return Period(area, last, Run(first, gone, row))


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    read = datetime.fromisoformat(text)
    return moment(read.date(), read.time()) if read.tzinfo is None else read


def _wrong(row: str, column: str, cells: Mapping[str, str], todo: Reason) -> RowFinding:
    return RowFinding(
        row, Reason.of("This cell cannot be read; the row was left out."), column=column,
        value=cells.get(column, ""), todo=todo,
    )  # fmt: skip
