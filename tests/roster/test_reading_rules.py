from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.decision import Reason
from gridward.ground.roster.rules import columns, reading
from gridward.ground.roster.rules.doors import Door, Village, bare, find_village, number, parse
from gridward.ground.roster.rules.targets import COLUMNS, NEEDS
from gridward.ground.roster.rules.tree import Tree

TODAY = date(2020, 2, 20)
V1, V2, V3 = (
    Village("430124105/201/", "龙泉村"),
    Village("430124105/202/", "新龙泉村"),
    Village("430124105/203/", "枫木桥社区"),
)
LEAVES = {
    "430124105/201/001/": "1网格",
    "430124105/201/002/": "2网格",
    "430124105/203/001/": "桥头网格",
}
TREE = Tree([V1, V2, V3], LEAVES, {(V1.path, "3组", ""): "430124105/201/002/"})


@pytest.mark.parametrize(
    ("text", "door"),
    [
        ("龙泉村3组12号", Door("龙泉村", "3组", "", "", "12")),
        ("灰汤镇龙泉村第三村民小组十二号", Door("灰汤镇龙泉村", "3组", "", "", "12")),
        ("阳光花园3栋2单元302", Door("阳光花园", "", "3", "2", "302")),
        ("枫木桥社区阳光花园3栋2单元302室", Door("枫木桥社区", "阳光花园", "3", "2", "302")),
        ("紫龙湾5-2-1203", Door("紫龙湾", "", "5", "2", "1203")),
        ("302室", Door(room="302")), ("3号楼502", Door("", "", "3", "", "502")),
        ("龙泉村二十一组一百零三号", Door("龙泉村", "21组", "", "", "103")),
        ("龙泉村", Door("龙泉村")), ("", Door()), ("新村3组5号", Door("新村", "3组", "", "", "5")),
    ],
)  # fmt: skip
def test_doors(text, door):
    assert parse(text) == door


@given(st.text(max_size=40))
def test_any_text_has_a_door(text):
    assert isinstance(parse(text), Door)


@given(st.integers(1, 99), st.integers(1, 999))
def test_a_written_door_is_read_again(group, house):
    assert parse(f"龙泉村{group}组{house}号") == Door("龙泉村", f"{group}组", "", "", str(house))


def test_numbers():
    assert [number(n) for n in ("012", "十二", "二〇三", "一百二十", "b1", "000")] == [
        "12",
        "12",
        "203",
        "120",
        "B1",
        "0",
    ]


@pytest.mark.parametrize(
    ("text", "names", "is_certain"),
    [
        ("龙泉村3组", ["龙泉村"], True), ("新龙泉村", ["新龙泉村"], True), ("枫木桥3组",
            ["枫木桥社区"], True),
        ("灰汤镇龙全村", ["龙泉村"], False), ("长沙", [], False),
    ],
)  # fmt: skip
def test_villages_by_name_short_name_and_sound(text, names, is_certain):
    found, certain = find_village(text, [V1, V2, V3])
    assert ([v.name for v in found], certain) == (names, is_certain)


def test_the_bare_name():
    assert (bare("龙泉村委会"), bare("村")) == ("龙泉", "村")


@pytest.mark.parametrize(
    ("village", "grid", "address", "leaf"),
    [
        ("", "430124105201001", "", "430124105/201/001/"), ("龙泉村", "2网格", "",
            "430124105/201/002/"),
        ("龙泉村", "第一网格", "", "430124105/201/001/"), ("", "龙泉村2网格", "",
            "430124105/201/002/"),
        ("枫木桥", "", "", "430124105/203/001/"), ("", "", "龙泉村3组1号", "430124105/201/002/"),
        ("枫木桥", "1", "", "430124105/203/001/"),
    ],
)  # fmt: skip
def test_the_grid_of_a_row(village, grid, address, leaf):
    assert TREE.leaf(village, grid, parse(address), address) == leaf


