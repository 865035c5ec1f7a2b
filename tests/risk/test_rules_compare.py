"""Two editions side by side."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk.rules.compare import compare
from tests.risk.test_rules import POLICIES

V9 = tuple(
    (POLICIES / "2022-06-28-v9" / name).read_text("utf-8-sig")
    for name in ("pack.toml", "table.csv")
)


def table(rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["row", "days", "note"])
    writer.writerows([name, days, ""] for name, days in rows.items())
    return out.getvalue()


def kinds(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    found = compare(("", table(before)), ("", table(after)))
    return [(row.kind, row.name) for row in found.rows]


def test_rows_that_came_left_changed_and_moved():
    before = {"1": "7", "2": "7", "3": "3", "9": "0"}
    after = {"1": "5", "3": "3", "2": "7", "4": "2"}
    assert kinds(before, after) == [
        ("changed", "1"), ("moved", "3"), ("moved", "2"), ("added", "4"), ("removed", "9"),
    ]  # fmt: skip
    [first, *_] = compare(("", table(before)), ("", table(after))).rows
    assert [(c.name, c.before, c.after) for c in first.cells] == [("days", "7", "5")]


def test_the_head_is_compared_key_by_key_without_the_examples():
    other = V9[0].replace("day_one = 0", "day_one = 1").replace("[1, 4, 7]", "[1, 7]")
    other = other.replace('name = "close contact"', 'name = "a contact"')
    found = compare(V9, (other, V9[1]))
    assert [(each.name, each.before, each.after) for each in found.head] == [
        ("parameters.day_one", "0", "1"), ("measures.home_isolation.tests", "1, 4, 7", "1, 7"),
    ]  # fmt: skip
    assert not found.is_same


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.text("12", max_size=1)))
def test_an_edition_is_the_same_as_itself(rows):
    assert compare(V9, V9).is_same
    assert all(kind == "same" for kind, _ in kinds(rows, rows))


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), min_size=1),
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"), min_size=1),
)
def test_forth_and_back_are_mirror_images(before, after):
    forth, back = kinds(before, after), kinds(after, before)
    mirror = {"added": "removed", "removed": "added"}
    assert {(mirror.get(kind, kind), name) for kind, name in forth} == set(back)
