"""A place is found while somebody types, however they type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.places import queries
from gridward.ground.places.rules import pack
from gridward.ground.places.rules.picking import Named
from gridward.ground.places.rules.spelling import Spelling

NEAR = "430182109/206/"


def first(typed: str, near: str = NEAR) -> str:
    found = queries.picker().search(typed, near=near)
    return found[0].code if found else ""


@pytest.mark.parametrize(
    "typed",
    ["灰汤", "灰汤镇", "回汤", "huitang", "huitangzhen", "hui tang", "HuiTang", "huit", "ht", "htz",
     "灰t", "湖南 灰汤", "hn ht", "changsha huitang"],
)  # fmt: skip
def test_all_ways_to_write_the_own_town(typed):
    assert first(typed) == "430182109000"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hgs", "430182109229"), ("huaguosan", "430182109229"), ("花果", "430182109229"),
        ("lingxiang", "430182000000"), ("beijing", "110000000000"), ("lvshun", "210212000000"),
        ("lushun", "210212000000"), ("yueqing", "330382000000"), ("乐清", "330382000000"),
        ("changsa", "430182102"),
    ],
)  # fmt: skip
def test_sounds_are_mixed_up_as_people_mix_them(typed, code):
    assert first(typed).startswith(code)


def test_the_own_area_comes_before_the_country():
    assert first("城关") != first("城关", near="620100")
    assert first("城关", near="620100").startswith("6201")


def test_only_below_a_chosen_place():
    codes = [each.code for each in queries.picker().search("s", under="430182109000")]
    assert codes
    assert all(code.startswith("430182109") for code in codes)
    assert "430182109000" not in codes


@pytest.mark.parametrize("typed", ["", " ", "zzzzzz", "！", "9", "'"])
def test_nothing_is_found_for_nothing(typed):
    assert queries.picker().search(typed, near=NEAR) == []


def test_lines_of_the_own_register_are_found_by_name_and_alias():
    own = queries.picker().names(
        [Named("430182109206", 6, "东方家园"), Named("430182109206", 6, "温泉路")],
        [(0, "纸厂宿舍")],
    )
    for typed in ("dfjy", "东方", "zhichang", "纸厂", "只厂"):
        found = queries.picker().search(typed, near=NEAR, own=own)
        assert (found[0].name, found[0].level) == ("东方家园", 6)


def test_the_kept_file_holds_what_the_own_county_needs():
    entry = queries.Entry(1, "430182109/", "estate", "东方家园", ("纸厂宿舍",), "430182109206", "")
    file = queries.kept_offline("430182", [entry])
    assert [
        "430182109206", 6, "东方家园", "dong fang jia yuan", "纸厂宿舍", "zhi chang su she",
    ] in file["names"]  # fmt: skip
    levels = [row[1] for row in file["names"]]
    assert (levels.count(1), levels.count(5) > 250) == (34, True)


def test_the_way_down_to_a_place():
    assert [each.name for each in queries.way_to("430182109206")] == [
        "湖南省", "长沙市", "宁乡市", "灰汤镇", "灰汤村委会",
    ]  # fmt: skip
    assert [each.name for each in queries.way_to("110101")] == ["北京市", "东城区"]
    assert queries.way_to("99") == []


def test_rows_that_are_no_place_are_passed_through():
    assert "东城区" in [each.name for each in queries.below("110000000000")]
    assert "东城街道" in [each.name for each in queries.below("441900000000")]
    assert queries.below("99") == []


def test_characters_without_a_sound_are_passed_over():
    spelling = Spelling(pack.read_sounds())
    assert spelling.of("灰") == "hui"
    assert spelling.of("?") == ""
    assert spelling.pinyin("灰汤2组!") == "hui tang 2 zu"
    assert spelling.pattern("！") is None
    assert spelling.readings("乐清市")[-1] == "yue qing shi"
    assert spelling.written("zzz") == ""


@given(st.text(max_size=30))
def test_any_text_may_be_typed(typed):
    found = queries.picker().search(typed, near=NEAR)
    assert len(found) <= 10
    assert len({(each.code, each.name) for each in found}) == len(found)
