"""The embedded engine in our own process: the lines of some people in, answers out.

Each desk is a database in memory with the tables of the expression. Lines live inside a transaction
that is always rolled back: nothing of anybody stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any

import duckdb
import orjson

from gridward.response.risk.rules.expression.tables import CALENDAR, INPUT

Line = Sequence[object]
Lines = Mapping[str, Sequence[Line]]
_TYPES = {
    "int64": "BIGINT", "string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN",
    "decimal(4, 1)": "DECIMAL(4, 1)",
}  # fmt: skip
# Lines go in as JSON: 1.7 µs a line of six columns, Arrow takes 2.8 and 85 MB to import.
_CHUNK = 2_000
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}  # fmt: skip


class Desk:
    """One database in memory; used by one thread at a time."""

    def __init__(self) -> None:
        self._engine = duckdb.connect(":memory:", config=_SETTINGS)
        # A plan is kept while its tables change: it may not rest on their statistics.
        self._engine.execute("SET disabled_optimizers = 'statistics_propagation'")
        for name, schema in {**INPUT, "calendar": CALENDAR}.items():
            columns = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in schema.items())
            self._engine.execute(f"CREATE TABLE {name} ({columns})")
        self._prepared: dict[str, str] = {}

    def ask(self, texts: Sequence[str], lines: Lines, on: date) -> list[list[Any]]:
        """The answers to some texts over these lines on a day."""
        names = [self._name(text) for text in texts]
        self._engine.execute("BEGIN")
        try:
            self._put("calendar", [(on,)])
            for table, rows in lines.items():
                self._put(table, rows)
            return [self._engine.execute(f"EXECUTE {name}").fetchall() for name in names]
        finally:
            self._engine.execute("ROLLBACK")

    def _put(self, table: str, rows: Sequence[Line]) -> None:
        count = len(CALENDAR if table == "calendar" else INPUT[table])
        columns = ", ".join(f"line->>{n}" for n in range(count))
        for start in range(0, len(rows), _CHUNK):
            # As a literal: the first parameter of a process makes DuckDB load pandas and Arrow,
            # 90 MB. Inside quotes only the quote itself means something.
            lines = orjson.dumps(rows[start : start + _CHUNK]).decode().replace("'", "''")
            told = f"SELECT unnest(from_json('{lines}', '[\"JSON\"]')) AS line"
            self._engine.execute(f"INSERT INTO {table} SELECT {columns} FROM ({told})")  # noqa: S608 - our own names

    def _name(self, text: str) -> str:
        if text not in self._prepared:
            name = f"asked_{len(self._prepared)}"
            self._engine.execute(f"PREPARE {name} AS {text}")
            self._prepared[text] = name
        return self._prepared[text]


_idle: list[Desk] = []
_lock = Lock()


@contextmanager
def desk() -> Iterator[Desk]:
    """An idle desk, or a new one: as many as threads ask at the same time."""
    with _lock:
        found = _idle.pop() if _idle else None
    found = found or Desk()
    yield found
    with _lock:  # not after an error: such a desk is thrown away
        _idle.append(found)
