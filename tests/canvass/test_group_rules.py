"""The reader of residents' groups against a corpus of its own lines (group_lines.tsv)."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.canvass.rules import group, group_review
from gridward.response.canvass.rules.group_chat import decoded, messages, plain
from gridward.response.canvass.rules.group_parts import Door, whole

ON = date(2020, 2, 20)


def door(told: Door) -> str:
    flat = f"{told.building}-{told.unit}-{told.room}" if told.building or told.unit else told.room
    return (f"{told.estate}:{flat}" if told.estate else flat) or "-"


def corpus() -> Iterator[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "group_lines.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        who, text, expected = line.split("\t")
        yield who, text, expected


def told(who: str, text: str) -> list[group.Reading]:
    return group.read(f"{who} 10:20\n{text}" if who else text, on=ON)


def written(reading: group.Reading) -> str:
    people = "-" if reading.people is None else reading.people
    return f"{reading.kind} {door(reading.door)} {people} {reading.phone or '-'}"


def is_right(who: str, text: str, expected: str) -> bool:
    got = told(who, text)
    want = [] if expected == "nothing" else [each.rsplit(" ", 1) for each in expected.split(" | ")]
    flags = all(
        set(each[1].split(",")) - {"-"} <= set(one.flags)
        for each, one in zip(want, got, strict=False)
    )
    return [written(one) for one in got] == [each[0] for each in want] and flags


@pytest.mark.parametrize(("who", "text", "expected"), list(corpus()))
def test_every_line_of_the_corpus_is_read_as_a_person_reads_it(who, text, expected):
    assert is_right(who, text, expected), [(written(o), o.flags) for o in told(who, text)]


def test_sure_readings_of_the_corpus_are_right_and_most_check_ins_are_sure():
    sure = [
        (w, t, e) for w, t, e in corpus() if any(one.confidence >= group.SURE for one in told(w, t))
    ]
    assert all(is_right(*one) for one in sure)
    check_ins = [e for _w, _t, e in corpus() if e.startswith("check_in") and "safe" in e]
    assert len(sure) > 0.9 * len(check_ins)
    assert len(list(corpus())) >= 150


SIGNS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "0123456789０１３９302-#/.,，、:：人口栋单元室号平安发烧更正不是没?！ \n一二三十〖]*"
        ),
        st.characters(),
    ),
    max_size=80,
)


@given(SIGNS, SIGNS)
def test_it_never_fails_and_never_invents_a_phone_number(before, after):
    text = f"{before}139 1234 5678{after}"
    for one in group.read(text, on=ON):
        assert 0 <= one.confidence <= 100
        if one.phone:
            line = re.sub(r"[\s-]", "", plain(one.message.raw))
            assert re.sub(r"\D", "", one.phone) in line


@given(SIGNS)
def test_the_raw_line_is_always_kept(text):
    lines = text.splitlines()
    for message in messages(text, on=ON):
        assert message.raw == lines[message.number - 1]


def test_wechat_copies_name_and_time_above_the_words():
    chat = "王建国 2020/2/19 8:15:02\n302 4人平安\n\n李姐 下午 3:05\n303 2人\n都好"
    first, second, third = messages(chat, on=ON)
    assert (first.speaker, first.said) == ("王建国", (date(2020, 2, 19), time(8, 15, 2)))
    assert (second.speaker, second.said, third.speaker) == (
        "李姐",
        (date(2020, 2, 20), time(15, 5)),
        "李姐",
    )


def test_wecom_qq_and_dialogue_lines():
    chat = (
        "张伟@微信 2/19 10:23\n302 4人平安\n"
        "2020-02-19 10:24:45 老李(123456789)\n303 2人平安\n"
        "————— 2020-02-18 —————\n赵六：304 1人平安\n09:30\n305 3人平安"
    )
    found = list(messages(chat, on=ON))
    assert [m.speaker for m in found] == ["张伟@微信", "老李", "赵六", "老李"]
    assert [m.said for m in found] == [
        (date(2020, 2, 19), time(10, 23)), (date(2020, 2, 19), time(10, 24, 45)), None,
        (date(2020, 2, 18), time(9, 30)),
    ]  # fmt: skip
    assert [m.text for m in found][2] == "304 1人平安"


def test_a_time_that_cannot_be_is_no_time():
    assert next(messages("甲某 2020/13/45 25:99\n302 平安", on=ON)).said is None
    assert next(messages("甲某 12/31 9:00\n302 平安", on=ON)).said == (date(2019, 12, 31), time(9))


def test_two_reports_that_differ_are_both_doubtful_and_a_correction_settles_it():
    both = group.read("302 4人平安\n302 5人平安", on=ON)
    assert not any(one.confidence >= group.SURE for one in both)
    assert all(group.DIFFERS in one.because for one in both)
    settled = group.read("302 4人平安\n更正：302是5人", on=ON)
    assert group.DIFFERS not in settled[0].because
    assert settled[1].kind == "correction"


def test_what_makes_a_line_doubtful_is_said():
    assert group.OTHERS in told("", "302好像来了外地人")[0].because
    assert group.FROM_NAME in told("302王建国", "平安")[0].because
    odd = told("", "302 4人 139****5678 平安")[0]
    assert (odd.phone, odd.because[0].values) == ("", (("number", "139****5678"),))
    assert group.TWO_PHONES in told("", "302 13912345678 13912345679 平安")[0].because
    assert group.SHARED in told("", "302、303都平安")[0].because
    assert group.TWO_COUNTS in told("", "302 4人 5人 平安")[0].because


def test_numbers_in_words():
    assert [whole(text) for text in ("十", "十二", "二十", "二十三", "两", "7")] == [
        10,
        12,
        20,
        23,
        2,
        7,
    ]
    assert unicodedata.normalize("NFKC", "３") == plain("３")


def test_exported_chats_in_every_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert decoded("302 四人平安".encode(encoding)) == "302 四人平安"
    assert decoded(b"\xff\xfe\x00")
    assert decoded(b"302 \x81\xff").startswith("302")


def home(pk, room, **more):
    told = {
        "estate": "阳光花园",
        "building": "3",
        "unit": "2",
        "head_name": "",
        "phone": "",
        "size": 0,
    }
    return group_review.Home(pk=pk, code=f"H{pk}", path="p/", room=room, **{**told, **more})


def claim(door, **more):
    told = {"people": None, "phone": "", "name": "", "speaker": "", "confidence": 90, **more}
    return group_review.Claim(door=door, **told)


def test_a_door_is_found_within_the_scope_and_by_whom_it_names():
    homes = group_review.by_room(
        [
            home(1, "302", head_name="王建国"),
            home(2, "302", unit="1", phone="x"),
            home(3, "12", estate="3组"),
        ]
    )
    assert group_review.match(claim(Door("", "3", "2", "302")), homes).home.pk == 1
    assert group_review.match(claim(Door(room="302")), homes).because == (group_review.SEVERAL,)
    assert group_review.match(claim(Door(room="302"), name="王建国"), homes).home.pk == 1
    assert group_review.match(claim(Door(room="302"), phone="x"), homes).home.pk == 2
    assert group_review.match(claim(Door("4组", room="12")), homes).because == (
        group_review.NOWHERE,
    )
    assert group_review.match(claim(Door()), homes).because == ()
    assert group_review.match(claim(Door("", "2", "", "302", is_plain=True)), homes).home.pk == 1


def test_what_the_register_says_differently_makes_it_less_sure():
    homes = group_review.by_room([home(1, "302", size=3, phone="y")])
    found = group_review.match(claim(Door(room="302"), people=4, phone="x"), homes)
    assert (found.home.pk, found.confidence < group.SURE, len(found.because)) == (1, True, 2)
    scoped = group_review.with_scope(Door(room="302"), estate="阳光花园", building="3", unit="2")
    assert scoped == Door("阳光花园", "3", "2", "302")
    assert not group_review.may_become("replaced", group_review.S.ACCEPTED).allowed
    assert group_review.may_become("waiting", group_review.S.ACCEPTED).allowed


def test_more_phones_than_doors_are_left_to_a_person():
    got = told("", "302、303都平安 13912345678 13812345678 13712345678")
    assert [door(one.door) for one in got] == ["302", "303"]
    assert all(group.TWO_PHONES in one.because and one.confidence < group.SURE for one in got)


def test_a_short_row_of_digits_is_no_odd_phone():
    got = told("", "302 平安 编号12 345 67")
    assert not any(one.phone for one in got)
