"""The lint of a workbook, and the small decisions about forms and submissions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.paths import covers
from gridward.ground.xforms import rules
from gridward.ground.xforms.rules import delivery, lint
from tests.xforms.evaluating import AT

# -- lint


def flaws(*rows: dict[str, str], columns: tuple[str, ...] = ()) -> list[tuple[int, str, str]]:
    heads = columns or tuple(dict.fromkeys(key for row in rows for key in row))
    sheets = {"survey": heads, "choices": ()}
    return [
        (f.row, f.column, str(f.reason))
        for f in lint.flaws(enumerate(rows, 2), sheet_columns=sheets)
    ]


GOOD = {"type": "text", "name": "a", "label::中文 (zh)": "甲", "label::English (en)": "A"}


def test_a_good_row_has_no_flaw():
    assert (
        flaws(GOOD, {"type": "note", "name": "b", "relevant": "${a} = 'x'", "required": "yes"})
        == []
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": "姓名"}, "“姓名” cannot name"), ({"name": "a b"}, "cannot name"),
        ({"name": "b", "relevant": "${a} ＝ 1"}, "cannot be read"),
        ({"name": "b", "relevant": "selectd(${a}, 'x')"}, "Is selected() meant?"),
        ({"name": "b", "constraint": "qqqqqqqqqq()"}, "There is no function qqqqqqqqqq()."),
        ({"name": "b", "relevent": "1"}, "Is “relevant” meant?"),
        ({"name": "b", "zzzzqqq": "1"}, "The column “zzzzqqq” is unknown."),
        ({"name": "b", "labl::中文 (zh)": "x"}, "Is “label” meant?"),
        ({"name": "b", "label::中文 (zh)": "乙"}, "lacks its text in English (en)"),
        ({"name": "b", "calculation": "${b} + 1"}, "“b” depends on itself."),
    ],
)  # fmt: skip
def test_flaws_are_found_and_named(row, words):
    assert any(words in reason for _row, _column, reason in flaws(GOOD, {"type": "text", **row}))


def test_a_circle_through_others_is_found():
    rows = [
        {"name": "a", "calculation": "${b}"},
        {"name": "b", "calculation": "${c}"},
        {"name": "c", "relevant": "${a}"},
    ]
    assert [row for row, _column, _reason in flaws(*rows)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [(["surveys"], "must be called survey"), (["问卷"], "no sheet called survey")],
)
def test_the_sheet_must_be_called_survey(sheets, words):
    found = lint.flaws([], sheet_columns=dict.fromkeys(sheets, ()))
    assert words in str(found[0].reason)


# -- filing

PATHS = st.sampled_from(
    ["430124105/", "430124105/201/", "430124105/202/", "430124105/201/001/", "430124106/"]
)


@given(PATHS, st.lists(PATHS, max_size=4))
def test_a_submission_is_filed_inside_the_form(form_path, held):
    path = delivery.filing_path(form_path, held)
    assert covers(form_path, path)
    inside = [p for p in delivery.fill_paths(form_path, held) if covers(form_path, p)]
    assert path == (inside[0] if len(inside) == 1 else form_path)


@given(PATHS, st.lists(PATHS, max_size=4))
def test_who_may_fill_has_to_do_with_the_place(form_path, held):
    for path in delivery.fill_paths(form_path, held):
        assert covers(form_path, path) or covers(path, form_path)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2020-02-20T08:00:00.000+08:00", datetime(2020, 2, 20, 0, tzinfo=UTC)),
        ("2020-02-20T08:00:00", datetime(2020, 2, 20, 0, tzinfo=UTC)),
        ("2031-01-01T00:00:00Z", AT), ("", AT), ("yesterday", AT),
    ],
)  # fmt: skip
def test_a_clock_that_is_ahead_is_not_believed(ended, expected):
    assert delivery.filled_at(ended, AT) == expected


@pytest.mark.parametrize("state", list(rules.TRANSITIONS))
def test_states_of_a_form(state):
    assert rules.may_take(state=state).allowed == (state == "published")
    assert rules.may_close(state=state).allowed == ("closed" in rules.TRANSITIONS[state])


def test_receipts_are_not_guessed():
    numbers = {delivery.receipt_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(len(number) == delivery.RECEIPT_LENGTH for number in numbers)
