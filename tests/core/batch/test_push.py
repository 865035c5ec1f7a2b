"""Sums leave a township freely; rows about persons only on a dated order."""

from dataclasses import replace
from datetime import date, timedelta

import ibis
import pyarrow as pa
import pyarrow.parquet
import pytest

from gridward.core.batch import files
from gridward.core.batch.fingerprint import Fingerprint
from gridward.core.batch.push import LegalBasis, NoBasis, may_leave, parcel
from gridward.core.batch.run import Result

ON = date(2022, 7, 20)
ORDER = LegalBasis("省指挥部令第3号", date(2022, 7, 1), date(2022, 7, 31), "省疾控中心")
DAY = timedelta(days=1)


def result(folder, columns, *, personal):
    """A finished run with one row in these columns."""
    schema = ibis.schema(columns)
    step = folder / "run" / "steps" / "0001"
    step.mkdir(parents=True)
    empty = pa.Table.from_pylist([dict.fromkeys(columns)], schema.to_pyarrow())
    pyarrow.parquet.write_table(empty, step / "part-0.parquet")
    header = {
        "job": "judge", "as_of": ON.isoformat(), "rows": 1, "hash": Fingerprint(1, "0" * 32).hash,
        "columns": columns, "personal": personal, "told": {},
    }  # fmt: skip
    return Result(folder / "run", header)


@pytest.fixture
def records(tmp_path):
    return result(tmp_path, {"person": "int64", "measure": "string"}, personal=True)


def test_sums_leave_without_an_order(tmp_path):
    sums = result(tmp_path, {"place": "string", "doors": "int64"}, personal=False)
    made = parcel(sums, tmp_path / "parcel", None, ON)
    told = files.read(made / "parcel.json")
    assert told["rows"] == 1
    assert "basis" not in told
    assert told["files"][0]["sha256"] == files.digest_of(made / "part-0.parquet")


@pytest.mark.parametrize(
    "basis",
    [
        None,
        replace(ORDER, order=" "),
        replace(ORDER, recipient=""),
        replace(ORDER, since=ON + DAY),
        replace(ORDER, until=ON - DAY),
    ],
)
def test_rows_about_persons_stay_without_a_whole_order_of_these_days(tmp_path, records, basis):
    with pytest.raises(NoBasis):
        parcel(records, tmp_path / "parcel", basis, ON)
    assert not (tmp_path / "parcel").exists()


@pytest.mark.parametrize("day", [ORDER.since, ORDER.until])
def test_an_order_opens_the_door_on_its_days_and_goes_along(tmp_path, records, day):
    made = parcel(records, tmp_path / "parcel", ORDER, day)
    assert files.read(made / "parcel.json")["basis"]["order"] == ORDER.order
    with pytest.raises(FileExistsError):
        parcel(records, tmp_path / "parcel", ORDER, day)


def test_a_table_of_persons_is_one_whatever_its_job_says(tmp_path):
    posing = result(tmp_path, {"person": "int64", "doors": "int64"}, personal=False)
    assert not may_leave(posing, None, ON).allowed
    unsaid = result(tmp_path / "2", {"place": "string"}, personal=True)
    assert not may_leave(unsaid, None, ON).allowed
