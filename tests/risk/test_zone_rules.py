"""When a zone may be drawn, raised, lowered, extended, lifted; which boundaries overlap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk.formats.schemes import zone_schemes
from gridward.response.risk.rules import zones
from gridward.response.risk.rules.zones import Evidence, Requirement, Unit

THREE = zone_schemes()["three-zones"]
DRAWN = date(2022, 4, 1)


def standing(on: date, *told: Evidence, level: str = "sealed") -> list[bool]:
    found = zones.checks(THREE.level(level).evidence, told, since=DRAWN, on=on)
    return [each.holds for each in found]


def test_every_shipped_scheme_has_levels_words_and_evidence():
    for scheme in zone_schemes().values():
        assert scheme.source
        for level in scheme.levels:
            assert level.title_zh
            assert level.rules_zh
            assert level.review_days > 0
            assert {need.kind for need in level.evidence} <= set(zones.KINDS)
            assert level.evidence[0].kind == "no_case"
    with pytest.raises(KeyError):
        THREE.level("purple")


def test_what_lifts_a_sealed_zone():
    """14 days without a case, 14 days since exposure with negative tests, a round in two days."""
    day = DRAWN + timedelta(days=14)
    contacts = Evidence("contacts", DRAWN, holds=True)
    assert standing(day) == [True, False, False]
    assert standing(day, contacts, Evidence("round", day - timedelta(days=2), holds=True)) == [
        True, True, True,
    ]  # fmt: skip
    assert (
        standing(day, contacts, Evidence("round", day - timedelta(days=3), holds=True))[2] is False
    )
    assert standing(day, Evidence("contacts", DRAWN, holds=False))[1] is False
    both = [Evidence("round", day, holds=True), Evidence("round", day, holds=False)]
    assert standing(day, *both)[2] is False
    assert standing(day, Evidence("no_case", DRAWN + timedelta(days=1), holds=True))[0] is False
    assert standing(day, Evidence("no_case", day + timedelta(days=1), holds=True))[0] is True


@given(st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_a_newer_case_never_helps(case, today, second):
    on = DRAWN + timedelta(days=today)
    told = [Evidence("no_case", DRAWN + timedelta(days=case), holds=True)]
    more = [*told, Evidence("no_case", on, holds=True)] if second else told
    assert standing(on, *more)[0] <= standing(on, *told)[0] <= standing(on)[0]


def test_raising_is_immediate_and_lowering_is_not():
    bad = zones.checks(THREE.strictest.evidence, [], since=DRAWN, on=DRAWN)
    settled = {"state": "in_force", "user_id": 1}
    assert zones.change(THREE, "controlled", "sealed", bad, overriding="", **settled).allowed
    down = zones.change(THREE, "sealed", "controlled", bad, overriding="", **settled)
    assert len(down.because) == 3
    assert zones.change(THREE, "sealed", "controlled", bad, overriding="误判", **settled).allowed
    assert not zones.change(THREE, "sealed", "sealed", bad, overriding="", **settled).allowed
    assert not zones.change(
        THREE, "controlled", "sealed", bad, overriding="", state="in_force", user_id=None
    ).allowed


def test_lifting_needs_all_evidence_or_a_reason_and_happens_once():
    bad = zones.checks(THREE.strictest.evidence, [], since=DRAWN, on=DRAWN)
    assert not zones.lift(bad, state="in_force", overriding=" ", user_id=1).allowed
    assert zones.lift(bad, state="in_force", overriding="假阳性", user_id=1).allowed
    assert zones.lift([], state="in_force", overriding="", user_id=1).allowed
    assert not zones.lift([], state="lifted", overriding="x", user_id=1).allowed


def test_extending_goes_forward_only():
    for day, allowed in ((2, False), (5, False), (6, True)):
        decided = zones.extend(
            DRAWN + timedelta(days=5),
            DRAWN + timedelta(days=day),
            DRAWN,
            state="in_force",
            user_id=1,
        )
        assert decided.allowed is allowed


def test_a_zone_needs_a_person_a_document_and_free_buildings():
    assert zones.draw([1], [], document="第3号令", user_id=1).allowed
    assert len(zones.draw([], ["1号楼"], document=" ", user_id=None).because) == 4


units = st.builds(
    Unit,
    st.sampled_from(["1/", "1/1/", "1/1/1/", "1/1/2/", "1/2/1/"]),
    st.sampled_from(["", "甲小区", "乙小区"]),
    st.sampled_from(["", "1", "2"]),
).filter(lambda unit: unit.estate or not unit.building)
leaves = st.builds(
    Unit,
    st.sampled_from(["1/1/1/", "1/1/2/", "1/2/1/"]),
    st.sampled_from(["", "甲小区", "乙小区"]),
    st.sampled_from(["1", "2"]),
)


@given(st.lists(units, min_size=1, max_size=4), units, st.lists(leaves, max_size=12))
def test_boundaries_that_share_a_building_overlap(one, two, known):
    """No building, known today or not, can be in two boundaries that do not overlap."""
    shared = set(zones.expand(one, known)) & set(zones.expand([two], known))
    if shared:
        assert any(zones.overlap(part, two) for part in one)
    for part in one:
        assert zones.overlap(part, two) == zones.overlap(two, part)


def test_what_a_boundary_means():
    known = [Unit("1/1/1/", "甲", "1"), Unit("1/1/1/", "甲", "2"), Unit("1/1/2/", "", "")]
    assert zones.expand([Unit("1/1/")], known) == sorted(known)
    assert zones.expand([Unit("1/1/1/", "甲")], known) == known[:2]
    assert zones.expand([Unit("1/1/1/", "甲", "2")], known) == [known[1]]
    assert known[0].label == "甲 1"
    assert Requirement("no_case", 14) == THREE.strictest.evidence[0]
