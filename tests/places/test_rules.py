"""What a text means: ordinary and same-sound spellings, old names, and what must be asked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.places.rules import NOTHING, Verdict, normalise
from gridward.ground.places.rules.review import (
    TRANSITIONS,
    levels_of,
    may_become,
    shared_path,
)
from gridward.ground.places.rules.sound import fold

HUITANG = "430182109000"  # 灰汤镇 in the 2023 edition; 430124109 before 宁乡 became a city

SURE = [
    ("湖南省长沙市宁乡市灰汤镇", HUITANG),
    ("宁乡灰汤", HUITANG),
    ("宁乡县灰汤镇3组", HUITANG),
    ("湖南 宁乡 灰汤镇，长沙方向", HUITANG),
    ("ＮＯ：湖南宁乡灰汤镇", HUITANG),
    ("灰汤镇宁乡市", HUITANG),  # reversed
    ("宁乡回汤镇", HUITANG),  # same sound
    ("湖南宁乡会汤镇", HUITANG),
    ("长沙县", "430121000000"),
    ("吉林市", "220200000000"),
    ("吉林朝阳区", "220104000000"),
    ("浙江乐青市", "330382000000"),  # 乐 reads yue in 乐清
    ("东莞虎门", "441900121000"),
    ("海淀中关村", "110108011000"),
    ("香港九龙城区", "810203000000"),
    ("阿拉善左旗", "152921000000"),
    ("从武汉市回来", "420100000000"),
    ("浙江省绍兴市柯桥区科研街道", "330603002000"),
]
FORMER = [
    ("上海南汇区", "310115000000"),
    ("襄樊市樊城区", "420606000000"),
    ("苍南县龙港镇", "330383000000"),  # a town that became a city
    ("杭州市余杭区塘栖镇", "330113100000"),  # a town that changed its district
]
DOUBTFUL = [
    "朝阳区",  # 北京, 长春
    "兰州城关",  # a district or one of two towns
    "杭州市江干区永敦北路0号",  # split between two districts
    "北京市长沙市岳麓区海淀区",
    "南部商务区2009",  # 南部县 is not meant
    "新城区",
    "乐青市",  # same sound, and nothing that supports it
]


@pytest.mark.parametrize(("text", "code"), SURE + FORMER)
def test_finds_county_and_town(matcher, text, code):
    found = matcher.match(text)
    assert (found.code, found.decision) == (code, Verdict.ACCEPT)
    assert found.candidates[0].reasons
    assert found.certain == code


@pytest.mark.parametrize("text", DOUBTFUL)
def test_never_accepts_what_has_rivals(matcher, text):
    assert matcher.match(text).decision is not Verdict.ACCEPT


@pytest.mark.parametrize("text", ["", "   ", "，。", "？？", "没有", "abc", "13812341234"])
def test_finds_nothing_in_noise(matcher, text):
    assert matcher.match(text) == replace(NOTHING, rest=normalise(text))


def test_says_what_all_candidates_share(matcher):
    found = matcher.match("兰州城关")
    assert found.certain == "620100000000"
    assert len(found.candidates) == 3
    assert found.confidence < 0.6


def test_keeps_what_stands_beyond_the_place(matcher):
    assert matcher.match("宁乡市灰汤镇3组12号").rest == "3组12号"


def test_prefers_the_own_area(matcher):
    assert matcher.match("回汤镇").decision is Verdict.NONE
    assert matcher.match("回汤镇", near="430124109/").code == HUITANG
    near_changchun = matcher.match("朝阳区", near="220104001/")
    assert (near_changchun.code, near_changchun.decision) == ("220104000000", Verdict.ACCEPT)


def test_the_own_area_does_not_hide_another_place(matcher):
    found = matcher.match("湖北省武汉市汉阳区", near="430124109/")
    assert (found.code, found.decision) == ("420105000000", Verdict.ACCEPT)


def test_a_learned_name_wins(matcher):
    found = matcher.match("老粮站", aliases={"老粮站": HUITANG})
    assert (found.code, found.confidence, found.decision) == (HUITANG, 1.0, Verdict.ACCEPT)
    assert matcher.match("老粮站", aliases={"老粮站": "999999"}) == NOTHING


def test_reasons_name_the_likeness(matcher):
    reasons = [str(r) for r in matcher.match("宁乡回汤镇").candidates[0].reasons]
    assert "“回汤镇” sounds like 灰汤镇." in reasons
    (old,) = [r for r in matcher.match("上海南汇区").candidates[0].reasons if "became" in str(r)]
    assert "浦东新区" in str(old)
    own = matcher.match("灰汤", near=HUITANG).candidates[0].reasons
    assert "It lies in the own area." in map(str, own)


def test_a_name_that_had_ended_weighs_less(matcher):
    then = matcher.match("襄樊市", at=date(2005, 1, 1))
    now = matcher.match("襄樊市", at=date(2020, 2, 1))
    assert then.code == now.code == "420600000000"
    assert then.candidates[0].score > now.candidates[0].score


def test_finds_villages_of_the_town(matcher):
    found = matcher.match("隆回县滩头镇花园村3组")
    assert (found.code, found.level, found.rest) == ("430524109307", 5, "3组")


def test_asks_when_only_the_county_of_a_village_is_known(matcher):
    found = matcher.match("隆回县花园村")
    assert found.decision is Verdict.REVIEW
    assert found.certain == "430524000000"
    assert found.candidates[0].code == "430524109307"


def test_finds_villages_of_the_own_town_without_their_town(matcher):
    found = matcher.match("花园村3组", near="430524109")
    assert (found.code, found.decision, found.rest) == ("430524109307", Verdict.ACCEPT, "3组")
    by_sound = matcher.match("和平芬村", near="430524109")
    assert by_sound.decision is not Verdict.ACCEPT
    neighbour = matcher.match("花园村3组", near="430524101")
    assert (neighbour.decision, neighbour.certain) == (Verdict.REVIEW, "430524101000")


def test_same_sounding_villages_of_one_town_are_asked_back(matcher):
    # 孝庄子 and 小庄子 lie in one town of 天津宝坻.
    town = matcher.gazetteer.full_name(matcher.gazetteer.node("120115006"))
    assert matcher.match(f"{town}小庄子村").code == "120115006217"
    assert matcher.match(f"{town}孝庄子村").code == "120115006206"
    doubtful = matcher.match(f"{town}晓庄子村")
    assert doubtful.decision is Verdict.REVIEW
    assert {c.code for c in doubtful.candidates} == {"120115006217", "120115006206"}
    assert doubtful.certain == "120115006000"


def test_roads_estates_and_firms_are_not_places(matcher):
    for text in ("长沙路12号", "宁乡大酒店", "南京东路3弄", "中山路街道办对面"):
        assert matcher.match(text).decision is not Verdict.ACCEPT, text


def test_many_threads_give_one_answer(gazetteer, matcher):
    texts = [text for text, _code in SURE] * 5
    alone = [matcher.match(text).code for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: matcher.match(text).code, texts)) == alone


@given(st.text(max_size=300), st.sampled_from([None, "430124109/008/", "43", "x", HUITANG]))
def test_any_text_gets_an_answer(matcher, text, near):
    found = matcher.match(text, near=near)
    assert 0.0 <= found.confidence <= 1.0
    assert (found.decision is Verdict.NONE) == (found.code == "")
    if found.decision is Verdict.ACCEPT:
        assert found.confidence >= 0.6
        assert found.candidates[0].code == found.code


@given(st.data())
def test_every_full_name_is_found(matcher, data):
    """Levels 1 to 4: what is written in full is that division, or asked, never another one."""
    gazetteer = matcher.gazetteer
    node = data.draw(st.integers(0, len(gazetteer.code) - 1))
    found = matcher.match(gazetteer.full_name(node))
    if found.decision is Verdict.ACCEPT:
        twins = gazetteer.full_name(gazetteer.node(found.code))
        assert (
            found.code == gazetteer.code[node]
            or twins == gazetteer.full_name(node)
            or (gazetteer.code[node].startswith(found.code.rstrip("0")))
        )


@given(st.text(max_size=250))
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)
    assert normalise(once) == once
    assert len(once) <= 200


def test_normalise_drops_what_people_put_between():
    assert normalise(" 湖南-宁乡／灰汤镇（3组） １２-3号") == "湖南宁乡灰汤镇3组12-3号"


@pytest.mark.parametrize(
    ("one", "other"), [("zhang", "zan"), ("niu", "liu"), ("ming", "min"), ("shi", "si")]
)
def test_sounds_that_are_mixed_up_fold_together(one, other):
    assert fold(one) == fold(other)


def test_sounds_that_differ_stay_apart():
    assert len({fold(s) for s in ("hui", "huo", "tang", "dong", "lan", "long")}) == 6


def test_every_state_of_a_review_can_be_left_and_reached():
    assert set(TRANSITIONS) == {after for leads in TRANSITIONS.values() for after in leads}


@pytest.mark.parametrize("state", TRANSITIONS)
@pytest.mark.parametrize("wanted", TRANSITIONS)
def test_transitions_say_why_not(state, wanted):
    decision = may_become(state, wanted)
    assert decision.allowed == (wanted in TRANSITIONS[state])
    assert decision.allowed or decision.because


def test_paths_shared_by_two():
    assert shared_path("430124109/008/003/", "430124109/008/004/") == "430124109/008/"
    assert shared_path("430124109/", "430182109/") == ""
    assert levels_of("430124109/008/") == ["430124109/", "430124109/008/", ""]
    assert levels_of("430182") == ["430182", ""]


def test_an_uncertain_town_leaves_the_county_standing(matcher):
    found = matcher.match("石阡县大沙坝街上")
    assert (found.code, found.decision) == ("520623000000", Verdict.ACCEPT)


def test_a_village_hardly_named_is_shown_and_not_taken(matcher):
    town = matcher.gazetteer.full_name(matcher.gazetteer.node("430524109"))
    found = matcher.match(f"{town}某某花园村3组")
    assert (found.level, found.decision) == (4, Verdict.ACCEPT)
    assert "430524109307" in {c.code for c in found.candidates}


def test_codes_of_villages_are_learned_too(matcher):
    found = matcher.match("老学校", aliases={"老学校": "430524109307"})
    assert (found.level, found.name) == (5, "花园村")
    assert matcher.match("老学校", aliases={"老学校": "430524109999"}) == NOTHING


def test_two_places_without_common_ground_have_no_certain_division(matcher):
    assert matcher.match("朝阳区").certain == ""


def test_the_own_community_wins_over_a_former_town_elsewhere(matcher):
    found = matcher.match("建国社区3组", near="520523109")
    assert (found.code, found.decision) == ("520523109003", Verdict.ACCEPT)


def test_the_kind_of_ending_counts(matcher):
    town = matcher.gazetteer.full_name(matcher.gazetteer.node("520121107"))
    assert matcher.match(f"{town}花梨社区").code == "520121107001"
    assert matcher.match(f"{town}花梨村").code == "520121107200"


def test_the_village_named_first_is_meant(matcher):
    town = matcher.gazetteer.full_name(matcher.gazetteer.node("430182109"))
    found = matcher.match(f"{town}灰汤村靠近洞庭村")
    assert (found.code, found.decision) == ("430182109206", Verdict.ACCEPT)


def test_a_village_in_the_name_of_a_hotel_is_not_meant(matcher):
    town = matcher.gazetteer.full_name(matcher.gazetteer.node("430182109"))
    assert matcher.match(f"{town}某某花果山村大酒店").level == 4


def test_candidates_do_not_hold_one_another(matcher):
    found = matcher.match("朝阳区")
    nodes = [matcher.gazetteer.node(c.code) for c in found.candidates]
    assert len(nodes) > 1
    assert not any(matcher.gazetteer.holds(a, b) for a in nodes for b in nodes if a != b)


def test_only_the_own_county_is_called_the_own_area(matcher):
    reasons = {str(r) for c in matcher.match("樟树镇", near=HUITANG).candidates for r in c.reasons}
    assert reasons
    assert "It lies in the own area." not in reasons
