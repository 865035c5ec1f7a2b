"""The short way of matching answers as the long way does, or not at all."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.ground.places.rules import NOWHERE, Matcher, Verdict, names, normalise
from gridward.ground.places.rules import openings as module
from tests.conftest import REALDATA

RESTS = (
    "", "3组12号", "文三路398号", "新桥村3组", "人民路12号金色家园3幢2单元1202室", "和平社区",
    "建设街道", "开发区纬二路", "中山北路", "灰汤镇", "城关", "某某村委会", "从长沙来", "北区12号",
    "东山镇", "西湖",
)  # fmt: skip


def both(matcher: Matcher, text: str, home: int):
    typed = normalise(text)
    return matcher.short_way(typed, home, None), matcher.long_way(typed, home, None)


@settings(max_examples=300)
@given(st.data())
def test_the_short_way_agrees_with_the_long_way(matcher, data):
    gazetteer = matcher.gazetteer
    node = data.draw(st.integers(0, gazetteer.beyond - 1))
    chain = [
        each for each in reversed(gazetteer.chain(node))
        if not names.is_placeholder(gazetteer.name[each])
    ]  # fmt: skip
    said = data.draw(st.lists(st.sampled_from(chain), unique=True)) if chain else []
    whole = data.draw(st.lists(st.booleans(), min_size=5, max_size=5))
    text = "".join(
        gazetteer.name[each] if full else names.core(gazetteer.name[each], gazetteer.level[each])
        for each, full in zip(sorted(said), whole, strict=False)
    )
    home = data.draw(st.sampled_from([NOWHERE, node, gazetteer.node("430182109")]))
    short, long = both(matcher, text + data.draw(st.sampled_from(RESTS)), home)
    if short is not None:
        assert (short.code, short.decision) == (long.code, long.decision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖南省长沙市宁乡市灰汤镇3组", "430182109000"),
        ("湖南省长沙市宁乡市温泉大道3号", "430182000000"),
        ("宁乡市金太阳花苑", "430182000000"),
        ("浙江省杭州市庆春苑", "330100000000"),
        ("湖南省长沙市宁乡市长沙市宁乡市温泉路", "430182000000"),
        ("文三路398号", ""),
    ],
)
def test_what_is_well_spelt_takes_the_short_way(matcher, text, code):
    short, _ = both(matcher, text, NOWHERE)
    assert short is not None
    assert short.code == code


@pytest.mark.parametrize(
    "text",
    [
        "宁乡市回汤镇",  # a town by its sound
        "杭州市余杭区文一路南京市鼓楼区",  # two places
        "宁乡市往灰汤方向",
        "朝阳区长春",  # what lies above comes after
        "长沙市北区",
        "绍兴木雕柯桥木雕",  # short names, and another one later
        "北京雁栖经济开发区路12号",  # a name without an ending, before 路
        "某某镇",
    ],
)
def test_what_is_not_takes_the_long_way(matcher, text):
    assert both(matcher, text, NOWHERE)[0] is None


def test_a_doubtful_beginning_is_asked_about_either_way(matcher):
    short, long = both(matcher, "浙江省杭州市江干区钱江路1号", NOWHERE)
    assert short == long
    assert short.decision is Verdict.REVIEW


def test_a_village_that_bears_the_name_of_its_town_may_be_meant_at_home(matcher):
    home = matcher.gazetteer.node("621022")  # 木钵镇居委会 lies in 木钵镇
    short, long = both(matcher, "木钵镇3组", home)
    assert short is None
    assert long.code.startswith("621022")
    assert both(matcher, "木钵镇湖滨路", home)[0] is not None


def test_names_of_the_own_county_take_the_short_way_at_home_only(matcher):
    home = matcher.gazetteer.node("430182109")
    assert both(matcher, "宁乡市湖滨路", home)[0] is not None
    assert both(matcher, "长沙县湖滨路", home)[0] is None


def test_a_county_written_whole_is_not_taken_for_one_of_the_same_sound(matcher):
    short, long = both(matcher, "方山县城关", NOWHERE)
    assert short is not None
    assert short.code == long.code == "141128000000"


def test_beginnings_used_least_are_forgotten(gazetteer, monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 1)
    small = Matcher(gazetteer)
    for text in ("宁乡市湖滨路", "长沙县湖滨路", "宁乡市湖滨路"):
        assert small.match(text).level == 3


@pytest.mark.realdata
@pytest.mark.slow
def test_real_addresses_get_one_answer(matcher):
    with gzip.open(
        REALDATA / "address/labelled_addresses.jsonl.gz", "rt", encoding="utf-8"
    ) as file:
        texts = [json.loads(line)["text"] for line in file][::10]
    short, differ = 0, 0
    for text in texts:
        quick, full = both(matcher, text, NOWHERE)
        short += quick is not None
        differ += quick is not None and (quick.code, quick.decision) != (full.code, full.decision)
    assert short / len(texts) > 0.7
    assert differ / short < 0.005
