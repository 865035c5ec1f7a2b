"""Rows between PostgreSQL and Parquet: COPY, Arrow, zstd; never more than a piece in memory."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from ibis.expr.schema import Schema

_PIECE = 4 << 20  # bytes of CSV that become one group of rows at a time
_GROUP = 122_880  # rows in a group of a Parquet file


def conninfo(place: str, options: Mapping[str, str]) -> str:
    """A libpq address from the parts of a URL."""
    return f"{place}?{urlencode(options)}" if options else place


class _Pieces(io.RawIOBase):
    """The chunks of a COPY as a file to read from."""

    def __init__(self, chunks: Iterator[Any]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._rest = bytes(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def copy_out(
    connection: psycopg.Connection[Any],
    query: str,
    schema: Schema,
    target: Path,
    values: Mapping[str, object] | None = None,
) -> int:
    """Write what `query` returns into one Parquet file; the number of rows.

    Columns come in the order of `schema`; `values` are bound by the server, not pasted.
    """
    arrow = schema.to_pyarrow()
    rows = 0
    with (
        connection.cursor() as cursor,
        pyarrow.parquet.ParquetWriter(target, arrow, compression="zstd") as writer,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", values) as copy,
    ):
        for batch in _batches(copy, arrow):
            rows += batch.num_rows
            writer.write_batch(batch, row_group_size=_GROUP)
    return rows


def _batches(copy: Any, arrow: pa.Schema) -> Iterator[pa.RecordBatch]:
    source = io.BufferedReader(_Pieces(iter(copy)), _PIECE)
    if not source.peek(1):  # nothing at all: the reader of Arrow would take that for a mistake
        return
    yield from pyarrow.csv.open_csv(
        source,
        read_options=pyarrow.csv.ReadOptions(column_names=arrow.names, block_size=_PIECE),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=arrow, null_values=[""], strings_can_be_null=True,
            quoted_strings_can_be_null=False, true_values=["t"], false_values=["f"],
        ),
    )  # fmt: skip


def as_csv(batch: pa.RecordBatch) -> bytes:
    """The rows as PostgreSQL reads them: NULL is nothing at all, an empty text is quoted."""
    sink = io.BytesIO()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(batch, sink, options)
    return sink.getvalue()
