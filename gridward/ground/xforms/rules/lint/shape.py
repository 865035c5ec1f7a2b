"""What the lint reads and what it says."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.lint.columns import Head, head

ALIKE = 0.72  # of a misspelt word and the word that is meant


class Severity(StrEnum):
    """An error stops publishing; a warning is read and left to the author."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to repair. `row` as Excel shows it, 0 for the whole sheet; `column` is the head of
    the column, `letter` the one that Excel gives it, `value` what stands in the cell."""

    severity: Severity
    reason: Reason
    advice: Reason
    sheet: str = ""
    row: int = 0
    column: str = ""
    letter: str = ""
    value: str = ""

    def as_json(self) -> dict[str, object]:
        """What is stored; `reason` and `advice` as `Reason.as_json`."""
        return {
            "severity": self.severity.value, "sheet": self.sheet, "row": self.row,
            "column": self.column, "letter": self.letter, "value": self.value,
            "reason": self.reason.as_json(), "advice": self.advice.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row by what its columns mean: ``(column, language)`` -> the head as written, the value."""

    number: int
    cells: Mapping[tuple[str, str], tuple[str, str]]

    def get(self, column: str, language: str = "") -> str:
        return self.cells.get((column, language), ("", ""))[1]

    def head(self, column: str, language: str = "") -> str:
        """How the author wrote the head of this column."""
        return self.cells.get((column, language), (column, ""))[0]

    def of(self, column: str) -> Iterator[tuple[str, str, str]]:
        """Every language of a column: language, head as written, value."""
        for (each, language), (written, value) in self.cells.items():
            if each == column:
                yield language, written, value


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet, read."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    letters: Mapping[str, str]

    @classmethod
    def of(
        cls, name: str, columns: Iterable[str], rows: Iterable[tuple[int, Mapping[str, str]]],
        letters: Mapping[str, str],
    ) -> "Page":  # fmt: skip
        heads = tuple(head(column) for column in columns)
        keys = {each.written: (each.column, each.language) for each in heads}
        return cls(
            name, heads,
            tuple(
                Row(n, {keys[c]: (c, v) for c, v in row.items() if c in keys}) for n, row in rows
            ),
            letters,
        )  # fmt: skip

    def says(
        self, severity: Severity, reason: Reason, advice: Reason, *, row: int = 0, column: str = "",
        value: str = "",
    ) -> Finding:  # fmt: skip
        """A finding about a cell of this sheet."""
        letter = self.letters.get(column, "")
        return Finding(severity, reason, advice, self.name, row, column, letter, value[:200])


def nearest(word: str, known: Collection[str], alike: float = ALIKE) -> str:
    """The known word that is most like this one; nothing when none is."""
    found = difflib.get_close_matches(word.lower(), sorted(known), 1, alike)
    return found[0] if found else ""
