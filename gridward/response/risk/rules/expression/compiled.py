"""The text of an expression for the embedded engine, made once for each edition of a pack."""

from functools import lru_cache
from typing import Any

from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from gridward.response.risk.rules.expression.judge import judge
from gridward.response.risk.rules.expression.questions import questions
from gridward.response.risk.rules.expression.tables import as_of, unbound
from gridward.response.risk.rules.pack import Pack

COLUMNS = ("person", "row", "starts_on", "ends_on", "because")
_KEPT = 64  # editions


def judging_text(pack: Pack) -> str:
    """SQL over the tables of `tables.INPUT` and ``calendar``: `COLUMNS` of everybody. Making it
    takes 0.1 to 0.9 s."""
    return _judging(_Asked(pack))


@lru_cache(maxsize=1)
def questions_text() -> str:
    return _text(questions(unbound(), as_of()))


class _Asked:
    """A pack as a key: by what it says, not by its titles and examples."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._said = (pack.ordered, pack.day_one, pack.home_digits)

    def __hash__(self) -> int:
        return hash(self._said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._said == other._said


@lru_cache(maxsize=_KEPT)
def _judging(asked: _Asked) -> str:
    # No filter behind it: DuckDB would push it down through every CASE, and asking for one person
    # would take four times as long.
    found = judge(unbound(), asked.pack, as_of()).select(*COLUMNS)
    return _text(found)


def _text(expression: Any) -> str:
    # Not ibis.to_sql: it loads the whole backend and lays the text out for readers, which takes
    # twice as long.
    compiler = DuckDBCompiler()
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect))
