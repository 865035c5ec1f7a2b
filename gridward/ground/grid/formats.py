"""Reading a grid list: CSV or pasted lines of code and name."""

import csv
import io

from gridward.ground.grid.rules import GridRow

_CODE = ("code", "编码", "网格编码", "代码", "区划代码")
_NAME = ("name", "名称", "网格名称", "网格")


def read_grid_list(content: bytes) -> list[GridRow]:
    """Rows of a CSV with the columns code and name (Chinese heads too); UTF-8 or GB18030.

    Raises ValueError when there is no such column.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    reader = csv.reader(io.StringIO(text))
    head = [cell.strip().lower() for cell in next(reader, [])]
    code, name = _column(head, _CODE), _column(head, _NAME)
    return [
        GridRow(number, row[code].strip(), row[name].strip())
        for number, row in enumerate(reader, 2)
        if any(cell.strip() for cell in row)
    ]


def _column(head: list[str], wanted: tuple[str, ...]) -> int:
    for position, cell in enumerate(head):
        if cell in wanted:
            return position
    raise ValueError(wanted[0])
