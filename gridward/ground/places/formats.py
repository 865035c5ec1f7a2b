"""Lists of typed places as CSV files: what comes in, and the columns that a match adds."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from gridward.core.decision import Reason
from gridward.ground.places.rules import Candidate, Match

COLUMNS = (
    "code", "level", "name", "confidence", "decision", "candidates", "certain",
    "group", "road", "number", "estate", "building", "unit", "floor", "room", "rest",
)  # fmt: skip
_SAMPLE = 1 << 20
_DELIMITERS = ",\t;"
Say = Callable[[Reason], str]


class NotAList(ValueError):
    """The file cannot be read as a list; the text says why."""


class Table(NamedTuple):
    """A list that is read row by row: its head and how many columns it has."""

    head: list[str]
    rows: Iterator[list[str]]


def encoding_of(sample: bytes, *, whole: bool) -> str:
    """UTF-8 when the sample can be that, else GB18030 (which covers GBK and GB2312)."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = not whole and error.start > len(sample) - 4  # in the middle of a character
        return "utf-8-sig" if cut else "gb18030"
    return "utf-8-sig"


def read(path: Path) -> Table:
    """The rows of a CSV file in UTF-8 or GB18030, separated by commas, tabs or semicolons."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
        encoding = encoding_of(sample, whole=not file.read(1))
    if not sample.strip():
        raise NotAList(f"{path} is empty.")
    first = sample.decode(encoding, errors="ignore").lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _rows(path, encoding, delimiter)
    return Table([name.strip() for name in next(rows)], rows)


def _rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except (UnicodeDecodeError, csv.Error) as error:
            raise NotAList(f"{path} cannot be read as {encoding}: {error}") from error


def head_with(head: Iterable[str]) -> list[str]:
    """The head of the answer: the columns of the list, then ours (``place_code`` if taken)."""
    taken = list(head)
    return taken + [f"place_{name}" if name in taken else name for name in COLUMNS]


def cells(found: Match, say: Say = str) -> list[str]:
    """The columns of one match; `say` turns a reason into words."""
    parts = found.parts
    return [
        found.code, str(found.level) if found.level else "", found.name,
        f"{found.confidence:.3f}", str(found.decision),
        " | ".join(_told(each, say) for each in found.candidates), found.certain,
        parts.group, parts.road, parts.number, parts.estate, parts.building, parts.unit,
        parts.floor, parts.room, found.rest,
    ]  # fmt: skip


def _told(candidate: Candidate, say: Say) -> str:
    why = "; ".join(say(reason) for reason in candidate.reasons)
    return f"{candidate.full_name} {candidate.code} ({why})"


def writer(file: TextIO) -> Callable[[Iterable[str]], object]:
    """Writes one row to an opened file."""
    return csv.writer(file, lineterminator="\n").writerow
