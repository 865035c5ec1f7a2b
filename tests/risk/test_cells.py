"""Cells of a table: what they say, and what the engine makes of them."""

from datetime import date
from decimal import Decimal

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk.rules.cells import BadCell, Cell, parse, parse_places
from gridward.response.risk.rules.expression import conditions

ON = date(2022, 8, 3)


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


NUMBERS = [
    ("null", None, True), ("null", 3, False), ("!null", 3, True), ("!null", None, False),
    ("<=14", 14, True), ("<14", 14, False), (">=60", 60, True), (">60", 60, False),
    ("≥60", 60, True), ("0..13", 13, True), ("0..13", 14, False), ("0..13", None, False),
    ("0 .. 13", 0, True), ("0～13", 13, True), ("14", 14, True), ("14,15", 15, True),
    ("14", None, False), (">=37.3", 37.3, True), (">=37.3", 37.2, False),
]  # fmt: skip
WORDS = [
    ("fever,cough", "breath,cough", True), ("fever，cough", "breath", False), ("fever", "", False),
    ("null", "", True), ("null", None, True), ("!null", "fever", True), ("!null", "", False),
    ("ever", "fever", False),
]  # fmt: skip
DAYS = [
    (">=2022-07-20", date(2022, 7, 20), True), (">=2022-7-20", date(2022, 7, 19), False),
    ("2022-07-20..2022-07-31", date(2022, 7, 31), True), ("0..13", date(2022, 7, 21), True),
    ("0..13", date(2022, 7, 20), False), ("null", None, True), ("!null", None, False),
    ("0..13", None, False), (">2022-07-20", None, False),
]  # fmt: skip


def test_every_form_of_a_cell_in_one_question(engine):
    cases = [*NUMBERS, *WORDS, *DAYS]
    values: dict[str, object] = {}
    kinds: dict[str, str] = {}
    for n, (_, value, _) in enumerate(cases):
        name = f"c{n:02}"
        values[name] = f"{value}{'0' * 54}" if isinstance(value, date) else value
        kinds[name] = "int64" if n < len(NUMBERS) else "string"
        if isinstance(value, float):
            kinds[name], values[name] = "decimal(4, 1)", Decimal(str(value))
    table = ibis.memtable([values], schema=kinds)
    asked = {}
    for n, (text, _, _) in enumerate(cases):
        name, cell = f"c{n:02}", parse(text)
        if n < len(NUMBERS):
            asked[name] = conditions.number(cell, table[name])
        elif n < len(NUMBERS) + len(WORDS):
            asked[name] = conditions.words(cell, table[name])
        else:
            asked[name] = conditions.dated(cell, table[name], ibis.literal(ON))
    [line] = engine.to_pyarrow(table.select(**asked)).to_pylist()
    assert [case for n, case in enumerate(cases) if bool(line[f"c{n:02}"]) is not case[2]] == []


def test_a_cell_says_any_when_it_is_empty():
    assert parse("") == parse(" - ") == parse_places("") == Cell("any")


@pytest.mark.parametrize(
    "text",
    ["14 days", "13..0", "a b", "=>3", "a,,b", ">=2022-13-01", "2022-08-02..2022-08-01",
     "3..2022-08-01"],
)  # fmt: skip
def test_a_cell_that_says_nothing_known_is_refused(text):
    with pytest.raises(BadCell):
        parse(text)


def test_places_are_codes_with_or_without_their_names():
    cell = parse_places("460200 三亚市，310000、4201 武汉市")
    assert cell == Cell("places", words=frozenset({"4602", "31", "4201"}))
    for text in ("三亚市", "46020", "4602 1"):
        with pytest.raises(BadCell):
            parse_places(text)


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_a_range_has_the_bounds_of_both_comparisons(low, high):
    low, high = sorted((round(low, 2), round(high, 2)))
    cell = parse(f"{low:.2f}..{high:.2f}")
    assert cell.low == parse(f">={low:.2f}").low
    assert cell.high == parse(f"<={high:.2f}").high
    assert parse(f">{low:.2f}").open_low
    assert parse(f"<{high:.2f}").open_high
