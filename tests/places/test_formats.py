"""Lists of typed places: any encoding in, the columns of a match out; the command line."""

import csv
import io

import pytest

from gridward.ground.places import formats
from gridward.web.commands import main


def run(tmp_path, content, *more):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content)
    code = main(["places", "match", "--in", str(source), "--out", str(out), *more])
    rows = []
    if out.exists():
        rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    return code, rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_lists_in_any_encoding_are_matched(tmp_path, encoding, delimiter):
    lines = [
        ["编号", "住址"],
        ["1", "宁乡回汤镇温泉大道8号金太阳花苑3栋2单元501室"],
        ["2", "没有"],
        ["3"],
    ]
    content = "\n".join(delimiter.join(line) for line in lines).encode(encoding)
    code, rows = run(tmp_path, content, "--text", "住址", "--language", "en")
    assert code == 0
    first, second, third = rows
    assert (first["编号"], first["code"], first["level"]) == ("1", "430182109000", "4")
    assert (first["name"], first["decision"]) == ("灰汤镇", "accept")
    assert "“回汤镇” sounds like 灰汤镇." in first["candidates"]
    assert [first[k] for k in ("road", "number", "estate", "building", "unit", "room")] == [
        "温泉大道", "8号", "金太阳花苑", "3栋", "2单元", "501室",
    ]  # fmt: skip
    assert (second["decision"], second["code"], second["level"]) == ("none", "", "")
    assert third["decision"] == "none"


def test_near_and_at_are_used_and_taken_names_give_way(tmp_path):
    content = "name,text\n甲,双江村3组\n".encode()
    code, (row,) = run(
        tmp_path, content, "--text", "text", "--near", "430182109", "--at", "2020-02-01"
    )
    assert code == 0
    assert row["name"] == "甲"
    assert row["place_name"]
    assert row["group"] == "3组"


def test_reasons_are_told_in_chinese_unless_wished_otherwise(tmp_path):
    content = "text\n宁乡灰汤\n".encode()
    _, (row,) = run(tmp_path, content, "--text", "text")
    assert "灰汤镇 430182109000" in row["candidates"]


@pytest.mark.parametrize(
    ("content", "more", "word"),
    [
        (b"a,b\n1,2\n", ["--text", "c"], "has no column c, but: a, b"),
        (b"", ["--text", "c"], "is empty"),
        (b"a\n1\n", ["--text", "a", "--near", "99"], "no division with the code 99"),
        (
            b"a\n" + b"1" * 99 + b"\n" + (b"1" * 99 + b"\n") * 11_000 + b"\xff\xff\xff\n",
            ["--text", "a"],
            "cannot be read as",
        ),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path, capsys, content, more, word):
    code, _ = run(tmp_path, content, *more)
    assert code == 2
    assert word in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["places", "match", "--in", str(tmp_path / "no.csv"), "--text", "a"]) == 2
    assert "no.csv" in capsys.readouterr().err


def test_without_an_output_file_the_terminal_gets_it(tmp_path, capsys):
    source = tmp_path / "in.csv"
    source.write_text("text\n宁乡灰汤\n", encoding="utf-8")
    assert main(["places", "match", "--in", str(source), "--text", "text"]) == 0
    said = capsys.readouterr()
    assert "430182109000" in said.out
    assert "1 rows" in said.err


def test_other_words_go_to_django(capsys):
    assert main(["help"]) == 0
    assert "migrate" in capsys.readouterr().out


def test_a_character_cut_in_the_middle_is_still_utf8():
    sample = "地址".encode()[:-1]
    assert formats.encoding_of(sample, whole=False) == "utf-8-sig"
    assert formats.encoding_of(sample, whole=True) == "gb18030"
