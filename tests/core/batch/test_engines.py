"""Every engine comes to the same rows, in the columns that were promised."""

import ibis
import pyarrow.parquet
import pytest

from gridward.core.batch import engines, fingerprint
from gridward.core.batch.job import WrongColumns
from tests.core.batch.rows import SUMMED, SUMS, VISITS, visits


def answered(url, tmp_path, schema=SUMS):
    """The files that an engine writes for the job `SUMMED`."""
    engine = engines.connect(url, scratch=tmp_path / "scratch")
    try:
        table = engine.table("visits", [visits(tmp_path / "visits.parquet")], VISITS)
        folder = tmp_path / "out"
        engine.write(SUMMED.told({"visits": table}, {}), schema, folder)
    finally:
        engine.close()
    return sorted(folder.glob("*.parquet"))


@pytest.fixture
def expected(tmp_path):
    (tmp_path / "expected").mkdir()
    return fingerprint.of(answered("duckdb://", tmp_path / "expected"), SUMS)


@pytest.mark.django_db
def test_postgresql_comes_to_the_same_rows(tmp_path, expected, database_url):
    assert expected.rows == 390
    assert fingerprint.of(answered(database_url, tmp_path), SUMS) == expected


def test_what_is_written_has_the_promised_types(tmp_path):
    (written,) = answered("duckdb://?memory_limit=1GB&threads=1", tmp_path)
    arrow = pyarrow.parquet.read_schema(written)
    assert {field.name: str(field.type) for field in arrow} == {
        "path": "string", "born": "date32[day]", "rank": "int64", "flag": "bool",
        "at": "timestamp[us, tz=UTC]", "times": "int64", "heat": "double",
    }  # fmt: skip


def test_a_table_without_a_promised_column_is_refused(tmp_path):
    engine = engines.connect("duckdb://", scratch=tmp_path)
    more = ibis.schema({**VISITS, "name": "string"})
    with pytest.raises(WrongColumns, match="name"):
        engine.table("visits", [visits(tmp_path / "visits.parquet")], more)
    with pytest.raises(WrongColumns, match="no files"):
        engine.table("visits", [], VISITS)
    engine.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("oracle://", "oracle” is no engine"),
        ("", "there are: duckdb"),
        ("duckdb://?memory=2GB", "memory is no option"),
    ],
)
def test_an_engine_that_is_not_there_is_refused_in_words(tmp_path, url, says):
    with pytest.raises(engines.NoSuchEngine, match=says):
        engines.connect(url, scratch=tmp_path)
