"""Where an engine is and how it shall work; what all engines do alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.sql import SQLBackend
from ibis.expr.datatypes import DataType
from ibis.expr.schema import Schema

from gridward.core.batch.job import WrongColumns


class NoSuchEngine(Exception):
    """The URL names no engine, or one that cannot work here; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """`place` is the URL without its query, `options` the query, `scratch` a folder to spill to."""

    place: str
    options: Mapping[str, str]
    scratch: Path

    def only(self, *known: str) -> None:
        """Raises `NoSuchEngine` when an option is none of `known`: a typing error says so."""
        if unknown := sorted(set(self.options) - set(known)):
            there = ", ".join(known) or "none"
            raise NoSuchEngine(
                f"{', '.join(unknown)} is no option of {self.place}; there are: {there}."
            )


def exactly(found: ir.Table, schema: Schema) -> ir.Table:
    """The columns of `schema` in its order. Raises `WrongColumns` when one is missing or other."""
    wrong = [
        name
        for name, kind in schema.items()
        if name not in found.columns or not found[name].type().castable(kind)
    ]
    if wrong:
        raise WrongColumns(f"{', '.join(wrong)}: missing or of another type in {found.columns}")
    return found.select(**{name: found[name].cast(kind) for name, kind in schema.items()})


def statement(backend: SQLBackend, expression: ir.Table, schema: Schema) -> str:
    """The SQL of an expression with every column cast to `schema`.

    The casts are written here, outside of Ibis: what Ibis believes to be int64 already it does not
    cast, and engines differ in the widths of their sums and row numbers.
    """
    columns = ", ".join(_cast(backend, *each) for each in schema.items())
    return f"SELECT {columns} FROM ({backend.compile(expression)}) AS answer"  # noqa: S608 - ours


def _cast(backend: SQLBackend, name: str, kind: DataType) -> str:
    mark = "`" if backend.name == "pyspark" else '"'
    quoted = f"{mark}{name}{mark}"
    return f"CAST({quoted} AS {backend.compiler.type_mapper.to_string(kind)}) AS {quoted}"


def as_texts(files: Sequence[Path]) -> list[str]:
    """The paths as the engines take them. Raises `WrongColumns` when there is no file at all."""
    if not files:
        raise WrongColumns("there are no files to read")
    return [str(path) for path in files]
