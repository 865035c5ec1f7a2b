"""Tables out of the system: CSV (UTF-8 with a mark, so that Excel reads it) and Excel workbooks.

Both are sent while the rows are read (give an iterator, not a list): the download of a whole
township begins at once, and no file with its people lies anywhere afterwards.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from django.http import StreamingHttpResponse

from gridward.core import workbook
from gridward.core.workbook import Cell

__all__ = ["Cell", "csv_chunks", "safe", "table_response"]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STARTS = re.compile(f"\0[{re.escape(''.join(_FORMULA))}]")


def safe(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe (CWE-1236)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _all_safe(row: Sequence[Cell]) -> Sequence[Cell]:
    """The row with each cell `safe`: one look at the whole for the many that have nothing."""
    try:
        text = "\0" + "\0".join(row)  # type: ignore[arg-type] # numbers raise
    except TypeError:
        return [safe(cell) for cell in row]
    return [safe(cell) for cell in row] if _STARTS.search(text) else row


def csv_chunks(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table as pieces of CSV text, about 64 kB each: constant memory for any length."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(head)
    for row in rows:
        writer.writerow(_all_safe(row))
        if buffer.tell() > 65_536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def table_response(
    kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    """Answer ``?format=csv`` or ``?format=xlsx`` with the table as a download called `name`."""
    if kind == "xlsx":
        pieces = workbook.pieces(name, head, map(_all_safe, rows))
        answer = StreamingHttpResponse(pieces, content_type=EXCEL)
    else:
        kind, text = "csv", csv_chunks(head, rows)
        answer = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{kind}"
    return answer
