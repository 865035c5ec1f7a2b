"""What is doubtful in a policy pack: gaps, overlaps, unreachable rows, unknown places, examples.

Every fact is cut at the bounds that the table names, so that a cell covers some of the pieces of
its axis; a table is then a set of boxes. Nobody is judged here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

from gridward.core.decision import Reason
from gridward.response.risk.rules import inputs
from gridward.response.risk.rules.cells import Cell
from gridward.response.risk.rules.finding import Finding
from gridward.response.risk.rules.pack import Pack, Row
from gridward.response.risk.rules.pack_table import FILE

Axis = tuple[object, ...]  # None = not known; numbers, days or words
Box = Mapping[str, frozenset[int]]
_MOST = 100_000  # boxes larger than this are not searched piece by piece


def lint(pack: Pack, name_of: Callable[[str], str]) -> list[Finding]:
    """Everything doubtful, in the order of the table.

    `name_of` tells the official name of a division, "" for one that does not exist.
    """
    table = _Table(pack)
    return [
        *_sources(pack), *_places(pack, name_of), *_overlaps(table), *_unreachable(table),
        *_gaps(table), *_untried(pack),
    ]  # fmt: skip


def _at(pack: Pack, row: Row) -> str:
    return f"{FILE}:{pack.rows.index(row) + 2}"


def _sources(pack: Pack) -> Iterator[Finding]:
    if pack.source.quality == "official" and not pack.source.number:
        yield Finding(
            "pack.toml", Reason.of("An official document has a number."), column="source.number",
            todo=Reason.of("Write the number, or say that the text is reconstructed."), fatal=False,
        )  # fmt: skip
    for row in pack.rows:
        if row.dated and row.dated > (pack.valid_to or date.max):
            yield Finding(
                _at(pack, row), Reason.of("The document of this row is younger than the policy."),
                column="dated", value=row.dated.isoformat(),
                todo=Reason.of("Correct the date of the document."), fatal=False,
            )  # fmt: skip


def _places(pack: Pack, name_of: Callable[[str], str]) -> Iterator[Finding]:
    for row in pack.rows:
        for name, cell in row.cells:
            for code in sorted(cell.words) if name == inputs.PLACES else ():
                if not name_of(code):
                    yield Finding(
                        _at(pack, row), Reason.of("No division has the code {code}.", code=code),
                        column=name, value=code, todo=Reason.of("Look the code up again."),
                    )  # fmt: skip


class _Table:
    """The rows as boxes over the pieces of every fact that is asked for."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        names = dict.fromkeys(_axis_name(name, row) for row in pack.rows for name, _ in row.cells)
        self.axes = {name: _axis(name, pack) for name in names}
        self.boxes = [self._box(row) for row in pack.rows]

    def _box(self, row: Row) -> Box:
        box = {name: frozenset(range(len(axis))) for name, axis in self.axes.items()}
        for name, cell in row.cells:
            axis = _axis_name(name, row)
            pieces = self.axes[axis]
            box[axis] &= {n for n, value in enumerate(pieces) if _covers(cell, value)}
        return box


def _axis_name(name: str, row: Row) -> str:
    """Different places that rows name are different facts."""
    if name not in {inputs.PLACES, inputs.SINCE_PLACES}:
        return name
    return f"{inputs.PLACES} {','.join(sorted(dict(row.cells)[inputs.PLACES].words))}"


def _axis(name: str, pack: Pack) -> Axis:
    cells = [cell for row in pack.rows for each, cell in row.cells
             if _axis_name(each, row) == name]  # fmt: skip
    bounds = sorted(
        {float(b) for cell in cells for b in _bounds(cell) if not isinstance(b, date)}
    )  # fmt: skip
    days = sorted({b for cell in cells for b in _bounds(cell) if isinstance(b, date)})
    words = sorted(
        {w for cell in cells if cell.kind == "words" for w in cell.words if name in inputs.WORDS}
    )
    between = [(a + b) / 2 for a, b in pairwise(bounds) if b - a > 1]
    numbers = sorted({*bounds, *between, *(b + s for b in bounds[:1] + bounds[-1:]
                                           for s in (-1, 1))})  # fmt: skip
    other = [_OTHER] if name in inputs.WORDS else []
    least = 0 if name.startswith("days_since") else -1e9
    return (None, *(n for n in numbers if n >= least), *days, *words, *other)


_OTHER = "\uffff"  # some value that the table does not name


def _bounds(cell: Cell) -> list[float | date]:
    if cell.kind == "words":
        return [float(word) for word in cell.words if word.isdecimal()]
    return [bound for bound in (cell.low, cell.high) if bound is not None]


