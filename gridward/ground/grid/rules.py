"""Codes and paths of the tree; checks of a grid list before it is imported."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gridward.core.decision import Reason

_WIDTHS = (9, 3, 3, 2)  # township, village, grid, micro grid
LENGTHS = {"township": 9, "village": 12, "grid": 15, "micro_grid": 17}
HOUSEHOLDS_OF_A_GRID = range(300, 501)  # GB/T 34300-2017, town grids; a soft warning only


def path_of(code: str) -> str:
    """``430124105008003`` -> ``430124105/008/003/``.

    Raises ValueError when `code` has no level's length or is not all digits.
    """
    if len(code) not in LENGTHS.values() or not code.isdecimal():
        raise ValueError(f"{code!r} is no code of 9, 12, 15 or 17 digits")
    parts, rest = [], code
    for width in _WIDTHS:
        if rest:
            parts.append(rest[:width])
            rest = rest[width:]
    return "/".join(parts) + "/"


def code_of(path: str) -> str:
    """The inverse of `path_of`."""
    return path.replace("/", "")


def level_of(code: str) -> str | None:
    """Which level a code of this length names."""
    return next((level for level, length in LENGTHS.items() if length == len(code)), None)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a grid list as it was read; `number` is the row in the file, from 1."""

    number: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one row, and what to do."""

    row: int
    column: str
    value: str
    reason: Reason


def findings(rows: Iterable[GridRow], known: Iterable[str]) -> list[Finding]:
    """Everything that speaks against importing these rows; `known` are codes already there."""
    there, found = set(known), []
    for row in rows:
        problem = _problem(row, there)
        if problem:
            found.append(Finding(row.number, *problem))
        else:
            there.add(row.code)
    return found


def _problem(row: GridRow, there: set[str]) -> tuple[str, str, Reason] | None:
    if not re.fullmatch(r"\d{9}|\d{12}|\d{15}|\d{17}", row.code):
        return (
            "code", row.code,
            Reason.of("A code has 9, 12, 15 or 17 digits. Check for spaces and lost zeros."),
        )  # fmt: skip
    if not row.name.strip():
        return "name", row.name, Reason.of("The name is empty. Give the grid the name people use.")
    above = row.code[: -_WIDTHS[list(LENGTHS.values()).index(len(row.code))]]
    if above and above not in there:
        return (
            "code", row.code,
            Reason.of("{above} is not in the tree. Put it on a row above this one.", above=above),
        )  # fmt: skip
    return None
