"""One number for all rows of a table, whatever their order, files and engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import duckdb
from ibis.expr.schema import Schema


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`rows`, and the sum of a 128-bit hash (MD5) of each row's text, 32 hexadecimal digits."""

    rows: int
    hash: str

    def plus(self, other: Self) -> Self:
        """The fingerprint of the rows of both."""
        total = (int(self.hash, 16) + int(other.hash, 16)) % (1 << 128)
        return type(self)(self.rows + other.rows, f"{total:032x}")


NOTHING = Fingerprint(0, "0" * 32)


def of(files: Sequence[Path], schema: Schema) -> Fingerprint:
    """The fingerprint of the columns of `schema` in Parquet files.

    A NULL, an empty text and a text that looks like either differ; a row that is there twice does
    not cancel itself out. The same for whatever wrote the files.
    """
    if not files:
        return NOTHING
    # Each part says how long it is, so that no two rows have one text.
    parts = ", ".join(
        f"""coalesce(length("{name}"::VARCHAR) || ':' || "{name}"::VARCHAR, '-')"""
        for name in schema
    )
    query = f"""
        WITH lines AS (SELECT concat_ws(',', {parts}) AS line FROM read_parquet(?))
        SELECT count(*), sum(md5_number_upper(line)), sum(md5_number_lower(line))
        FROM lines"""  # noqa: S608 - names of a schema
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = connection.execute(query, [[str(path) for path in files]]).fetchone()
    rows, high, low = (int(each or 0) for each in found or ())
    return Fingerprint(rows, f"{((high << 64) + low) % (1 << 128):032x}")
