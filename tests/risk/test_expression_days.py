"""A cell on days since a fact holds in the expression when the cell itself holds."""

from datetime import date, timedelta

import ibis
import pytest

from gridward.response.risk.rules.cells import parse
from gridward.response.risk.rules.expression import conditions, keys

ON = date(2022, 3, 1)
BACK = range(-3, 20)  # days since the fact; tomorrow as well


@pytest.mark.parametrize(
    "text",
    [
        "<=14",
        "<14",
        ">=7",
        ">7",
        "0..6",
        "0..0",
        "1.5..2.5",
        ">2.5",
        "<2.5",
        "3,7",
        "null",
        "!null",
    ],
)
def test_a_range_of_texts_is_the_range_of_days(text):
    cell = parse(text)
    days = ibis.memtable([{"back": n, "day": ON - timedelta(days=n)} for n in BACK])
    key = keys.key(on=days.day, source=days.back.cast("int64") + 10, fact=3)
    asked = days.mutate(holds=conditions.dated(cell, key, ibis.literal(ON)))
    found = {row["back"]: row["holds"] for row in asked.to_pyarrow().to_pylist()}
    assert found == {n: cell.holds(n) for n in BACK}
