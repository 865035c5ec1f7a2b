"""XLSForm workbooks (.xlsx, .xls, .csv, .md): their sheets as plain rows."""

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from zipfile import BadZipFile, ZipFile

import xlrd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from gridward.ground.xforms.formats.notices import BadWorkbook, Notice, bad, notice

LARGEST = 10_000_000  # bytes of a workbook
LARGEST_UNPACKED = 60_000_000
SHEETS = ("survey", "choices", "settings", "entities", "external_choices", "osm")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of the head row and the rows below it; `number` of a row as Excel shows it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    letters: Mapping[str, str] = field(default_factory=dict)  # of a column, as Excel shows it


@dataclass(frozen=True, slots=True)
class Book:
    """A read workbook: the sheets that mean something, and the names of all."""

    suffix: str
    sheets: Mapping[str, Sheet]
    names: tuple[str, ...]
    data: DefinitionData


def read(content: bytes, name: str = "") -> Book:
    """All sheets of a workbook. `name`: of the file, asked only for text. Raises `BadWorkbook`."""
    if len(content) > LARGEST:
        raise bad("too_large", f"The workbook is larger than {LARGEST} bytes.", most=str(LARGEST))
    suffix = _suffix(content, name)
    if suffix in {".csv", ".md"}:
        content = _as_utf8(content)
    try:
        with _quiet():
            data = get_xlsform(io.BytesIO(content), file_type=suffix)
            heads = _heads(content, suffix)
    except PyXFormError as wrong:
        found = notice(str(wrong), wrong)
        if found.code == "duplicate_column":
            raise BadWorkbook(_twice(content, suffix, found)) from wrong
        if "was not recognized" in found.text:
            raise bad("no_workbook", "This is no Excel workbook.") from wrong
        raise BadWorkbook(found) from wrong
    except Exception as wrong:
        # Damaged files make the readers raise whatever they stumble over.
        raise bad("no_workbook", f"This is no Excel workbook: {wrong}") from wrong
    sheets = {
        name: Sheet(columns, _rows(getattr(data, name)), heads.get(name, {}))
        for name in SHEETS
        if (columns := tuple((getattr(data, f"{name}_header") or [{}])[0]))
    }
    return Book(suffix, sheets, tuple(data.sheet_names or ()), data)


@contextmanager
def _quiet() -> Iterator[None]:
    """openpyxl speaks of styles that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _suffix(content: bytes, name: str) -> str:
    """Which reader: by the content, since files carry wrong endings. Raises `BadWorkbook`."""
    if content.startswith(b"PK"):
        _insist_on_unpacked_size(content)
        return ".xlsx"
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise bad("password", "The workbook is protected by a password.")
        return ".xls"
    if b"\0" in content[:4096] or not content.strip():
        raise bad("no_workbook", "This is no Excel workbook.")
    if content.lstrip()[:1] == b"<":  # a web page that calls itself .xls
        raise bad("no_workbook", "This is no Excel workbook.")
    ending = name.lower().rpartition(".")[2]
    if ending in {"csv", "md"}:
        return f".{ending}"
    return ".md" if content.lstrip().startswith(b"|") else ".csv"


def _insist_on_unpacked_size(content: bytes) -> None:
    """An .xlsx is a zip: a few bytes may unpack to more than the machine has (CWE-409)."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            known = any(part.filename.startswith("xl/") for part in archive.infolist())
    except BadZipFile as wrong:
        raise bad("no_workbook", "This is no Excel workbook.") from wrong
    if unpacked > LARGEST_UNPACKED:
        raise bad(
            "too_large", f"The unpacked workbook is larger than {LARGEST_UNPACKED} bytes.",
            most=str(LARGEST_UNPACKED),
        )  # fmt: skip
    if not known:
        raise bad("no_workbook", "This is no Excel workbook.")


def _as_utf8(content: bytes) -> bytes:
    """Text out of Chinese Windows is GB 18030."""
    try:
        return content.decode("utf-8-sig").encode()
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace").encode()


def _rows(rows: Sequence[Mapping[str, str]] | None) -> tuple[tuple[int, Mapping[str, str]], ...]:
    return tuple((number, row) for number, row in enumerate(rows or (), 2) if row)


def _heads(content: bytes, suffix: str) -> dict[str, dict[str, str]]:
    """The letter of each column by sheet; nothing for text files."""
    return {
        sheet.lower(): {head: letter for letter, head in reversed(cells)}
        for sheet, cells in _head_cells(content, suffix).items()
    }


def _head_cells(content: bytes, suffix: str) -> dict[str, list[tuple[str, str]]]:
    lines: dict[str, Sequence[object]] = {}
    if suffix == ".xlsx":
        with _quiet():
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for page in book.worksheets:
            lines[page.title] = next(page.iter_rows(values_only=True, max_row=1), ())
        book.close()
    elif suffix == ".xls":
        with xlrd.open_workbook(file_contents=content, on_demand=True) as old:
            for name in old.sheet_names():
                page = old.sheet_by_name(name)
                lines[name] = page.row_values(0) if page.nrows else ()
    found = {
        name: [
            (get_column_letter(n), re.sub(" +", " ", str(cell).strip()))
            for n, cell in enumerate(line, 1)
            if cell not in (None, "")
        ]
        for name, line in lines.items()
    }
    return {"survey" if len(found) == 1 else name: cells for name, cells in found.items()}


def _twice(content: bytes, suffix: str, found: Notice) -> Notice:
    """Where the column stands that a sheet has twice: the converter names neither."""
    column = found.column
    for sheet, cells in _head_cells(content, suffix).items():
        letters = [letter for letter, head in cells if head == column]
        if len(letters) > 1 and sheet.lower() in SHEETS:
            values = {"column": column, "letters": " ".join(letters)}
            return Notice(found.code, found.text, sheet.lower(), 1, column, values)
    return Notice(found.code, found.text, "", 1, column, {"column": column, "letters": ""})
