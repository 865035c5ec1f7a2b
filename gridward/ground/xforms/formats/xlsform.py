"""XLSForm workbooks: their sheets as plain rows, and their conversion to an XForm by pyxform."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert as pyxform_convert

LARGEST = 10_000_000  # bytes of a workbook
LARGEST_UNPACKED = 60_000_000
_ROWS = 20_000
_PLACE = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices)'")


class BadWorkbook(ValueError):
    """The file is no workbook, or pyxform cannot read the form; `sheet` and `row` where known."""

    def __init__(self, problem: str, sheet: str = "", row: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.sheet, self.row = problem, sheet, row


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of the head row and the rows below it; `number` of a row as Excel shows it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def sheets(content: bytes) -> dict[str, Sheet]:
    """All sheets by name. Raises `BadWorkbook`."""
    _insist_on_size(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as wrong:
        raise BadWorkbook("This is no Excel workbook (.xlsx).") from wrong
    found = {}
    for page in book.worksheets:
        lines = page.iter_rows(values_only=True, max_row=_ROWS)
        columns = tuple("" if cell is None else str(cell).strip() for cell in next(lines, ()))
        rows = []
        for number, line in enumerate(lines, 2):
            told = {
                c: str(v).strip()
                for c, v in zip(columns, line, strict=False)
                if c and v is not None
            }
            if told:
                rows.append((number, told))
        found[page.title] = Sheet(columns, tuple(rows))
    book.close()
    return found


def _insist_on_size(content: bytes) -> None:
    """An .xlsx is a zip: a few bytes may unpack to more than the machine has (CWE-409)."""
    if len(content) > LARGEST:
        raise BadWorkbook(f"The workbook is larger than {LARGEST} bytes.")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile as wrong:
        raise BadWorkbook("This is no Excel workbook (.xlsx).") from wrong
    if unpacked > LARGEST_UNPACKED:
        raise BadWorkbook(f"The unpacked workbook is larger than {LARGEST_UNPACKED} bytes.")


def convert(content: bytes) -> str:
    """The XForm of a workbook. Raises `BadWorkbook` with sheet and row where pyxform tells them."""
    _insist_on_size(content)
    try:
        xform: str = pyxform_convert(content, form_name="data", validate=False).xform
    except PyXFormError as wrong:
        raise _located(str(wrong)) from wrong
    except Exception as wrong:
        # pyxform answers a damaged file with whatever its parsers raise.
        raise BadWorkbook(f"The workbook cannot be read as a form: {wrong}") from wrong
    return xform


def _located(message: str) -> BadWorkbook:
    row, sheet = _PLACE.search(message), _SHEET.search(message)
    problem = _PLACE.sub("", message).strip()
    named = sheet[1] if sheet else ("survey" if row else "")
    return BadWorkbook(problem, named, int(row[1]) if row else 0)
