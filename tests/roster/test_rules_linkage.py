"""One person or two: pairs, the veto, and what a batch does."""

from dataclasses import replace
from datetime import date

import pytest

from gridward.ground.roster.rules.linkage import (
    Index,
    Kin,
    Kind,
    Ranked,
    Record,
    Veto,
    block,
    compare,
    current,
    decide,
    keys,
    leads_home,
    link_all,
    ranked,
)
from gridward.ground.roster.rules.linkage.values import Outcome

NUMBER = "430199198001011232"
VILLAGE = "430182109/203/"
ZHANG = Record(
    "zhang",
    "张建国",
    NUMBER,
    "14200000001",
    household="H1",
    building="阳光花园/3/2",
    room="302",
    path=f"{VILLAGE}001/",
)
LI = Record(
    "li",
    "李红梅",
    "430199198203054521",
    "14200000002",
    household="H1",
    building="阳光花园/3/2",
    room="302",
    path=f"{VILLAGE}001/",
    kin=Kin(frozenset({"14200000001"}), frozenset({NUMBER})),
)


def linked(told: Record, *roster: Record) -> Outcome:
    index, weights = Index(roster), current()
    return decide(index.candidates(told, weights), weights)


def level(feature: str, one: Record, other: Record) -> str:
    forth, back = compare(one, other, current()), compare(other, one, current())
    assert forth.level(feature) == back.level(feature)
    return forth.level(feature)


def test_the_same_phone_and_door_and_a_name_of_the_same_sound_are_one_person():
    told = Record("b", "张健国", "", "14200000001", building="洋光花园/3/2", room="302室")
    outcome = linked(told, ZHANG, LI)
    assert (outcome.kind, outcome.key) == (Kind.SAME, "zhang")
    assert "One person fits" in str(outcome.because[0])


def test_a_name_alone_joins_nobody():
    told = Record("b", "张建国")
    assert compare(told, ZHANG, current()).veto is Veto.NAME_ONLY
    assert linked(told, ZHANG).kind is not Kind.SAME


def test_a_rare_name_in_its_village_is_joined_and_a_namesake_there_stops_it():
    told = Record("b", "张樾骅", path=VILLAGE)
    known = Record("a", "张樾骅", path=f"{VILLAGE}002/")
    evidence = compare(told, known, current())
    assert (evidence.veto, evidence.level("house")) == (Veto.NAME_AND_AREA, "village")
    assert linked(told, known).kind is Kind.SAME
    assert linked(told, known, replace(known, key="c")).kind is not Kind.SAME
    assert compare(replace(told, name="张越骅"), known, current()).veto is Veto.NAME_ONLY


def test_a_number_under_another_name_is_asked_about():
    outcome = linked(Record("b", "王小芳", NUMBER), ZHANG)
    assert (outcome.kind, outcome.candidates) == (Kind.REVIEW, ("zhang",))
    assert "relative's number" in str(outcome.because[0])
    same_surname = Record("b", "张文静", NUMBER)
    assert compare(same_surname, ZHANG, current()).veto is Veto.NUMBER


def test_a_pasted_number_of_a_relative_leads_to_the_person_named():
    told = Record("b", "李红梅", NUMBER, building="阳光花园/3/2", room="302", path=VILLAGE)
    outcome = linked(told, ZHANG, LI)
    assert (outcome.kind, outcome.key) == (Kind.SAME, "li")
    assert level("id", told, LI) == "kin"


@pytest.mark.parametrize(
    ("name", "veto"),
    [("章建国", Veto.NONE), ("王建国", Veto.SURNAME), ("张文静", Veto.GIVEN), ("张庄", Veto.GIVEN)],
)
def test_a_name_that_sounds_otherwise_is_never_joined_by_itself(name, veto):
    told = replace(ZHANG, key="b", name=name, id_number="")
    assert compare(told, ZHANG, current()).veto is veto


def test_a_brother_behind_the_same_door_is_somebody_else():
    brother = Record("b", "张建军", "", "", building="阳光花园/3/2", room="302", path=VILLAGE)
    assert linked(brother, ZHANG).kind is not Kind.SAME


def test_two_who_fit_alike_are_asked_about():
    told = Record("b", "张建国", "", "14200000001")
    twin = replace(ZHANG, key="other", id_number="", household="H9", building="", room="")
    outcome = linked(told, replace(ZHANG, id_number="", building="", room=""), twin)
    assert (outcome.kind, outcome.candidates) == (Kind.REVIEW, ("other", "zhang"))
    assert "equally well" in str(outcome.because[0])


def test_what_fits_but_not_surely_is_asked_about():
    told = Record("b", "张建国", "", "14200000001")
    weights = replace(current(), same=1.1)
    outcome = decide(Index([ZHANG]).candidates(told, weights), weights)
    assert outcome.kind is Kind.REVIEW
    assert "not surely enough" in str(outcome.because[0])


def test_nobody_alike_is_different():
    assert linked(Record("b", "赵六"), ZHANG).because[0].message.startswith("Nobody in the roster")
    outcome = linked(Record("b", "王芳", "", "14200000001"), ZHANG)
    assert outcome.kind is Kind.DIFFERENT
    assert "enough" in str(outcome.because[0])


def test_reasons_stand_beside_each_feature():
    told = Record("b", "张健国", "", "14200000001")
    said = {each.feature: each for each in compare(told, ZHANG, current()).agreements}
    assert str(said["given"].because) == "The given names sound the same."
    assert said["phone"].level == "own"
    assert said["phone"].stranger > said["phone"].family > 0