def _covers(cell: Cell, value: object) -> bool:
    if cell.kind == "null":
        return value is None
    if value is None:
        return False
    if cell.kind in {"known", "places"}:
        return True
    if cell.kind == "words":
        return value in cell.words or (isinstance(value, float) and f"{value:g}" in cell.words)
    if not isinstance(value, float | date) or isinstance(value, date) is not cell.is_date:
        return False
    return _within(_number(value), cell)


def _number(bound: float | date) -> float:
    return float(bound.toordinal()) if isinstance(bound, date) else bound


def _within(value: float, cell: Cell) -> bool:
    low = float("-inf") if cell.low is None else _number(cell.low)
    high = float("inf") if cell.high is None else _number(cell.high)
    above = value > low if cell.open_low else value >= low
    below = value < high if cell.open_high else value <= high
    return above and below


def _meet(one: Box, other: Box) -> bool:
    return all(one[name] & other[name] for name in one)


def _overlaps(table: _Table) -> Iterator[Finding]:
    if table.pack.hit_policy != "unique":
        return
    for n, row in enumerate(table.pack.rows):
        for m, other in enumerate(table.pack.rows[:n]):
            if _meet(table.boxes[n], table.boxes[m]):
                yield Finding(
                    _at(table.pack, row),
                    Reason.of("Rows {row} and {other} can hold at once.", row=row.name,
                              other=other.name),
                    column="row", value=row.name,
                    todo=Reason.of("Narrow one of them, or use the hit policy first."),
                )  # fmt: skip


def _unreachable(table: _Table) -> Iterator[Finding]:
    for n, row in enumerate(table.pack.rows):
        box = table.boxes[n]
        if not all(box.values()):
            yield _never(table, row, Reason.of("No value fits all cells of row {row}.",
                                               row=row.name))  # fmt: skip
        elif table.pack.hit_policy == "first" and _covered(box, table.boxes[:n]):
            yield _never(table, row, Reason.of("Rows above take everything that row {row} would.",
                                               row=row.name))  # fmt: skip


def _never(table: _Table, row: Row, reason: Reason) -> Finding:
    return Finding(_at(table.pack, row), reason, column="row", value=row.name,
                   todo=Reason.of("Move it up, change its cells, or take it out."))  # fmt: skip


def _covered(box: Box, earlier: Sequence[Box]) -> bool:
    """Whether every piece of a box lies in an earlier one."""
    near = [other for other in earlier if _meet(box, other)]
    if any(all(box[name] <= other[name] for name in box) for other in near):
        return True
    names = [name for name in box if any(not box[name] <= other[name] for other in near)]
    size = 1
    for name in names:
        size *= len(box[name])
    if not near or size > _MOST:
        return False
    return all(
        any(all(piece in other[name] for name, piece in zip(names, pieces, strict=True))
            for other in near)
        for pieces in product(*(sorted(box[name]) for name in names))
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Hole:
    name: str
    after: object
    before: object


def _gaps(table: _Table) -> Iterator[Finding]:
    rows = table.pack.rows
    if table.pack.hit_policy == "first" and all(row.cells for row in rows):
        yield Finding(
            FILE, Reason.of("No row says what applies to everybody else."), column="row",
            todo=Reason.of("Add a last row without conditions and with the measure none."),
            fatal=False,
        )  # fmt: skip
    for hole in _holes(table):
        yield Finding(
            FILE,
            Reason.of("{column}: between {after} and {before} no row says anything.",
                      column=hole.name, after=_written(hole.after), before=_written(hole.before)),
            column=hole.name, value=f"{_written(hole.after)}..{_written(hole.before)}",
            todo=Reason.of("Close the gap, or note that the document leaves it open."), fatal=False,
        )  # fmt: skip


def _holes(table: _Table) -> Iterator[_Hole]:
    """Along each fact alone: nothing between two values of which something is said."""
    for name, axis in table.axes.items():
        alone = [
            box[name] for box, row in zip(table.boxes, table.pack.rows, strict=True)
            if row.cells and all(_axis_name(each, row) == name for each, _ in row.cells)
        ]  # fmt: skip
        said = [n for n, value in enumerate(axis) if isinstance(value, float | date)
                and any(n in pieces for pieces in alone)]  # fmt: skip
        for one, other in pairwise(said):
            if other - one > 1:
                yield _Hole(name, axis[one], axis[other])


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _untried(pack: Pack) -> Iterator[Finding]:
    tried = {example.row for example in pack.examples}
    for row in pack.rows:
        if row.measure != "none" and row.name not in tried:
            yield Finding(
                _at(pack, row), Reason.of("No example names row {row}.", row=row.name),
                column="row", value=row.name,
                todo=Reason.of("Add an example that must come out by this row."), fatal=False,
            )  # fmt: skip
