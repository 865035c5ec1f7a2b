"""Names that are neither written nor spelt as they should be, and what is no division at all."""

from datetime import date

import pytest

from gridward.ground.places.rules import Gazetteer, Register, Spot, Verdict, names, normalise, pack
from gridward.ground.places.rules.sound import folds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("梨树县榆树台镇兴发堡村3组", "220322102216"),  # 兴发卜村: 堡 reads bu as well
        ("宁乡市发明楼镇", "430182102000"),  # f for h
        ("宁乡市发明楼镇炭子冲村", "430182102201"),
        ("湖南省寧鄉市灰湯鎮", "430182109000"),
        ("灣仔區", "810102000000"),
        ("宁乡经济技术开发区", "430182000000"),
        ("苏州高新区狮山路1号", "320505000000"),
    ],
)
def test_nearly_right_is_accepted_where_nothing_else_is_like_it(matcher, text, code):
    found = matcher.match(text)
    assert (found.code, found.decision) == (code, Verdict.ACCEPT)
    assert found.confidence >= 0.6


def test_the_reason_says_what_was_taken_for_what(matcher):
    reasons = [str(r) for r in matcher.match("宁乡市发明楼镇").candidates[0].reasons]
    assert "“发明楼” is like 花明楼镇." in reasons
    (zone,) = matcher.match("宁乡经济技术开发区").candidates
    assert "it lies in 宁乡市" in str(zone.reasons[-1])


def test_a_name_without_any_right_character_is_asked_about(matcher):
    found = matcher.match("浙江省瑞安市新城镇育才北路129号")
    assert (found.code, found.decision) == ("330381007000", Verdict.REVIEW)
    assert (found.certain, found.rest) == ("330381000000", "育才北路129号")


def test_a_zone_in_two_counties_is_asked_about_at_any_date(matcher):
    found = matcher.match("雄安新区", at=date(2020, 2, 1))
    assert found.decision is Verdict.REVIEW
    assert found.certain == "130600000000"
    assert len(found.candidates) == 3


def test_villages_like_the_typed_one_are_shown_in_the_own_area(matcher):
    found = matcher.match("兴发堡村", near="220322102")
    assert (found.code, found.decision) == ("220322102216", Verdict.REVIEW)
    assert found.certain == "220322102000"
    assert matcher.match("坨里村村民委员会", near="130609").code == "130609105219"
    assert matcher.match("巫漠槑村", near="220322102").level != 5


def test_one_quite_different_character_is_shown_and_not_taken(matcher):
    found = matcher.match("梨树县榆树台镇兴发槑村")
    assert found.decision is not Verdict.ACCEPT or found.level == 4
    assert "220322102216" in {c.code for c in found.candidates}


def test_a_village_of_the_county_with_a_twin_of_one_sound_is_asked_about(matcher):
    gazetteer = matcher.gazetteer
    found = matcher.match("滥坝村委会", near="520525")
    assert (found.code, found.decision) == ("520525201214", Verdict.REVIEW)
    assert gazetteer.level[gazetteer.nearest("520525")] == 3


def test_sounds_fold_and_stand_for_their_syllable(gazetteer):
    assert folds("fu") & folds("hu")
    assert folds("fang") & folds("huang")
    assert folds("gan") == {"gan"}
    assert gazetteer.sounds.syllable("灰") == "hui"
    assert gazetteer.sounds.syllable("x") == ""


def test_a_short_village_name_counts_before_a_number_only(matcher):
    core = names.village_core("灰汤村委会")
    assert matcher.match(f"宁乡市灰汤镇{core}3组").level == 5
    assert matcher.match(f"宁乡市灰汤镇{core}路").level == 4
    assert matcher.match(f"宁乡市灰汤镇{core}号码路").level == 4


def test_prefectures_read_longest_ago_are_dropped(monkeypatch):
    monkeypatch.setattr(pack, "_TEXTS", 1)
    villages = pack.VillagePack()
    assert villages.county("430182").codes
    assert villages.county("220322").codes
    assert villages.county("430182").codes


def test_a_county_used_again_outlives_one_read_later():
    small = Gazetteer(kept=2)
    first, second, third = (small.node(c) for c in ("430182", "430524", "220322"))
    kept = small.villages(first)
    small.villages(second)
    assert small.villages(first) is kept
    small.villages(third)
    assert small.villages(first) is kept


def test_the_register_does_not_move_a_village_that_is_said(matcher):
    register = Register([Spot("e", "东楼", "building", "430182109201")], matcher.gazetteer.sounds)
    found = matcher.match("灰汤镇灰汤村东楼", register=register)
    assert (found.code, found.local.spots[0].code) == ("430182109206", "e")


def test_a_match_says_the_parts_of_its_rest(matcher):
    found = matcher.match("宁乡市灰汤镇温泉大道8号")
    assert (found.parts.road, found.parts.number) == ("温泉大道", "8号")


def test_a_division_is_not_asked_about_beside_one_that_it_holds(matcher):
    found = matcher.match("苏州某某东宝假日酒店翟家河")
    nodes = [matcher.gazetteer.node(c.code) for c in found.candidates]
    assert not any(matcher.gazetteer.holds(a, b) for a in nodes for b in nodes if a != b)


def test_a_long_village_name_suffices_below_its_county(matcher):
    found = matcher.match("宁乡市炭子冲村")
    assert (found.code, found.decision) == ("430182102201", Verdict.ACCEPT)


def test_long_and_odd_texts_are_brought_into_one_spelling():
    assert normalise("寧鄉－灰湯（３）") == "宁乡灰汤3"
    assert len(normalise("湯" * 500)) == 200
