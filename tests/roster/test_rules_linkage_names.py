"""Names: surname and given name, sound, look-alikes, and what is no name at all."""

import pytest

from gridward.ground.roster.rules.linkage.alike import look_alike
from gridward.ground.roster.rules.linkage.levels import given, shares, surname
from gridward.ground.roster.rules.linkage.naming import NOBODY, name_of
from gridward.ground.roster.rules.linkage.sounds import folded, surname_sound


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("张三", ("张", "三")),
        (" 张 三 ", ("张", "三")),
        ("欧阳建国", ("欧阳", "建国")),
        ("欧阳", ("欧", "阳")),
        ("张三（户主）", ("张", "三")),
        ("张三13800000000", ("张", "三")),
        ("阿布都拉·买买提", ("买买提", "阿布都拉")),
        ("阿布都拉•买买提", ("买买提", "阿布都拉")),
        ("张某某", ("张", "")),
        ("张*国", ("张", "国")),
        ("*建国", ("", "建国")),
        ("Zhang San", ("", "zhangsan")),
    ],
)
def test_a_name_has_a_surname_and_a_given_name(text, parts):
    name = name_of(text)
    assert (name.surname, name.given) == parts


@pytest.mark.parametrize(
    "text",
    ["", "  ", "老王", "小李", "王大爷", "老王叔", "欧阳老师", "陈女士", "本人", "1380"],
)  # fmt: skip
def test_what_people_are_called_is_no_name(text):
    assert name_of(text) == NOBODY


def test_a_name_that_ends_like_a_title_is_a_name():
    assert name_of("周建总").given == "建总"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("建国", "建国", "exact"),
        ("建国", "健国", "sound"),
        ("建国", "建果", "sound"),
        ("志军", "自军", "sound"),
        ("胡林", "胡零", "sound"),
        ("国建", "建国", "alike"),
        ("未来", "末来", "alike"),
        ("建国", "建", "short"),
        ("国", "建国", "short"),
        ("建国", "建军", "part"),
        ("建国", "小建国", "short"),
        ("建国", "军建新", "part"),
        ("建国", "文静", "apart"),
        ("建国", "文", "apart"),
        ("建国", "", "none"),
    ],
)
def test_levels_of_given_names(one, other, expected):
    a, b = name_of(f"张{one}"), name_of(f"张{other}")
    assert (given(a, b), given(b, a)) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("张三", "章三", "sound"),
        ("付三", "胡三", "sound"),
        ("曾三", "增三", "sound"),
        ("刘三", "列三", "alike"),
        ("张三", "王三", "apart"),
        ("张三", "", "none"),
        ("欧阳三", "张三", "apart"),
    ],
)
def test_levels_of_surnames(one, other, expected):
    a, b = name_of(one), name_of(other)
    assert (surname(a, b), surname(b, a)) == (expected, expected)


@pytest.mark.parametrize(
    ("latin", "other", "expected"),
    [
        ("Zhang San", "张三", "sound"),
        ("San Zhang", "张三", "sound"),
        ("Li Si", "张三", "none"),
        ("Li Si", "li si", "exact"),
        ("Lii Si", "li si", "alike"),
        ("Li Xiaosi", "Li Wei", "part"),
        ("Wang Fang", "Li Wei", "apart"),
    ],
)
def test_names_in_letters(latin, other, expected):
    a, b = name_of(latin), name_of(other)
    assert (given(a, b), given(b, a)) == (expected, expected)


def test_names_in_letters_share_words_and_not_letters():
    assert shares(name_of("Li Xiaosi"), name_of("Li Wei"))
    assert not shares(name_of("Wang Fang"), name_of("Gan Fawng"))
    assert shares(name_of("张行"), name_of("张行"))


def test_sounds_fold_what_the_south_mixes_up():
    assert [folded(each) for each in ("zhang", "niu", "fang", "feng", "fu")] == [
        "zan", "liu", "huan", "hun", "hu",
    ]  # fmt: skip
    assert surname_sound("曾") == "zen"
    assert surname_sound("𱁬") == "𱁬"


def test_look_alikes_are_mutual():
    assert look_alike("未", "末")
    assert look_alike("末", "未")
    assert not look_alike("张", "王")
