"""A small table with everything that engines treat differently, and a job over it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet

from gridward.core.batch.job import Job, isum

VISITS = ibis.schema(
    {
        "person": "int64", "path": "string", "born": "date", "times": "int32", "flag": "boolean",
        "heat": "float64", "at": "timestamp('UTC')",
    }
)  # fmt: skip
SUMS = ibis.schema(
    {
        "path": "string", "born": "date", "rank": "int64", "flag": "boolean",
        "at": "timestamp('UTC')", "times": "int64", "heat": "float64",
    }
)  # fmt: skip


def visits(target: Path, many: int = 500, *, first: int = 0) -> Path:
    """A Parquet file with NULLs, empty texts, quotes and line ends."""
    rows = [
        {
            "person": first + n,
            "path": (None, "", 'a"b,\n/', "430182109/", "\\N")[n % 5],
            "born": None if n % 4 == 0 else date(1970, 1, 1) + timedelta(days=n),
            "times": 2_000_000_000 + n % 11,
            "flag": (True, False, None)[n % 3],
            "heat": n / 8,
            "at": datetime(2020, 2, 20, 1, n % 60, tzinfo=UTC),
        }
        for n in range(many)
    ]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows, VISITS.to_pyarrow()), target)
    return target


def _summed(tables, _words):
    rows = tables["visits"]
    order = ibis.window(
        group_by=rows.path, order_by=[rows.born.desc(nulls_first=False), rows.person]
    )
    ranked = rows.mutate(rank=ibis.row_number().over(order) // 100)
    return ranked.group_by("path", "born", "flag", "rank", "at").agg(
        times=isum(ranked.times), heat=ranked.heat.max()
    )


SUMMED = Job("summed", {"visits": VISITS}, SUMS, _summed, subject="visits")