def test_keys_stay_as_they_are_because_digests_of_them_are_stored():
    assert keys(ZHANG) == (
        f"i:{NUMBER}",
        "i9:001011232",
        "iht:4301991232",
        "i4:1232|zan",
        "p:14200000001",
        "h:H1",
        "d:yanguanhuayuan/3/2/302",
        "n:zan|jian guo",
        "ny:zan|jian guo|1980",
        "nb:zan|jian guo|yanguanhuayuan/3/2",
    )
    assert keys(Record("x")) == ()
    assert keys(Record("x", "老王", "H12345678")) == ("i:H12345678",)
    assert [leads_home(key) for key in ("h:H1", "n:zan|jian guo")] == [True, False]


def test_the_family_comes_along_with_who_is_found():
    told = Record("b", "李鸿梅", "", "14200000001")
    assert [each.key for each in Index([ZHANG, LI]).candidates(told, current())] == ["li", "zhang"]


def test_a_key_that_everybody_has_and_a_dormitory_find_nobody():
    crowd = [replace(ZHANG, key=f"k{n}", id_number="", household="H1") for n in range(61)]
    assert linked(Record("b", "张建国", "", "14200000001"), *crowd).candidates == ()
    inmates = [Record(f"k{n}", f"赵{n}", household="D1", phone=f"1420000{n:04}") for n in range(20)]
    index = Index(inmates)
    assert len(index) == 20
    assert [c.key for c in index.candidates(Record("b", "", "", "14200000003"), current())] == [
        "k3"
    ]


def test_a_batch_keeps_its_order_and_never_compares_a_record_with_itself():
    reports = [Record("b", "张建国", NUMBER), Record("zhang", "张建国", NUMBER)]
    kinds = [(one.key, outcome.kind) for one, outcome, _f in link_all(reports, [ZHANG], current())]
    assert kinds == [("b", Kind.SAME), ("zhang", Kind.DIFFERENT)]
    again = list(link_all(reports, Index([ZHANG]), current()))
    assert [outcome.kind for _one, outcome, _found in again] == [Kind.SAME, Kind.DIFFERENT]


def test_candidates_of_equal_weight_stand_in_the_order_of_their_keys():
    evidence = compare(ZHANG, LI, current())
    assert [each.key for each in ranked([Ranked("b", evidence), Ranked("a", evidence)])] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NUMBER, "equal"),
        ("430199198001011322", "near"),
        ("43019919800101123", "near"),
        ("1232", "tail"),
        ("4301**********1232", "tail"),
        ("9999", "apart"),
        ("430199198203054521", "apart"),
        ("", "none"),
        ("不知道", "none"),
        ("430199800101123", "equal"),
        ("H12345678", "apart"),
    ],
)
def test_levels_of_numbers(text, expected):
    assert level("id", Record("b", id_number=text), ZHANG) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (date(1980, 1, 2), date(1980, 1, 2), "equal"),
        (date(1980, 1, 2), date(1980, 2, 1), "near"),
        (date(1980, 1, 2), date(1980, 1, 22), "near"),
        (date(1980, 1, 2), date(1985, 3, 2), "apart"),
        (date(1980, 1, 2), None, "none"),
    ],
)
def test_levels_of_birth(one, other, expected):
    assert level("birth", Record("a", birth=one), Record("b", birth=other)) == expected


def test_what_numbers_say_is_not_counted_twice():
    told = Record("b", id_number=NUMBER, birth=date(1980, 1, 1), sex="1")
    assert (level("birth", told, ZHANG), level("sex", told, ZHANG)) == ("none", "none")
    assert level("birth", Record("b", birth=date(1980, 1, 1)), ZHANG) == "equal"
    assert level("sex", Record("b", sex="1"), ZHANG) == "equal"
    assert level("sex", Record("b", sex="2"), ZHANG) == "apart"
    assert level("sex", Record("b", sex="0"), ZHANG) == "none"


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("14200000001", "shared"),
        ("+86 142 0000 0002", "own"),
        ("14200000012", "near"),
        ("14233333333", "apart"),
        ("14200000003", "kin"),
        ("0731-88880000", "apart"),
        ("", "none"),
    ],
)
def test_levels_of_phones(phone, expected):
    phones = frozenset({"14200000001", "14200000003"})
    own = "14200000001" if expected == "shared" else "14200000002"
    known = Record("a", phone=own, kin=Kin(phones=phones))
    assert level("phone", Record("b", phone=phone), known) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"household": "H1"}, "door"),
        ({"building": "阳光花园/3/2", "room": "0302"}, "door"),
        ({"address": "阳光花园3栋2单元302室"}, "door"),
        ({"building": "阳光花园/3/2", "room": "301"}, "building"),
        ({"building": "阳光花园/4/2", "room": "302"}, "apart"),
        ({"building": "阳光花园/3/2", "room": "302", "path": "430182109/204/"}, "apart"),
        ({"path": VILLAGE}, "village"),
        ({"path": "430182109/"}, "none"),
        ({}, "none"),
    ],
)
def test_levels_of_houses(told, expected):
    assert level("house", Record("b", **told), ZHANG) == expected


def test_a_block_is_named_by_its_parts():
    assert block("阳光花园", "3", "2") == "yanguanhuayuan/3/2"
    assert block("3组", "", "") == "3zu"
