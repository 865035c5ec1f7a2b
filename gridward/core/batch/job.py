"""A job: a pure function from tables to a relational expression, schemas fixed at both ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
from ibis.expr.schema import Schema

Tables = Mapping[str, ir.Table]
Words = Mapping[str, object]  # what a run is about besides its tables: JSON values only


@dataclass(frozen=True, slots=True)
class Job:
    """`build` may use nothing but its arguments: two engines must come to the same rows.

    `subject` is the input with one row for each thing that gets an answer. Rows of the answer where
    `default` holds are not stored, only counted. `apart`: each jurisdiction can be done by itself.
    `personal`: its rows are about persons; only sums may leave a township without an order.
    """

    name: str
    inputs: Mapping[str, Schema]
    output: Schema
    build: Callable[[Tables, Words], ir.Table]
    subject: str
    default: Callable[[ir.Table], ir.BooleanValue] | None = None
    apart: bool = True
    personal: bool = True

    def told(self, tables: Tables, words: Words) -> ir.Table:
        """The expression for the rows that are stored."""
        answer = self.build(tables, words)
        return answer.filter(~self.default(answer)) if self.default else answer


class WrongColumns(Exception):
    """A table does not have the columns that its schema promises."""


def isum(column: ir.IntegerValue) -> ir.IntegerValue:
    """The sum as int64 on every engine.

    DuckDB sums BIGINT to HUGEINT, which lies in Parquet as DOUBLE, and Ibis drops a cast that it
    believes to change nothing: the way over a decimal is not dropped.
    """
    return column.sum().cast("decimal(18, 0)").cast("int64")
