"""The fingerprint tells any two tables apart and does not mind the order of rows."""

import ibis
import pyarrow as pa
import pyarrow.parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.core.batch import fingerprint

PAIRS = ibis.schema({"a": "string", "b": "string"})
texts = st.none() | st.text(alphabet="ab,:-1é", max_size=4)
rows = st.lists(st.tuples(texts, texts), max_size=6)


def of(folder, pairs):
    path = folder / "rows.parquet"
    values = [{"a": a, "b": b} for a, b in pairs]
    pyarrow.parquet.write_table(pa.Table.from_pylist(values, PAIRS.to_pyarrow()), path)
    return fingerprint.of([path], PAIRS)


@settings(max_examples=8)  # each opens the engine four times
@given(one=rows, other=rows)
def test_equal_only_for_the_same_rows_in_any_order(tmp_path_factory, one, other):
    folder = tmp_path_factory.mktemp("rows")
    same = sorted(one, key=repr) == sorted(other, key=repr)
    assert (of(folder, one) == of(folder, other)) == same
    assert of(folder, one) == of(folder, one[::-1])


def test_rows_in_two_files_count_as_rows_in_one(tmp_path):
    both = of(tmp_path, [("x", None), ("y", "")])
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    first, second = of(tmp_path / "1", [("x", None)]), of(tmp_path / "2", [("y", "")])
    files = [tmp_path / "1" / "rows.parquet", tmp_path / "2" / "rows.parquet"]
    assert fingerprint.of(files, PAIRS) == both
    assert first != second
    assert fingerprint.of([], PAIRS).rows == 0
