"""A cell on days since a fact holds on the days that it says."""

from collections.abc import Callable
from datetime import date, timedelta

import ibis

from gridward.response.risk.rules.cells import parse
from gridward.response.risk.rules.expression import conditions, keys

ON = date(2022, 3, 1)
BACK = range(-3, 20)  # days since the fact; tomorrow as well
CELLS: dict[str, Callable[[int], bool]] = {
    "<=14": lambda n: n <= 14, "<14": lambda n: n < 14, ">=7": lambda n: n >= 7,
    ">7": lambda n: n > 7, "0..6": lambda n: 0 <= n <= 6, "0..0": lambda n: n == 0,
    "1.5..2.5": lambda n: n == 2, ">2.5": lambda n: n >= 3, "<2.5": lambda n: n <= 2,
    "3,7": lambda n: n in {3, 7}, "null": lambda n: False, "!null": lambda n: True,
}  # fmt: skip


def test_a_range_of_texts_is_the_range_of_days():
    days = ibis.memtable([{"back": n, "day": ON - timedelta(days=n)} for n in BACK])
    key = keys.key(on=days.day, source=days.back.cast("int64") + 10, fact=3)
    asked = {
        f"c{n}": conditions.dated(parse(text), key, ibis.literal(ON))
        for n, text in enumerate(CELLS)
    }
    for row in days.mutate(**asked).to_pyarrow().to_pylist():
        for n, (text, expected) in enumerate(CELLS.items()):
            assert row[f"c{n}"] is expected(row["back"]), (text, row["back"])
