"""The author's own workbook with every finding marked in its cell."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

SHEET = "_findings"  # sheets with an underscore are not read as part of the form
_RED, _YELLOW = PatternFill("solid", fgColor="F8C8C8"), PatternFill("solid", fgColor="FFF0B3")
_WIDTHS = {"A": 10, "B": 16, "C": 36, "D": 60, "E": 60}
_BY = "Gridward"


@dataclass(frozen=True, slots=True)
class Mark:
    """What to write where; `cell` such as B7, or nothing for the sheet as a whole."""

    sheet: str
    cell: str
    is_error: bool
    text: str


def marked(
    content: bytes, marks: Iterable[Mark], head: Sequence[str], rows: Iterable[Sequence[str]]
) -> bytes:
    """The .xlsx with coloured cells, comments and a first sheet that lists everything.

    Raises whatever openpyxl raises on a damaged file: only readable ones are given.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content))
    pages = {page.title.lower(): page for page in book.worksheets}
    for mark in marks:
        page = pages.get(mark.sheet.lower())
        if page is None or not mark.cell:
            continue
        cell = page[mark.cell]
        before = cell.comment.text + "\n\n" if cell.comment and cell.comment.author == _BY else ""
        cell.fill = _RED if mark.is_error else _YELLOW
        cell.comment = Comment(before + mark.text, _BY, height=160, width=360)
    if SHEET in book.sheetnames:
        book.remove(book[SHEET])
    listed = book.create_sheet(SHEET, 0)
    listed.append(list(head))
    for row in rows:
        listed.append([f"'{text}" if text[:1] in "=+-@" else text for text in row])
    for letter, width in _WIDTHS.items():
        listed.column_dimensions[letter].width = width
    for first in listed[1]:
        first.font = Font(bold=True)
    listed.freeze_panes = "A2"
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
