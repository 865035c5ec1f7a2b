"""The decision table of a policy as it comes back from Excel."""

import csv
import io

from gridward.core import tables


def as_csv(content: bytes) -> str:
    """The table of a workbook or a CSV file as the CSV text of a pack. Raises `BadInput` when it
    is no table. An apostrophe that our own export put before a sign is taken away."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for _, cells in tables.rows(content):
        writer.writerow(cell.removeprefix("'") for cell in cells)
    return out.getvalue()
