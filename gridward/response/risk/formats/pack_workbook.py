"""A policy pack as an Excel workbook and back: the same texts come back, letter by letter.

Three sheets: ``document`` (key, value), ``rows`` (the table) and ``examples``. In each, row 1 is
for people, row 2 holds the names of the columns. All cells are text, so that Excel makes no date
of ``1-2`` and no number of ``4602``.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from gridward.response.risk.rules import pack_toml

SHEETS = ("document", "rows", "examples")
MAX_ROWS = 2_000
_EXAMPLES = [key for name in pack_toml.EXAMPLE for key in (name, f"{name}[]")] + [
    "expect.measure",
    "expect.until",
    "expect.row",
]
_STAY = ("place", "code", "level", "from", "to")
# What row 1 says to an official; English names stand in row 2.
TITLES = {
    "key": "项目", "value": "内容", "row": "行号", "day": "研判日期", "measure": "措施",
    "days": "天数", "day_one": "首日记为第几天", "then_measure": "其后措施",
    "then_days": "其后天数",
    "tests": "第几天核酸", "slots": "测温时段", "care_team": "包保人员", "notice": "告知内容",
    "clause": "条款原文", "document": "依据文件", "dated": "文件日期", "title_zh": "说明",
    "title_en": "英文说明", "note": "备注", "days_since_high": "距离开高风险区天数",
    "days_since_medium": "距离开中风险区天数", "days_since_low": "距离开低风险区天数",
    "days_since_listed": "距离开通告所列地区天数", "days_since_outside": "距离开域外天数",
    "stayed_in": "旅居地（区划代码）", "days_since_stay": "距离开该旅居地天数",
    "days_since_contact": "距接触病例天数", "days_since_secondary": "距接触密接天数",
    "days_since_colocated": "距同时空接触天数", "days_since_casual": "距一般接触天数",
    "days_since_red_code": "距出示红码天数", "days_since_yellow_code": "距出示黄码天数",
    "temperature": "体温", "age": "年龄", "doses": "疫苗剂次", "days_since_dose": "距末次接种天数",
    "symptoms": "症状", "symptoms[]": "症状", "worker": "从业岗位",
    "name": "名称", "on": "日期", "home": "户籍地代码",
    "contact_on": "接触病例日期", "secondary_on": "接触密接日期", "colocated_on": "同时空日期",
    "casual_on": "一般接触日期", "red_code_on": "出示红码日期", "yellow_code_on": "出示黄码日期",
    "last_dose": "末次接种日期", "stays": "行程：地点|代码|等级|从|到；……",
    "expect.measure": "应得措施",
    "expect.until": "应解除日期", "expect.row": "应适用行号",
}  # fmt: skip


class BadWorkbook(ValueError):
    """The file is no workbook of a pack; the text says what is missing."""


def to_workbook(toml: str, table: str) -> bytes:
    """The workbook of the two texts of a pack."""
    head = tomllib.loads(toml)
    examples = head.pop("example", [])
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEETS[0]
    _fill(sheet, ["key", "value"], [[key, value] for key, value in _flat(head)])
    columns, *lines = csv.reader(io.StringIO(table.removeprefix("\ufeff")))
    _fill(book.create_sheet(SHEETS[1]), columns, lines)
    used = dict.fromkeys(key for each in examples for key, _ in _flat(each))
    order = [*_EXAMPLES, *(key for key in used if key not in _EXAMPLES)]
    keys = [key for key in order if key in used]
    told = [dict(_flat(each)) for each in examples]
    _fill(book.create_sheet(SHEETS[2]), keys, [[each.get(k, "") for k in keys] for each in told])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def from_workbook(content: bytes) -> tuple[str, str]:
    """``(toml, table)`` of a workbook. Raises `BadWorkbook`."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError) as wrong:
        raise BadWorkbook("This is no Excel workbook (.xlsx).") from wrong
    sheets = {name.strip().lower(): book[name] for name in book.sheetnames}
    missing = [name for name in SHEETS if name not in sheets]
    if missing:
        raise BadWorkbook(f"The sheet {missing[0]} is missing.")
    _, lines = _read(sheets["document"], "key")
    head = _deep((line[0], line[1]) for line in lines if len(line) > 1)
    keys, told = _read(sheets["examples"], "name")
    head["example"] = [_deep(zip(keys, line, strict=False)) for line in told]
    columns, rows = _read(sheets["rows"], "row")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return pack_toml.write(head), out.getvalue()


def canonical(toml: str) -> str:
    """The text as it comes back from a workbook: without remarks behind `#`."""
    return pack_toml.write(tomllib.loads(toml))


def _fill(sheet: Worksheet, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    for n, row in enumerate([[TITLES.get(c, c) for c in columns], columns, *lines], 1):
        for m, text in enumerate(row, 1):
            cell = sheet.cell(n, m, text or None)
            cell.number_format = "@"
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=n <= 2)
    sheet.freeze_panes = "A3"
    for m, column in enumerate(columns):
        letter = get_column_letter(m + 1)
        sheet.column_dimensions[letter].width = 40 if column in _WIDE else 14


_WIDE = {"value", "clause", "title_zh", "title_en", "note", "notice", "stays", "document", "name"}


def _read(sheet: Any, first: str) -> tuple[list[str], list[list[str]]]:
    """Column names and lines; what stands above the line of names is for people."""
    lines = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True,
             max_row=MAX_ROWS)]  # fmt: skip
    start = next((n for n, line in enumerate(lines) if first in line), None)
    if start is None:
        raise BadWorkbook(f"The sheet {sheet.title} has no column {first}.")
    columns = lines[start]
    while columns and not columns[-1]:
        columns.pop()
    below = [line[: len(columns)] for line in lines[start + 1 :]]
    return columns, [line for line in below if any(line)]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Keys with dots; a list of words with commas; stays as text."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        elif key == "stays":
            yield key, "; ".join(_stay(each) for each in value)
        elif isinstance(value, list):
            yield prefix + key + "[]", ", ".join(str(each) for each in value)
        else:
            yield prefix + key, value.isoformat() if isinstance(value, date) else str(value)


def _stay(stay: Mapping[str, Any]) -> str:
    parts = ["" if key not in stay else str(stay[key]) for key in _STAY]
    return "|".join(parts).rstrip("|")


def _deep(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, text in pairs:
        if not key or (not text and key not in _MAY_BE_EMPTY and not key.endswith("[]")):
            continue
        if not text and key.endswith("[]") and not key.startswith("measures."):
            continue
        *above, last = key.removesuffix("[]").split(".")
        place = found
        for each in above:
            place = place.setdefault(each, {})
        place[last] = _typed(key, text)
    return found


_MAY_BE_EMPTY = {"source.number"}
_NUMBERS = {"parameters.day_one", "parameters.fever", "temperature", "age", "doses"}


def _typed(key: str, text: str) -> Any:
    if key == "stays":
        return [_stay_of(each) for each in text.split(";") if each.strip()]
    if key.endswith("[]"):
        words = [each.strip() for each in text.replace("，", ",").split(",") if each.strip()]
        return [int(each) for each in words] if key.endswith("tests[]") else words
    if key in _NUMBERS:
        number = float(text)
        return int(number) if number.is_integer() and "." not in text else number
    return _day(text)


def _stay_of(text: str) -> dict[str, Any]:
    parts = dict(zip(_STAY, (each.strip() for each in text.split("|")), strict=False))
    return {key: _day(part) if key in {"from", "to"} else part
            for key, part in parts.items() if part}  # fmt: skip


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
