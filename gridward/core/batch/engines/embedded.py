"""DuckDB inside our own process: the default, fastest on one machine."""

import os
from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.expr.schema import Schema

from gridward.core.batch.engines.address import Address, as_texts, exactly, statement


class Embedded:
    """``duckdb://``; options: `memory_limit` (2GB), `threads` (all cores)."""

    def __init__(self, address: Address) -> None:
        address.only("memory_limit", "threads")
        address.scratch.mkdir(parents=True, exist_ok=True)
        self._backend = ibis.duckdb.connect(
            ":memory:",
            memory_limit=address.options.get("memory_limit", "2GB"),
            threads=int(address.options.get("threads", os.cpu_count() or 1)),
            temp_directory=str(address.scratch),
            preserve_insertion_order=False,  # rows have no order; keeping one costs memory
            autoinstall_known_extensions=False,  # nothing is fetched from the network
        )

    def table(self, name: str, files: Sequence[Path], schema: Schema) -> ir.Table:
        found = self._backend.read_parquet(
            as_texts(files), table_name=name, hive_partitioning=False
        )
        return exactly(found, schema)

    def write(self, expression: ir.Table, schema: Schema, folder: Path) -> None:
        folder.mkdir(parents=True)
        asked = statement(self._backend, expression, schema)
        target = str(folder / "part-0.parquet").replace("'", "''")
        self._backend.raw_sql(f"COPY ({asked}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")

    def close(self) -> None:
        self._backend.disconnect()
