"""Tables out of the system: what a spreadsheet reads back, and that nothing waits for the end."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gridward.core import workbook
from gridward.core.export import EXCEL, table_response

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\t_"), max_size=12)
CELL = st.one_of(
    TEXT, st.integers(-(10**9), 10**9), st.none(), st.floats(-1e6, 1e6, allow_nan=False)
)


def read(content: bytes) -> list[list[list[object]]]:
    """Sheets of rows of cells, as openpyxl reads them."""
    book = load_workbook(io.BytesIO(content))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


@given(st.lists(st.tuples(st.integers(0, 9), CELL, CELL), max_size=20))
def test_a_spreadsheet_reads_what_was_written(rows):
    head = ["编号", "<&>\"'", "备注"]
    [sheet] = read(b"".join(workbook.pieces("名单", head, rows)))
    clean = [
        [workbook._FORBIDDEN.sub("", c) or None if isinstance(c, str) else c for c in row]
        for row in rows
    ]
    assert sheet[0] == head
    assert sheet[1:] == clean


def test_a_sheet_that_is_full_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 2)
    found = read(b"".join(workbook.pieces("人员[1]:" + "长" * 40, ["n"], ([n] for n in range(5)))))
    assert found == [[["n"], [0], [1]], [["n"], [2], [3]], [["n"], [4]]]


def test_the_columns_of_a_wide_table_have_their_letters():
    [sheet] = read(b"".join(workbook.pieces("x", [f"c{n}" for n in range(60)], [["v"] * 60])))
    assert len(sheet[1]) == 60
    assert workbook._column(703) == "AAA"


def test_the_head_stays_in_sight_and_filters():
    book = load_workbook(io.BytesIO(b"".join(workbook.pieces("x", ["a", "b"], [["1", "2"]]))))
    assert (book["x"].freeze_panes, book["x"].auto_filter.ref) == ("A2", "A1:B2")
    assert book["x"]["A1"].font.b


@pytest.mark.parametrize(("kind", "held"), [("csv", "text/csv; charset=utf-8"), ("xlsx", EXCEL)])
def test_a_download_begins_before_the_rows_end(kind, held):
    asked = 0

    def rows() -> Iterator[list[str]]:
        nonlocal asked
        for n in range(200_000):
            asked += 1
            yield [str(n), f"{n * 7919 % 10007}-{n * 104729 % 99991}"]

    answer = table_response(kind, "人员", ["a", "b"], rows())
    assert asked == 0
    first = next(iter(answer))
    assert first
    assert asked < 50_000
    assert answer["Content-Type"] == held
    assert "%E4%BA%BA%E5%91%98." + kind in answer["Content-Disposition"]


def test_what_a_spreadsheet_would_run_stays_text():
    [sheet] = read(b"".join(table_response("xlsx", "x", ["=a"], [["=1+1"], ["张三"]])))
    assert sheet == [["=a"], ["'=1+1"], ["张三"]]


def test_every_part_of_the_archive_is_whole():
    content = b"".join(workbook.pieces("x", ["a"], [[str(n)] for n in range(5_000)]))
    assert ZipFile(io.BytesIO(content)).testzip() is None
