"""Small tables for the expression, on the embedded engine."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import ibis

from gridward.response.risk.rules import Pack, expression

Lines = Iterable[Mapping[str, object]]
_DEFAULTS: dict[str, object] = {"path": "430124105/", "text": "", "worker": "", "symptoms": "",
                                "issuer": "", "scheme": "national", "whole": True}  # fmt: skip


def tables(engine: Any, **lines: Lines) -> expression.Tables:
    """Tables of these lines; columns that are left out are empty."""
    made = {}
    for name, schema in expression.INPUT.items():
        rows = [
            {column: line.get(column, _DEFAULTS.get(column)) for column in schema}
            for line in lines.get(name, [])
        ]
        made[name] = ibis.memtable(rows, schema=schema)
    return expression.Tables(**made)


def judged(engine: Any, pack: Pack, on: date, **lines: Lines) -> dict[int, dict[str, Any]]:
    """What comes out, by person."""
    found = engine.to_pyarrow(expression.judge(tables(engine, **lines), pack, on)).to_pylist()
    return {line["person"]: line for line in found}
