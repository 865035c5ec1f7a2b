"""What holds for every pair of records: symmetry, more agreement never weighs less, the veto."""

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.roster.rules.identity import LEAST, within_register
from gridward.ground.roster.rules.linkage import (
    NO_KIN,
    Frequencies,
    Kin,
    Kind,
    Ranked,
    Record,
    Veto,
    compare,
    current,
    decide,
    keys,
    keys_within,
    ranked,
)
from gridward.ground.roster.rules.linkage.compare import Evidence, are_two, weigh
from gridward.ground.roster.rules.linkage.levels import ASIDE, CHAINS, FEATURES, NONE
from gridward.ground.roster.rules.linkage.profile import profile
from gridward.ground.roster.rules.linkage.weights import DATA, check, read

SIGNS = st.text("王张章刘列陈建健国军文静未末阳欧·", max_size=5)
NUMBERS = st.sampled_from(
    ["", "430199198001011232", "430199198001011322", "1232", "430199198203054521", "X"]
)
PHONES = st.sampled_from(["", "14200000001", "14200000012", "14255555555"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        draw(st.sampled_from(["a", "b"])),
        draw(SIGNS),
        draw(NUMBERS),
        draw(PHONES),
        draw(st.sampled_from([None, date(1980, 1, 1), date(1980, 1, 11), date(1999, 9, 9)])),
        draw(st.sampled_from(["", "1", "2"])),
        draw(st.sampled_from(["", "H1", "H2"])),
        draw(st.sampled_from(["", "阳光/3", "温泉/4"])),
        draw(st.sampled_from(["", "301", "302"])),
        path=draw(st.sampled_from(["", "430182109/", "430182109/201/", "430182109/202/1/"])),
        kin=Kin(frozenset(draw(st.lists(PHONES, max_size=2))), frozenset(
            draw(st.lists(NUMBERS, max_size=2)))),
    )  # fmt: skip


@given(records(), records())
def test_two_numbers_that_fit_under_two_names_are_never_worth_a_question(one, other):
    weights = within_register(current(), 113_000)
    first, second = profile(replace(one, kin=NO_KIN)), profile(replace(other, kin=NO_KIN))
    if are_two(first, second):
        assert weigh(first, second, weights).bits < LEAST


@given(records(), records())
def test_who_is_worth_a_question_within_the_register_has_a_key_in_common(one, other):
    weights = within_register(current(), 113_000)
    found = compare(replace(one, kin=NO_KIN), replace(other, kin=NO_KIN), weights)
    likely = found.bits >= LEAST and found.veto is not Veto.NAME_ONLY
    told = (one.household or one.path, other.household or other.path)
    if likely and all(told) and all(profile(each).village for each in (one, other)):
        shared = set(keys_within(profile(one))) & set(keys_within(profile(other)))
        assert shared


@given(records(), records())
def test_the_order_of_two_records_does_not_matter(one: Record, other: Record):
    forth, back = compare(one, other, current()), compare(other, one, current())
    assert forth.levels == back.levels
    assert forth.veto is back.veto
    assert math.isclose(forth.bits, back.bits, abs_tol=1e-9)


@given(records(), records())
def test_under_a_veto_nobody_is_joined(one: Record, other: Record):
    evidence = compare(one, other, current())
    outcome = decide([Ranked("x", evidence)], replace(current(), same=0.0, review=0.0))
    if evidence.veto not in {Veto.NONE, Veto.NAME_AND_AREA}:
        assert outcome.kind is not Kind.SAME
    if evidence.level("surname") == "apart" or evidence.level("given") == "apart":
        assert evidence.veto is not Veto.NONE


@given(records())
def test_a_record_agrees_with_itself_in_every_field_it_has(one: Record):
    evidence = compare(one, one, current())
    for feature, level in zip(FEATURES, evidence.levels, strict=True):
        assert level in {CHAINS[feature][0], NONE, "shared", "tail", "building", "village"}
    assert len(set(keys(one))) == len(keys(one))


def weighed(levels: dict[str, str]) -> float:
    """The bits of a pair with these levels, names of average frequency."""
    table = current().table
    stranger, family = current().priors
    for feature, level in levels.items():
        pair = table[feature][level]
        stranger, family = stranger + pair[0], family + pair[1]
    return -math.log2(2.0**-stranger + 2.0**-family)


@given(
    st.fixed_dictionaries({f: st.sampled_from([*CHAINS[f], NONE]) for f in FEATURES}),
    st.sampled_from(FEATURES),
)
def test_more_agreement_never_lowers_the_score(levels: dict[str, str], feature: str):
    chain = CHAINS[feature]
    scores = [weighed({**levels, feature: level}) for level in chain]
    assert scores == sorted(scores, reverse=True)


@given(st.sampled_from(["伟", "建国", "樾骅"]), st.sampled_from(["李", "昝"]))
def test_closer_names_never_weigh_less(given_name: str, surname: str):
    known = Record("a", surname + given_name, phone="14200000001")
    told = [
        replace(known, key="b"),
        replace(known, key="b", name=surname + given_name.replace("伟", "伪").replace("国", "果")),
        replace(known, key="b", name=f"{surname}{given_name}文"),
        replace(known, key="b", name=f"{surname}静"),
    ]
    bits = [compare(each, known, current()).bits for each in told]
    assert bits == sorted(bits, reverse=True)


def test_common_names_weigh_less():
    rare, common = (Record("a", f"李{given}", phone="14200000001") for given in ("樾骅", "伟"))
    weights = current()
    assert (
        compare(rare, replace(rare, key="b"), weights).terms[1][0]
        > (compare(common, replace(common, key="b"), weights).terms[1][0])
    )
    own = weights.on(Frequencies.of([profile(rare), profile(common)]))
    assert own.people == weights.people
    assert own.names.givens == {"樾骅": 0.5, "伟": 0.5}


def test_odds_beyond_all_bounds_are_still_a_probability():
    sure = Evidence((NONE,) * 7, ((0.0, 0.0),) * 7, 5_000.0, Veto.NONE)
    outcome = decide(ranked([Ranked("a", sure), Ranked("b", replace(sure, bits=-5_000.0))]),
                     current())  # fmt: skip
    assert (outcome.kind, outcome.key, outcome.probability) == (Kind.SAME, "a", 1.0)


def test_the_shipped_weights_are_whole_and_say_where_they_come_from():
    told = json.loads((DATA / "linkage.json").read_text("utf-8"))
    assert {"on", "with", "seed", "program", "people", "note"} <= set(told["trained"])
    weights = current()
    assert 0.5 <= weights.same <= weights.same_by_area < 1
    check(weights.table)


@pytest.mark.parametrize("feature", sorted(CHAINS))
def test_weights_that_rise_or_lack_a_level_are_refused(feature, tmp_path):
    told = json.loads((DATA / "linkage.json").read_text("utf-8"))
    rows = told["levels"][feature]
    last = CHAINS[feature][-1]
    rows[last] = [99.0, 99.0]
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(ValueError, match=f"{last} weighs more than"):
        read(path, DATA / "linkage_names.json")
    del rows[last]
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(ValueError, match=f"no weight for {last}"):
        read(path, DATA / "linkage_names.json")


def test_levels_aside_lie_between_agreement_and_contradiction():
    table = current().table
    for feature, aside in ASIDE.items():
        for level in aside:
            for top, side, low in zip(
                table[feature][CHAINS[feature][0]], table[feature][level],
                table[feature][CHAINS[feature][-1]], strict=True,
            ):  # fmt: skip
                assert top >= side >= low
