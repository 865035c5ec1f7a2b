"""An Excel workbook as it is being written: pieces of the file leave while rows still come in.

Nothing is kept but one row, so a list of any length costs no memory and its download begins at
once. ECMA-376 part 1 (SpreadsheetML): strings stand in their cells, the sheets come before the
part that lists them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | float | None
ROWS: Final = 1_000_000  # of one sheet; Excel takes 1,048,576
_PIECE = 65_536
_TITLE = 31  # letters that Excel allows
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Sheets are what other XML is, so that their number need not be known in front.
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf fontId="0" xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_BEGIN = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    '</sheetViews><sheetFormatPr defaultColWidth="16" defaultRowHeight="15"/><sheetData>'
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML 1.0
_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPEN = '<t xml:space="preserve">'
Row = Sequence[Cell]


class _Pipe:
    """What the archive is written to: bytes that wait to be sent."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.size = 0

    def write(self, content: bytes, /) -> int:
        self.waiting.append(bytes(content))
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        """Nothing lies between."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        content = b"".join(self.waiting)
        self.waiting.clear()
        self.size = 0
        return content


def pieces(title: str, head: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """The workbook in pieces; further sheets where one does not hold all rows."""
    pipe = _Pipe()
    left = iter(rows)
    count = 0
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _ROOT)
        book.writestr("xl/styles.xml", _STYLES)
        row = next(left, None)
        while row is not None or count == 0:
            count += 1
            some = chain(() if row is None else (row,), islice(left, ROWS - 1))
            with book.open(f"xl/worksheets/sheet{count}.xml", "w") as sheet:
                for text in _sheet(head, some):
                    sheet.write(text.encode())
                    if pipe.size > _PIECE:
                        yield pipe.taken()
            row = next(left, None)
        book.writestr("xl/workbook.xml", _workbook(title, count))
        book.writestr("xl/_rels/workbook.xml.rels", _relations(count))
    yield pipe.taken()


def _sheet(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield _BEGIN
    yield _line(1, head, ' s="1"')
    lines, number = [], 1
    write = _writer(len(head))
    for number, row in enumerate(rows, 2):
        lines.append(write(number, row))
        if len(lines) == 200:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)
    filtered = f'<autoFilter ref="A1:{_column(len(head))}{number}"/>' if head else ""
    yield f"</sheetData>{filtered}</worksheet>"


def _writer(width: int) -> Callable[[int, Row], str]:
    """Writes rows; quickly one of `width` texts with nothing special in it."""
    letters = [_column(n) for n in range(1, width + 1)]

    def write(number: int, row: Row) -> str:
        try:
            plain = len(row) == width and not _SPECIAL.search("".join(row))  # type: ignore[arg-type] # numbers raise
        except TypeError:
            plain = False
        if not plain:
            return _line(number, row)
        cells = [
            f'<c r="{letter}{number}" t="inlineStr"><is>{_OPEN}{text}</t></is></c>'
            for letter, text in zip(letters, row, strict=True)
            if text
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    return write


def _line(number: int, row: Row, style: str = "") -> str:
    cells = [_cell(f"{_column(n)}{number}", value, style) for n, value in enumerate(row, 1)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Cell, style: str) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"{style}><v>{value:d}</v></c>'
    if isinstance(value, float):
        return f'<c r="{place}"{style}><v>{value!r}</v></c>'
    text = escape(_FORBIDDEN.sub("", value or ""))
    return f'<c r="{place}"{style} t="inlineStr"><is>{_OPEN}{text}</t></is></c>' if text else ""


def _column(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _workbook(title: str, sheets: int) -> str:
    name = re.sub(r"[\[\]:*?/\\]", " ", _FORBIDDEN.sub("", title)).strip("' ")[: _TITLE - 3]
    listed = "".join(
        f'<sheet name="{escape(name or "1", {chr(34): "&quot;"})}{f" {n}" if n > 1 else ""}" '
        f'sheetId="{n}" r:id="rId{n}"/>'
        for n in range(1, sheets + 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'


def _relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{_REL}/styles" Target="styles.xml"/>'
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}{styles}</Relationships>'
    )