@pytest.mark.parametrize(
    ("village", "grid", "says"),
    [
        ("", "430124105299001", "no grid 430124105299001"), ("龙泉村", "9网格",
            "has no grid called"),
        ("龙泉村", "北网格", "has no grid called"), ("龙泉村", "", "does not say"),
        ("龙全村", "", "may be"), ("别村", "", "No village of ours"),
    ],
)  # fmt: skip
def test_why_a_grid_is_not_known(village, grid, says):
    found = TREE.leaf(village, grid, Door())
    assert isinstance(found, Reason)
    assert says in str(found)


def test_a_list_of_one_village_need_not_name_it():
    alone = Tree([V1], {"430124105/201/001/": "1网格"})
    assert alone.leaf("", "", Door()) == "430124105/201/001/"


def read(target, **cells):
    at = reading.spot(cells, TREE)
    return reading.READERS[target](cells, at, TODAY, None)


def test_a_household_out_of_columns():
    got = read(
        "household",
        village="枫木桥",
        building="3栋",
        unit="2单元",
        room="302室",
        size="3",
        tenure="出租",
    )
    assert got.findings == []
    assert got.row.address == "枫木桥社区3栋2单元302室"
    assert (got.row.tenure, got.row.size) == ("tenant", 3)
    again = read("household", village="枫木桥", building="3栋", unit="2单元", room="302室")
    assert again.row.code == got.row.code


def test_a_rural_household_out_of_columns():
    got = read("household", village="龙泉村", group="3组", room="12号", head_name="王")
    assert (got.row.address, got.row.estate, got.row.room) == ("龙泉村3组12号", "3组", "12")


def test_an_estate_in_front_of_a_building():
    got = read("household", village="枫木桥", address="阳光花园3栋2单元302")
    assert got.row.estate == "阳光花园"


def test_the_grid_code_alone_says_the_village():
    got = read("person", grid="430124105201001", name="王", address="3组12号")
    at = reading.spot({"grid": "430124105201001", "address": "3组12号"}, TREE)
    assert got.row.path == "430124105/201/001/"
    assert at.key == ("430124105/201/", "3组", "", "", "12")


