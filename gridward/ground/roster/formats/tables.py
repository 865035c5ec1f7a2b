"""Tables out of CSV and xlsx files, row by row.

CSV comes as UTF-8, UTF-16 or GB18030 (what Excel in Chinese writes), separated by comma, tab,
semicolon or bar. xlsx is read as a stream of its first sheet with content.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from openpyxl import load_workbook

from gridward.core.decision import Reason
from gridward.core.errors import BadInput, TooLarge

Numbered = tuple[int, list[str]]  # the row as the user counts it, from 1, and its cells as text
MAX_UNPACKED = 600_000_000  # bytes; an xlsx is a zip and may be a bomb
MAX_TEXTS = 120_000_000  # bytes of the one part that is held in memory whole
_SAMPLE = 65_536
_SEPARATORS = ",\t;|"
csv.field_size_limit(1_000_000)


def rows(content: bytes) -> Iterator[Numbered]:
    """The rows that are not empty. Raises `BadInput` when this is no table we can read."""
    if content[:4] == b"PK\x03\x04":
        return _xlsx(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInput(
            Reason.of("This is an old Excel file (.xls). Open it and save it as .xlsx or CSV.")
        )
    return _csv(content)


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


def _xlsx(content: bytes) -> Iterator[Numbered]:
    packed = io.BytesIO(content)
    try:
        with zipfile.ZipFile(packed) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            words = sum(p.file_size for p in parts if p.filename.endswith("sharedStrings.xml"))
    except zipfile.BadZipFile as wrong:
        raise BadInput(Reason.of("This Excel file is damaged. Save it anew.")) from wrong
    if size > MAX_UNPACKED or words > MAX_TEXTS:
        raise TooLarge(Reason.of("This file is too large. Split it into several lists."))
    try:
        book = load_workbook(packed, read_only=True, data_only=True)
    except (KeyError, ValueError, OSError) as wrong:
        raise BadInput(Reason.of("This Excel file is damaged. Save it anew.")) from wrong
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        found = False
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                found = True
                yield number, texts
        if found:
            break
    book.close()


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
    if isinstance(value, date):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
