"""A bulletin as Word and Excel file, in the shape of an official one. Texts come translated."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

_RED = RGBColor(0xC0, 0x00, 0x00)
_BODY, _HEAD = "仿宋", "黑体"  # GB/T 9704-2012 asks for 仿宋 in the body


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its caption, its head and its rows, all as they are to be read."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Issue:
    """Everything a printed bulletin says, in its order."""

    banner: str  # 题头
    number: str  # 期号
    office: str
    day: str
    title: str
    cut_off: str
    paragraphs: Sequence[str]
    sheets: Sequence[Sheet]
    notes: Sequence[str]


def docx_of(issue: Issue) -> bytes:
    """The issue as .docx, A4, red banner, body and tables."""
    paper = Document()
    _line(paper, issue.banner, 30, font=_HEAD, red=True)
    _line(paper, issue.number, 16)
    rule = _line(paper, f"{issue.office}　　　　{issue.day}", 14)
    _underline(rule)
    _line(paper, issue.title, 20, font=_HEAD)
    for text in (issue.cut_off, *issue.paragraphs):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _dress(paragraph.add_run(text), 14)
    for sheet in issue.sheets:
        _line(paper, sheet.caption, 14, font=_HEAD)
        _table(paper, sheet)
    for note in issue.notes:
        _dress(paper.add_paragraph().add_run(note), 10)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _line(
    paper: WordDocument, text: str, size: int, *, font: str = _BODY, red: bool = False
) -> object:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    _dress(run, size, font)
    if red:
        run.font.color.rgb = _RED
        run.font.bold = True
    return paragraph


def _dress(run: Run, size: int, font: str = _BODY) -> None:
    run.font.size = Pt(size)
    run.font.name = font
    # Word takes the font of Chinese characters from its own attribute.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _underline(paragraph: object) -> None:
    """The red rule under office and date."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C00000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)  # type: ignore[attr-defined]


def _table(paper: WordDocument, sheet: Sheet) -> None:
    table = paper.add_table(rows=1, cols=len(sheet.head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, sheet.head, strict=True):
        _dress(cell.paragraphs[0].add_run(text), 10, _HEAD)
    for row in sheet.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _dress(cell.paragraphs[0].add_run(text), 10)


def xlsx_of(issue: Issue) -> bytes:
    """The issue as .xlsx: a sheet for each table, under number, date and cut-off."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in issue.sheets:
        page = book.create_sheet(sheet.caption[:31])
        page.append([issue.title])
        page.append([f"{issue.number}　{issue.office}　{issue.day}"])
        page.append([issue.cut_off])
        page.append([*sheet.head])
        for row in sheet.rows:
            page.append([_number(text) for text in row])
        page["A1"].font = Font(bold=True, size=14)
        for cell in page[4]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True)
        page.freeze_panes = "B5"
        page.column_dimensions["A"].width = 24
        for note in issue.notes:
            page.append([note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(text: str) -> str | int:
    """Whole numbers as numbers, so that a reader can add them up; all else as text."""
    plain = text.removeprefix("-")
    return int(text) if plain.isdecimal() and plain.isascii() else text