@pytest.mark.parametrize(
    ("target", "cells", "column"),
    [
        ("household", {"address": "龙泉村9组1号"}, "grid"), ("household",
            {"grid": "430124105201001"}, "address"),
        ("household", {"address": "枫木桥1号", "size": "三"}, "size"), ("household",
            {"address": "枫木桥1号", "tenure": "?"}, "tenure"),
        ("household", {"address": "枫木桥1号", "phone": "12"}, "phone"), ("person",
            {"address": "龙泉村"}, "name"),
        ("person", {"name": "王", "address": "外地"}, "address"), ("person", {"name": "王",
            "household_code": "H0"}, "household_code"),
        ("person", {"name": "王", "village": "龙泉村", "birth_date": "2099-1-1"}, "birth_date"),
        ("person", {"name": "王", "village": "龙泉村", "document_no": "110105194912310021"},
            "document_no"),
        ("person", {"name": "王", "village": "龙泉村", "document_type": "借书证",
            "document_no": "1"}, "document_type"),
        ("enterprise", {"name": "店", "village": "龙泉村"}, "uscc"), ("enterprise",
            {"uscc": "LS1", "village": "龙泉村"}, "name"),
        ("place", {"village": "龙泉村"}, "name"), ("vehicle", {"village": "龙泉村"}, "plate"),
        ("pushed", {"name": "王", "since": "春节前"}, "since"),
        ("pushed", {"name": "王", "since": "2020-02-05", "until": "2020-02-01"}, "until"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_its_column(target, cells, column):
    assert column in [finding.column for finding in read(target, **cells).findings]


def test_good_rows_of_every_kind():
    assert (
        read(
            "person", name="王", village="龙泉村", document_type="护照", document_no="E12345678"
        ).row.document_type
        == "passport"
    )
    assert read("person", name="王", village="龙泉村").row.document_type == "none"
    assert read("enterprise", name="店", uscc="LS1", village="龙泉村", workers="3").row.workers == 3
    assert read("place", name="小学", village="龙泉村", lat="28.1", lon="112.3").row.lat == 28.1
    assert not read("vehicle", plate="临1", village="龙泉村").row.is_known_series
    home = reading.READERS["vehicle"](
        {"plate": "湘A12345"}, reading.spot({}, TREE), TODAY, (7, "430124105/201/001/")
    )
    assert (home.row.household_id, home.row.path) == (7, "430124105/201/001/")


def test_findings_as_json():
    finding = read("vehicle", village="龙泉村").findings[0].as_json()
    assert finding["column"] == "plate"


def test_columns_are_guessed_by_heading_and_contents():
    heads = ["编号", "成员姓名", "身份证号码（必填）", "x", "现居住地址", "备注"]
    rows = [["1", "王建国", "11010519491231002X", "13812341234", "龙泉村3组12号", ""]] * 5
    assert columns.guess(heads, rows, COLUMNS["person"]) == [
        "",
        "name",
        "document_no",
        "phone",
        "address",
        "",
    ]


def test_the_heading_row_is_found_below_a_title():
    rows = [
        ["灰汤镇花名册", "", ""],
        ["", "2020年2月", ""],
        ["姓名", "电话", "住址"],
        ["王", "1", "x"],
        ["重", "重", ""],
    ]
    assert columns.header_row(rows, COLUMNS["person"]) == 2


def test_layouts_are_the_same_whatever_the_numbering():
    assert columns.layout_digest("person", ["1、姓名", "2. 电话"]) == columns.layout_digest(
        "person", ["姓名*", "电话："]
    )
    assert columns.layout_digest("person", ["姓名"]) != columns.layout_digest("household", ["姓名"])
    assert columns.plain("（）") == "()"


def test_what_a_mapping_lacks():
    lacking = columns.missing(["phone"], COLUMNS["person"], NEEDS["person"])
    assert [str(reason.values[0][1]) for reason in lacking] == ["Name", "Address"]


def said(target: str, **cells: str) -> list[tuple[str, str]]:
    """Column and sentence of what is wrong with a row."""
    at = reading.spot(cells, TREE)
    found = reading.READERS[target](cells, at, TODAY, None)
    return [(each.column, str(each.reason)) for each in found.findings]


@pytest.mark.parametrize(
    ("target", "cells", "column", "words"),
    [
        ("person", {"name": "张三", "birth_date": "2099-01-01"}, "birth_date", "future"),
        ("person", {"name": "张三", "birth_date": "1952-13-08"}, "birth_date", "no date"),
        ("person", {"name": "张三", "phone": "1.39E+10"}, "phone", "Excel has shortened"),
        ("person", {"name": "张三", "document_no": "4.3E+17"}, "document_no", "Excel"),
        ("person", {"name": "张三", "sex": "妖"}, "sex", "choices: 男、女"),
        ("person", {"name": "张三", "village": "没有村"}, "village", "no village called 没有村"),
        ("household", {"village": "龙泉村", "grid": "9网格", "address": "1号"}, "grid", "9网格"),
        ("household", {"address": ""}, "address", "No village"),
        ("place", {"name": "超市", "lat": "999"}, "lat", "90 at the most"),
        ("place", {"name": "超市", "lon": "x"}, "lon", "180 at the most"),
    ],
)  # fmt: skip
def test_each_fault_is_said_once_at_its_column(target, cells, column, words):
    given = {"village": "龙泉村", "grid": "1网格", **cells} if target != "household" else cells
    [(where, sentence)] = [each for each in said(target, **given) if each[0] == column]
    assert where == column
    assert words in sentence


def test_a_place_on_the_map_is_kept():
    at = reading.spot({"village": "龙泉村"}, TREE)
    row = reading.place({"name": "超市", "lat": "27.9", "lon": "112.4"}, at, TODAY, None).row
    assert (row.lat, row.lon) == (27.9, 112.4)
