"""Many rows at once: COPY into a temporary table, then one INSERT.

PostgreSQL refuses COPY FROM on a table with row-level security, and the application never steps
around that wall; the INSERT from the temporary table is checked row by row.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from django.db import connection, models

T = TypeVar("T")
CHUNK = 8_000
NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})


def text(value: object) -> str:
    """One cell as COPY reads it."""
    if value is None:
        return NULL
    if value is True:
        return "t"
    if value is False:
        return "f"
    return str(value).translate(_ESCAPES)


def chunked(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Keys from the table's own sequence."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[T],
    encode: Callable[[Sequence[T], Sequence[int]], str],
) -> list[int]:
    """Store `rows` in the order given and return their keys.

    `encode(rows, ids)` gives the COPY text of a chunk, one line a row, the id first; it runs in a
    second thread while the database stores the chunk before. Must run inside a transaction.
    """
    table = model._meta.db_table
    ids = new_ids(model, len(rows))
    names = ", ".join(("id", *columns))
    spare = f"copying_{table}"
    spans = [(n, min(n + CHUNK, len(rows))) for n in range(0, len(rows), CHUNK)]
    with connection.cursor() as cursor, ThreadPoolExecutor(1) as encoder:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {spare} ON COMMIT DROP "  # noqa: S608 - own names
            f"AS SELECT {names} FROM {table} WITH NO DATA"
        )
        pending = [encoder.submit(encode, rows[a:b], ids[a:b]) for a, b in spans]
        for chunk in pending:
            with cursor.copy(f"COPY {spare} ({names}) FROM STDIN") as copy:
                copy.write(chunk.result())
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM {spare}"  # noqa: S608 - own names
            )
            cursor.execute(f"TRUNCATE {spare}")
        cursor.execute(f"DROP TABLE {spare}")
    return ids
