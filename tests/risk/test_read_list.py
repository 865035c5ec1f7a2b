"""``gridward risk read-list``: exit codes and what is printed, without any database."""

import json

import pytest

from gridward.web.commands import main
from tests.conftest import REALDATA
from tests.risk.make import DATA

EXTRACT = str(DATA / "2022-08-31-national-extract.json")


def test_a_list_is_counted_by_level(capsys):
    assert main(["risk", "read-list", EXTRACT, "--language", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "national-v9 · 2022-08-31 21:00", "High risk\t4", "Medium risk\t3", "Low risk\t2",
        "9 of 9 rows kept.", "0 findings.",
    ]  # fmt: skip


def test_the_same_as_json(capsys):
    assert main(["risk", "read-list", "--json", EXTRACT]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"high": 4, "medium": 3, "low": 2}
    assert (told["rows"], told["kept"], told["listed_at"]) == (9, 9, "2022-08-31T21:00:00+08:00")


def test_a_row_that_is_lost_and_a_file_that_is_no_list(capsys, tmp_path):
    file = tmp_path / "list.json"
    head = '{"data": {"end_update_time": "2022-08-31 21时", "highlist": ['
    file.write_text(head + "1]}}", encoding="utf-8")
    assert main(["risk", "read-list", str(file), "--language", "en"]) == 1
    assert "highlist 1\t\t1\tThis row is no area. Ask the publisher" in capsys.readouterr().out
    file.write_text("nonsense", encoding="utf-8")
    assert main(["risk", "read-list", str(file)]) == 2
    assert main(["risk", "read-list", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("gridward: ") == 2


@pytest.mark.realdata
def test_every_snapshot_and_the_period_file_keep_every_row(capsys):
    folder = REALDATA / "epidemic"
    files = [*sorted((folder / "risk_snapshots").iterdir())]
    assert len(files) == 20
    for file in (*files, folder / "risk_area_periods_202204_202208.csv.gz"):
        assert main(["risk", "read-list", str(file), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["rows"] == told["kept"] > 0
    assert (told["rows"], told["lists"]) == (16_567, 535)
