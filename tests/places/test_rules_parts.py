"""The rest of an address, by element; the street's own register of estates and roads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.places.rules import NO_PARTS, Parts, Register, Spot, Verdict, split

REST = [
    ("", NO_PARTS),
    ("3组12号", Parts(group="3组", number="12号")),
    ("文三路398号", Parts(road="文三路", number="398号")),
    (
        "文三路398号金色家园3幢2单元1202室",
        Parts(road="文三路", number="398号", estate="金色家园", building="3幢", unit="2单元",
              room="1202室"),
    ),
    ("缤纷北苑47-6-746", Parts(estate="缤纷北苑", building="47", unit="6", room="746")),
    ("天景花园10-1140", Parts(estate="天景花园", building="10", room="1140")),
    ("森海豪庭9单元9栋1256", Parts(estate="森海豪庭", building="9栋", unit="9单元", room="1256")),
    ("秋溢路1465号西可科技园6号楼13楼",
     Parts(road="秋溢路", number="1465号", estate="西可科技园", building="6号楼", floor="13楼")),
    ("阳光小区旁边", Parts(estate="阳光小区")),
    ("村口小卖部对面", NO_PARTS),
    ("金色家园3幢5幢", Parts(estate="金色家园", building="3幢")),
    ("第五村民小组", Parts(group="第五村民小组")),
]  # fmt: skip


@pytest.mark.parametrize(("rest", "parts"), REST)
def test_the_rest_is_told_apart(rest, parts):
    assert split(rest) == parts


@given(st.text(alphabet="文路号幢单元室楼0123456789-组小区一二金", max_size=30))
def test_parts_are_taken_from_the_text(rest):
    parts = split(rest)
    for name in Parts.__slots__:
        assert getattr(parts, name) in rest


@pytest.fixture(scope="module")
def register(gazetteer):
    spots = [
        Spot("e1", "金太阳花苑", "estate", "430182109206", ("老粮站",)),
        Spot("e2", "玉兰苑", "estate", "430182109206"),
        Spot("r1", "温泉大道", "road"),
        Spot("b1", "综合楼", "building", "430182109206"),
        Spot("b2", "综合楼", "building", "430182109201"),
        Spot("x1", "外地仓库", "venue", "999999999999"),
        Spot("s", "井", "venue"),
    ]
    return Register(spots, gazetteer.sounds)


def test_an_estate_of_the_register_says_the_village(matcher, register):
    found = matcher.match("灰汤镇金太阳花苑3栋", register=register)
    assert (found.code, found.level, found.decision) == ("430182109206", 5, Verdict.ACCEPT)
    assert found.local.spots[0].code == "e1"
    assert found.local.sure
    assert "The street's register has 金太阳花苑 there." in map(str, found.candidates[0].reasons)


def test_the_register_knows_other_names_and_sounds(matcher, register):
    assert matcher.match("老粮站", register=register).code == "430182109206"
    other = matcher.match("宁乡灰汤镇金大阳家园3栋", register=register)
    assert other.local is None
    by_sound = matcher.match("宁乡灰汤镇金太羊花苑3栋", register=register)
    assert (by_sound.local.by_sound, by_sound.decision) == (True, Verdict.ACCEPT)
    short = matcher.match("灰汤镇玉栏苑", register=register)
    assert (short.code, short.decision) == ("430182109206", Verdict.REVIEW)
    assert short.certain == "430182109000"


def test_two_entries_of_one_name_are_not_told_apart(matcher, register):
    found = matcher.match("灰汤镇综合楼", register=register)
    assert (found.level, found.local.sure) == (4, False)


def test_the_register_never_contradicts_the_text(matcher, register):
    assert matcher.match("武汉市汉阳区金太阳花苑", register=register).code == "420105000000"
    assert matcher.match("某某金太阳花苑", register=register).decision is Verdict.NONE
    assert matcher.match("外地仓库", register=register).code == ""
    assert matcher.match("温泉大道8号", register=register).local.spots[0].code == "r1"
    assert matcher.match("没有", register=register).local is None


def test_many_texts_are_answered_in_order_and_once(matcher):
    texts = ["宁乡灰汤", "没有", "宁乡灰汤"]
    found = matcher.match_many(texts)
    assert [each.code for each in found] == ["430182109000", "", "430182109000"]
    assert found[0] is found[2]
    assert found[1].rest == "没有"
    assert matcher.match_many(iter(texts)) == found
