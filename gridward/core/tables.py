"""Tables out of CSV and Excel files, row by row.

CSV comes as UTF-8, UTF-16 or GB18030 (what Excel in Chinese writes), separated by comma, tab,
semicolon or bar; a zip of CSV files (ODK, KoboToolbox) is a workbook of as many sheets. xlsx is
read as a stream, old xls from memory. Without a sheet's name: the first sheet with content.
"""

import csv
import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

import xlrd
from openpyxl import Workbook, load_workbook

from gridward.core.decision import Reason
from gridward.core.errors import BadInput, TooLarge

Numbered = tuple[int, list[str]]  # the row as the user counts it, from 1, and its cells as text
MAX_UNPACKED = 600_000_000  # bytes; an xlsx is a zip and may be a bomb
MAX_TEXTS = 120_000_000  # bytes of the one part that is held in memory whole
_SAMPLE = 65_536
_SEPARATORS = ",\t;|"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an old Excel file begins
_DAMAGED = Reason("This Excel file is damaged. Save it anew.")
_BROKEN = (
    xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, IndexError,
    UnicodeDecodeError, ValueError,
)  # fmt: skip
csv.field_size_limit(1_000_000)


def rows(content: bytes, sheet: str = "") -> Iterator[Numbered]:
    """The rows that are not empty. Raises `BadInput` when this is no table we can read."""
    if content[:4] == b"PK\x03\x04":
        texts = _texts_in(content)
        if not texts:
            return _xlsx(content, sheet)
        return _csv(texts.get(sheet) or next(iter(texts.values())))
    if content[:8] == _OLD:
        return _xls(content, sheet)
    return _csv(content)


def sheets(content: bytes) -> list[str]:
    """The names of the sheets of a workbook; none for a single table."""
    if content[:4] == b"PK\x03\x04":
        texts = _texts_in(content)
        if texts:
            return list(texts)
        with _opened(content) as book:
            return [sheet.title for sheet in book.worksheets]
    if content[:8] == _OLD:
        return list(_old_book(content).sheet_names())
    return []


def encoding_of(content: bytes) -> str:
    """Which encoding a text file has. Raises `BadInput` when it is no text."""
    head = content[:_SAMPLE]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    for order in ("utf-16-le", "utf-16-be"):
        zeros = head[1::2] if order == "utf-16-le" else head[::2]
        if len(head) > 3 and zeros.count(0) * 5 > len(zeros) * 2:
            return order
    for name in ("utf-8", "gb18030"):
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    raise BadInput(Reason.of("This file is neither a table nor text. Save it as .xlsx or CSV."))


def _csv(content: bytes) -> Iterator[Numbered]:
    encoding = encoding_of(content)
    text = io.StringIO(content.decode(encoding, errors="replace"), newline="")
    first = "".join(islice(text, 20))
    text.seek(0)
    separator = max(_SEPARATORS, key=first.count) if first.strip() else ","
    for number, cells in enumerate(csv.reader(text, delimiter=separator), 1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _archive(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as wrong:
        raise BadInput(_DAMAGED) from wrong
    parts = archive.infolist()
    words = sum(p.file_size for p in parts if p.filename.endswith("sharedStrings.xml"))
    if sum(part.file_size for part in parts) > MAX_UNPACKED or words > MAX_TEXTS:
        raise TooLarge(Reason.of("This file is too large. Split it into several lists."))
    return archive


def _texts_in(content: bytes) -> dict[str, bytes]:
    """The CSV files of a zip by name, the shortest name first: the main table of an ODK export."""
    with _archive(content) as archive:
        names = sorted(
            (n for n in archive.namelist() if n.lower().endswith((".csv", ".tsv"))),
            key=lambda name: (len(name), name),
        )
        return {name.rpartition("/")[2]: archive.read(name) for name in names}


@contextmanager
def _opened(content: bytes) -> Iterator[Workbook]:
    _archive(content).close()
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError) as wrong:
        raise BadInput(_DAMAGED) from wrong
    try:
        yield book
    finally:
        book.close()


def _xlsx(content: bytes, wanted: str) -> Iterator[Numbered]:
    with _opened(content) as book:
        for sheet in book.worksheets:
            if wanted and sheet.title != wanted:
                continue
            sheet.reset_dimensions()
            found = False
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                texts = [_text(cell) for cell in cells]
                if any(texts):
                    found = True
                    yield number, texts
            if found:
                return


def _old_book(content: bytes) -> xlrd.Book:
    try:
        return xlrd.open_workbook(file_contents=content, on_demand=True, logfile=io.StringIO())
    except _BROKEN as wrong:
        raise BadInput(_DAMAGED) from wrong


def _xls(content: bytes, wanted: str) -> Iterator[Numbered]:
    book = _old_book(content)
    for name in book.sheet_names():
        if wanted and name != wanted:
            continue
        sheet = book.sheet_by_name(name)
        found = False
        for number in range(sheet.nrows):
            texts = [_old_text(cell, book.datemode) for cell in sheet.row(number)]
            if any(texts):
                found = True
                yield number + 1, texts
        if found:
            return


def _old_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _text(xlrd.xldate_as_datetime(cell.value, datemode))
        except (ValueError, OverflowError):  # a number far from any date
            return _text(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(bool(cell.value))
    return "" if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR} else _text(cell.value)


def _text(value: object) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            str(value.date())
            if value.time() == datetime.min.time()
            else f"{value:%Y-%m-%d %H:%M:%S}"
        )
    if isinstance(value, date | time):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        # Excel keeps 15 digits; what a double says behind them was never typed.
        return str(int(value)) if abs(value) < 1e15 else str(int(Decimal(f"{value:.15g}")))
    return str(value).strip()
