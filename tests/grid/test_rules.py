import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core import paths
from gridward.ground.grid import rules
from gridward.ground.grid.formats import read_grid_list
from gridward.ground.grid.rules import GridRow

digits = st.integers(0, 10**17 - 1).map(lambda n: f"{n:017}")


@given(digits, st.sampled_from([9, 12, 15, 17]))
def test_code_and_path_are_inverse(code, length):
    code = code[:length]
    path = rules.path_of(code)
    assert rules.code_of(path) == code
    assert paths.depth(path) == [9, 12, 15, 17].index(length) + 1
    assert rules.level_of(code) is not None


@pytest.mark.parametrize("code", ["", "1", "43012410", "4301241051", "43012410x"])
def test_no_code(code):
    with pytest.raises(ValueError, match="no code"):
        rules.path_of(code)


def test_findings_name_row_and_reason():
    rows = [
        GridRow(2, "430124105", "灰汤镇"),
        GridRow(3, "430124105201", "灰汤村"),
        GridRow(4, "430124105202001", "1网格"),
        GridRow(5, "43012410520l", "错"),
        GridRow(6, "430124105203", " "),
    ]
    found = rules.findings(rows, [])
    assert [(f.row, f.column) for f in found] == [(4, "code"), (5, "code"), (6, "name")]
    assert "430124105202" in str(found[0].reason)
    assert rules.level_of("1") is None


def test_a_grid_list_in_gb18030():
    text = "网格编码,网格名称\r\n430124105,灰汤镇\r\n,\r\n"
    assert read_grid_list(text.encode("gb18030")) == [GridRow(2, "430124105", "灰汤镇")]
    assert read_grid_list(text.encode("utf-8-sig")) == [GridRow(2, "430124105", "灰汤镇")]
    with pytest.raises(ValueError, match="code"):
        read_grid_list(b"a,b\n1,2\n")
