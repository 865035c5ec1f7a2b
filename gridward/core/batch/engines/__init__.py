"""The engines, chosen by a URL: ``duckdb://``, ``postgresql://``, ``spark://`` or ``sail://``."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

import ibis.expr.types as ir
from ibis.expr.schema import Schema

from gridward.core.batch.engines.address import Address, NoSuchEngine
from gridward.core.batch.engines.embedded import Embedded
from gridward.core.batch.engines.postgresql import PostgreSQL
from gridward.core.batch.engines.spark import Sail, Spark

__all__ = ["Engine", "NoSuchEngine", "connect"]


class Engine(Protocol):
    """Reads Parquet, answers an expression, writes Parquet. Used by one thread, then closed."""

    def table(self, name: str, files: Sequence[Path], schema: Schema) -> ir.Table:
        """The rows of Parquet files as one table with exactly the columns of `schema`."""

    def write(self, expression: ir.Table, schema: Schema, folder: Path) -> None:
        """Compute and write zstd Parquet files into a new folder, columns cast to `schema`."""

    def close(self) -> None:
        """Give back memory, connections and processes."""


_ENGINES: Mapping[str, Callable[[Address], Engine]] = {
    "duckdb": Embedded, "postgresql": PostgreSQL, "spark": Spark, "sail": Sail,
}  # fmt: skip


def connect(url: str, *, scratch: Path) -> Engine:
    """The engine of a URL; `scratch` is where it may spill what does not fit into memory.

    The options stand in the query: ``duckdb://?memory_limit=2GB&threads=2``. Raises `NoSuchEngine`.
    """
    scheme = urlsplit(url).scheme
    if scheme not in _ENGINES:
        raise NoSuchEngine(f"“{scheme}” is no engine; there are: {', '.join(_ENGINES)}.")
    options = dict(parse_qsl(urlsplit(url).query))
    return _ENGINES[scheme](Address(url.partition("?")[0], options, scratch))
