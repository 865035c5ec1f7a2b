"""PostgreSQL as an engine: for small jobs, and as the second opinion on every expression."""

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
import psycopg
import pyarrow.csv
import pyarrow.parquet
from ibis.expr.schema import Schema

from gridward.core.batch import stream
from gridward.core.batch.engines.address import Address, as_texts, exactly, statement

_ROWS = 50_000  # in one piece of CSV


class PostgreSQL:
    """``postgresql://…``: tables are copied into temporary ones, which go with the connection."""

    def __init__(self, address: Address) -> None:
        self._connection = psycopg.connect(stream.conninfo(address.place, address.options))
        self._backend = ibis.postgres.from_connection(self._connection)

    def table(self, name: str, files: Sequence[Path], schema: Schema) -> ir.Table:
        with self._connection.cursor() as cursor:  # of the step before
            cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{name}"')
        found = self._backend.create_table(name, schema=schema, temp=True)
        read = pyarrow.parquet.ParquetDataset(as_texts(files))
        columns = ", ".join(f'"{each}"' for each in schema)
        into = f'COPY "{name}" ({columns}) FROM STDIN (FORMAT csv)'
        with self._connection.cursor() as cursor:
            with cursor.copy(into) as copy:
                for batch in read.read(columns=list(schema)).to_batches(_ROWS):
                    copy.write(stream.as_csv(batch))
            cursor.execute(f'ANALYZE "{name}"')
        return exactly(found, schema)

    def write(self, expression: ir.Table, schema: Schema, folder: Path) -> None:
        folder.mkdir(parents=True)
        asked = statement(self._backend, expression, schema)
        stream.copy_out(self._connection, asked, schema, folder / "part-0.parquet")

    def close(self) -> None:
        self._connection.close()
