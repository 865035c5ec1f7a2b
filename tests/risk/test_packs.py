"""Policy packs: what lint says, Excel and back, the command that checks."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gridward.response.risk import rules
from gridward.response.risk.formats import pack_workbook
from gridward.response.risk.formats.pack_workbook import BadWorkbook
from gridward.response.risk.queries.policies import FOLDER
from gridward.response.risk.rules.pack_file import examine, parse_pack, read_pack
from gridward.web import check_pack

FOLDERS = sorted(FOLDER.iterdir())
HEAD = (FOLDER / "generic-respiratory" / "pack.toml").read_text(encoding="utf-8")
START = HEAD.partition("[[example]]")[0]
EXAMPLE = """[[example]]
name = "nobody"
on = 2022-08-03
expect = { measure = "none" }
"""
COLUMNS = (
    "row", "days_since_contact", "days_since_high", "temperature", "stayed_in", "days_since_stay",
    "day", "symptoms", "measure", "days", "tests", "slots", "dated", "clause", "title_zh",
    "title_en",
)  # fmt: skip


def table(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    usual = {"measure": "self_monitoring", "days": "3", "clause": "c", "title_zh": "t",
             "title_en": "t"}  # fmt: skip
    for n, row in enumerate(rows, 1):
        writer.writerow({"row": str(n), **usual, **row})
    return out.getvalue()


LAST = {"measure": "none", "days": "0"}


def told(*rows: dict[str, str], hit_policy: str = "first") -> dict[str, str]:
    """The findings: the cell they point at, and the reason."""
    head = START.replace('hit_policy = "first"', f'hit_policy = "{hit_policy}"') + EXAMPLE
    names = {"4602": "三亚市"}
    _, found = examine(head, table(*rows), lambda code: names.get(code, ""))
    return {
        f"{each.where} {each.column}": f"{each.reason} {each.todo}"
        for each in found
        if "No example" not in str(each.reason)
    }


def test_nothing_is_said_of_a_good_table():
    good = ({"days_since_contact": "0..6"}, {"stayed_in": "4602 三亚市", "days_since_stay": "<=6"})
    assert told(*good, LAST) == {}


def test_a_gap_between_two_ranges_and_a_table_without_an_end():
    found = told({"days_since_contact": "0..6"}, {"days_since_contact": "9..13"})
    assert "between 6 and 9 no row says anything" in found["table.csv days_since_contact"]
    assert "everybody else" in found["table.csv row"]
    assert told({"days_since_contact": "0..6"}, {"days_since_contact": "7..13"}, LAST) == {}


def test_rows_that_hold_at_once_under_unique():
    rows = ({"days_since_contact": "0..6"}, {"days_since_contact": "6..13"})
    found = told(*rows, hit_policy="unique")
    assert "Rows 2 and 1 can hold at once" in found["table.csv:3 row"]
    assert "table.csv:3 row" not in told(*rows)
    apart = ({"days_since_contact": "0..6"}, {"days_since_contact": "7..13"})
    assert told(*apart, hit_policy="unique") == {}


def test_rows_that_are_never_reached():
    found = told(
        {"days_since_contact": "0..6"}, {"days_since_contact": ">=7"},
        {"days_since_contact": "null"}, {"temperature": ">=37.3"},
        {"days_since_high": "0..6", "symptoms": "fever"},
    )  # fmt: skip
    assert "row 4" in found["table.csv:5 row"]
    assert "row 5" in found["table.csv:6 row"]
    assert "table.csv:4 row" not in found
    split = told({"temperature": "<37.3"}, {"temperature": ">=37.3"}, {"temperature": "!null"})
    assert "Rows above" in split["table.csv:4 row"]


def test_a_row_that_no_value_fits():
    row = {"stayed_in": "4602", "days_since_stay": "null"}
    assert "No value fits" in told(row, LAST)["table.csv:2 row"]


def test_unknown_places_and_a_stay_without_a_place():
    assert "9999" in told({"stayed_in": "9999 某地"}, LAST)["table.csv:2 stayed_in"]
    found = told({"days_since_stay": "<=6"}, LAST)
    assert "Name the places" in found["table.csv:2 stayed_in"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("days_since_contact", "14天", "no condition"), ("stayed_in", "三亚市", "division codes"),
        ("symptoms", "sneezing", "no condition"), ("temperature", ">=2022-01-01", "no condition"),
        ("day", "<=14", "no condition"), ("days", "zwei", "no number of days"),
        ("tests", "1,x", "list of days"), ("slots", "noon", "none of"), ("clause", "", "clause"),
        ("dated", "2022", "date like"), ("measure", "jail", "no measure"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_row_column_and_value(column, value, reason):
    head = START + EXAMPLE
    pack, found = examine(head, table({column: value}, LAST), str)
    assert pack is None
    [each] = found
    assert (each.where, each.column) == ("table.csv:2", column)
    assert each.value == value or not value
    assert reason in f"{each.reason} {each.todo}"


def test_a_row_says_how_its_measure_is_carried_out():
    rows = table({"tests": "1,4,7", "slots": "none", "days_since_contact": "0..6"}, LAST)
    pack = parse_pack(START + EXAMPLE, rows)
    own = pack.protocol("self_monitoring", "1")
    assert (own.tests, own.slots, own.care_team) == ((1, 4, 7), (), ("grid_worker",))
    assert pack.protocol("self_monitoring").slots == ("morning",)
    assert pack.protocol("home_monitoring", "1").slots == ("morning", "evening")
    assert pack.day_one_of("self_monitoring", "1") == pack.day_one_of("medical", "1") == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_pack_goes_to_excel_and_comes_back_letter_by_letter(folder):
    toml = (folder / "pack.toml").read_text(encoding="utf-8")
    rows = (folder / "table.csv").read_text(encoding="utf-8")
    assert pack_workbook.canonical(toml) == toml
    assert pack_workbook.from_workbook(pack_workbook.to_workbook(toml, rows)) == (toml, rows)


def test_what_excel_makes_of_numbers_and_days_is_undone():
    book = load_workbook(io.BytesIO(pack_workbook.to_workbook(HEAD, table({}, LAST))))
    sheet = book["rows"]
    days = [cell.value for cell in sheet[2]].index("days") + 1
    sheet.cell(3, days).value = 3.0
    sheet.cell(6, 1).value = " "
    out = io.BytesIO()
    book.save(out)
    toml, rows = pack_workbook.from_workbook(out.getvalue())
    assert toml == HEAD
    assert rows.splitlines()[1] == table({}, LAST).splitlines()[1]


def test_a_cell_that_begins_like_a_formula_stays_text():
    rows = table({"title_zh": "=1+1"}, LAST)
    assert pack_workbook.from_workbook(pack_workbook.to_workbook(HEAD, rows))[1] == rows


def test_what_is_no_workbook_of_a_pack_says_why():
    with pytest.raises(BadWorkbook, match="no Excel"):
        pack_workbook.from_workbook(b"row,measure")
    book = load_workbook(io.BytesIO(pack_workbook.to_workbook(HEAD, table(LAST))))
    del book["rows"]
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadWorkbook, match="rows"):
        pack_workbook.from_workbook(out.getvalue())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_lint_finds_nothing_in_the_shipped_packs(folder, capsys):
    assert check_pack.main([str(folder), "--language", "en"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_the_command_turns_folders_into_workbooks_and_back(tmp_path: Path, capsys):
    book, again = tmp_path / "v9.xlsx", tmp_path / "again"
    source = FOLDER / "2022-06-28-v9"
    assert check_pack.main([str(source), "--to", str(book)]) == 0
    assert check_pack.main([str(book), "--to", str(again)]) == 0
    for name in ("pack.toml", "table.csv"):
        assert (again / name).read_text() == (source / name).read_text()
    text = (again / "table.csv").read_text(encoding="utf-8")
    (again / "table.csv").write_text(text.replace("0..6", "6..0", 1), encoding="utf-8")
    capsys.readouterr()
    assert check_pack.main([str(again), "--language", "en"]) == 1
    assert "table.csv:2\tdays_since_contact\t6..0\t" in capsys.readouterr().out
    (tmp_path / "not.xlsx").write_bytes(b"x")
    assert check_pack.main([str(tmp_path / "not.xlsx")]) == 2


def test_every_pack_that_isolates_says_so():
    packs = [read_pack(folder) for folder in FOLDERS]
    isolating = {pack.code for pack in packs if rules.isolates(pack)}
    assert isolating == {"2020-02-local", "2021-05-v8", "2022-06-28-v9", "2022-11-11-ershitiao",
                         "2022-12-07-xinshitiao"}  # fmt: skip
