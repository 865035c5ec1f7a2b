"""Two editions side by side, as a page shows them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from gridward.response.risk.choices import RowChange
from gridward.response.risk.queries.policies import texts_of
from gridward.response.risk.rules import Pack
from gridward.response.risk.rules.compare import Comparison, RowDifference, compare


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the newer edition, or one that is gone, with the word for what happened to it."""

    row: RowDifference
    title: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Compared:
    """Two packs and their differences; `rows` are those that differ, in the order of the table."""

    before: Pack
    after: Pack
    found: Comparison
    rows: list[RowLine]


def compared(before: Pack, after: Pack, *, chinese: bool) -> Compared:
    """What the newer edition says otherwise, row by row."""
    found = compare(texts_of(before), texts_of(after))
    titles = {
        row.name: row.title_zh if chinese else row.title_en for row in (*before.rows, *after.rows)
    }
    rows = [
        RowLine(row, titles.get(row.name, ""), RowChange(row.kind).label)
        for row in found.rows
        if row.kind != "same"
    ]
    return Compared(before, after, found, rows)
