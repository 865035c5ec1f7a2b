"""What the compiled loops answer, alone and in a batch, and where their files lie."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.ground.places.rules import NOWHERE, Matcher, Verdict, made, names
from gridward.ground.places.rules.alphabet import Alphabet
from gridward.ground.places.rules.kernel import new_desk
from gridward.ground.places.rules.kernel.tables import UNKNOWN

RESTS = (
    "", "3组12号", "文三路398号", "新桥村3组", "人民路12号金色家园3幢2单元1202室", "和平社区",
    "建设街道", "开发区纬二路", "中山北路", "灰汤镇", "城关", "某某村委会", "从长沙来", "北区12号",
    "东山镇", "西湖", "𠮷〇㐂",
)  # fmt: skip


@st.composite
def addresses(draw, gazetteer):
    node = draw(st.integers(0, gazetteer.beyond - 1))
    said = draw(st.lists(st.sampled_from(gazetteer.chain(node)), unique=True))
    whole = draw(st.lists(st.booleans(), min_size=5, max_size=5))
    text = "".join(
        gazetteer.name[each] if full else names.core(gazetteer.name[each], gazetteer.level[each])
        for each, full in zip(sorted(said), whole, strict=False)
    )
    return text + draw(st.sampled_from(RESTS))


@settings(max_examples=200)
@given(st.data())
def test_a_text_is_answered_alike_alone_and_among_others(matcher, data):
    gazetteer = matcher.gazetteer
    texts = data.draw(st.lists(addresses(gazetteer), min_size=1, max_size=6))
    near = data.draw(st.sampled_from([None, "430182109", "430182", "43", "110101001"]))
    together = matcher.match_many(texts, near=near)
    alone = [matcher.match(text, near=near) for text in texts]
    assert together == alone
    assert [m.candidates for m in together] == [m.candidates for m in alone]


@settings(max_examples=200)
@given(st.text(max_size=300), st.sampled_from([None, "430182109", "430182", "710000000"]))
def test_any_text_gets_an_answer(matcher, text, near):
    found = matcher.match(text, near=near)
    assert 0.0 <= found.confidence <= 1.0
    assert (found.decision is Verdict.NONE) == (found.code == "")
    if found.code:
        assert found.candidates
        assert found.code in {each.code for each in found.candidates}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖南省长沙市宁乡市灰汤镇3组", "430182109000"),
        ("湖南省长沙市宁乡市温泉大道3号", "430182000000"),
        ("宁乡市金太阳花苑", "430182000000"),
        ("浙江省杭州市庆春苑", "330100000000"),
        ("湖南省长沙市宁乡市长沙市宁乡市温泉路", "430182000000"),
        ("方山县城关", "141128000000"),  # not a county of the same sound
        ("文三路398号", ""),
    ],
)
def test_what_is_well_spelt_is_found(matcher, text, code):
    assert matcher.match(text).code == code


def test_a_doubtful_beginning_is_asked_about(matcher):
    assert matcher.match("浙江省杭州市江干区钱江路1号").decision is Verdict.REVIEW


def test_a_village_that_bears_the_name_of_its_town_may_be_meant_at_home(matcher):
    assert matcher.match("木钵镇3组", near="621022").code.startswith("621022")


def test_a_name_that_many_towns_bear_is_asked_about(matcher):
    found = matcher.match("城关镇")
    assert (found.decision, found.level, found.certain) == (Verdict.REVIEW, 4, "")
    assert len(found.candidates) == 6
    assert {each.name for each in found.candidates} == {"城关镇"}
    near = matcher.match("城关镇", near="410325")
    assert near.candidates[0].code.startswith("410325")


def test_cities_are_known_by_their_short_names(matcher):
    assert matcher.match("呼市新城区").code == "150102000000"
    assert matcher.match("哈市道里区").code == "230102000000"
    assert matcher.match("陕西省西安市新城区").code == "610102000000"
    assert matcher.match("新城区").decision is not Verdict.ACCEPT
    assert matcher.match("哈市").code == "230100000000"


def test_texts_as_long_as_any_are_read_to_their_limit(matcher):
    found = matcher.match("宁乡市灰汤镇" * 60)
    assert found.code == "430182109000"
    assert matcher.match("村" * 199 + "灰").decision is Verdict.NONE


def test_more_texts_than_one_go_takes(matcher):
    texts = [f"宁乡市灰汤镇{n}组" for n in range(4_100)]
    assert {m.code for m in matcher.match_many(texts)} == {"430182109000"}


def test_characters_beyond_sixteen_bits_have_signs_of_their_own():
    alphabet = Alphabet.of(["𠮷村", "x"])
    assert len(alphabet.signs("一𠮷村𠮸")) == 4
    assert alphabet.signs("𠮸")[0] == UNKNOWN
    assert alphabet.text(alphabet.signs("一𠮷村")) == "一𠮷村"
    assert Alphabet.of([]).signs("𠮷")[0] == UNKNOWN
    assert len(alphabet.signs("\ud800")) == 1


def test_the_index_is_made_anew_where_none_is_kept(gazetteer, monkeypatch, tmp_path):
    monkeypatch.setattr(made, "_BESIDE", tmp_path)
    fresh = Matcher(gazetteer)
    assert [each.name.partition("-")[0] for each in tmp_path.iterdir()] == ["index"]
    assert fresh.match("宁乡市灰汤镇").code == "430182109000"


def test_made_folders_of_other_editions_go(monkeypatch, tmp_path):
    monkeypatch.setattr(made, "_BESIDE", tmp_path)
    old = made.made_folder("index", "old")
    assert old.is_dir()
    assert made.made_folder("index", "new").is_dir()
    assert not old.exists()


def test_made_folders_lie_elsewhere_where_nothing_can_be_written(monkeypatch, tmp_path):
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder")
    monkeypatch.setattr(made, "_BESIDE", nowhere)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert made.made_folder("index", "x") == tmp_path / ".cache/gridward/index-x"
    monkeypatch.setenv("HOME", str(nowhere))
    assert isinstance(made.made_folder("index", "x"), Path)


def test_a_desk_begins_with_no_division_found():
    assert np.all(new_desk(7).slot_of == NOWHERE)
