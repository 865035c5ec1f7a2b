"""Rules of campaigns: kinds, revisits, sharing out, reports, comparison."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.canvass import rules
from gridward.response.canvass.choices import (
    ItemState,
    Kind,
    Outcome,
    PartOfDay,
    Standing,
    Unit,
    outcome_word,
    state_word,
)
from gridward.response.canvass.rules import Change, Turn


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_has_its_own_unit_results_and_words(kind):
    rule = rules.KINDS[kind]
    assert set(rule.valid) <= {ItemState(result.value) for result in rule.results}
    assert {Outcome.DONE, Outcome.ABSENT, Outcome.REFUSED} <= set(rule.results)
    assert set(rules.UNSETTLED) <= set(rule.states)
    assert all(state_word(kind, state) for state in rule.states)
    assert all(outcome_word(kind, result) for result in rule.results)


def test_no_two_kinds_count_the_same():
    """人, 户, 间 and 家 are never added (domain 5.4, 21)."""
    assert {rule.unit for rule in rules.KINDS.values()} == set(Unit)


def test_a_promise_is_no_vaccination():
    rule = rules.KINDS[Kind.VACCINATION_CALL]
    assert ItemState.PROMISED in rule.states
    assert ItemState.PROMISED not in rule.valid


def test_a_door_missed_in_the_morning_is_proposed_for_the_evening():
    tried = rules.BITS[PartOfDay.MORNING]
    assert rules.proposed(tried) == PartOfDay.EVENING
    assert rules.turn("attempted", tried, PartOfDay.AFTERNOON) == Turn.LATER
    assert rules.turn("attempted", tried, PartOfDay.EVENING) == Turn.NOW
    assert rules.turn("open", 0, PartOfDay.MORNING) == Turn.FIRST
    assert rules.turn("done", tried, PartOfDay.EVENING) is None


def test_after_the_evening_comes_the_morning_and_after_all_three_any_time():
    evening, morning = rules.BITS[PartOfDay.EVENING], rules.BITS[PartOfDay.MORNING]
    assert rules.proposed(evening) == PartOfDay.MORNING
    assert rules.proposed(evening | morning) == PartOfDay.AFTERNOON
    assert rules.proposed(7) is None
    for part in PartOfDay:
        assert rules.turn("attempted", 7, part) == Turn.NOW
        due = rules.due_bits(part)
        assert all(rules.turn("attempted", bits, part) == Turn.NOW for bits in due)


HANDS = frozenset({1, 2, 3})
stairs = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from([None, 1, 2, 3, 9])), min_size=1, max_size=40
).map(
    lambda rows: [
        rules.Stair(("p/", str(n)), doors, hand, HANDS) for n, (doors, hand) in enumerate(rows)
    ]
)


@given(stairs)
def test_a_split_is_whole_fair_and_keeps_neighbours_together(found):
    given_to = rules.share_out(found)
    assert given_to.keys() == {stair.key for stair in found}
    loads = rules.loads(found, given_to)
    assert sum(loads.values()) == sum(stair.doors for stair in found)
    longest = max(stair.doors for stair in found)
    kept = {stair.key: stair.hand for stair in found} == given_to
    if not kept:
        mean = sum(loads.values()) / 3
        assert all(abs(loads.get(hand, 0) - mean) <= longest for hand in HANDS)
        runs = [given_to[stair.key] for stair in found]
        changes = sum(a != b for a, b in pairwise(runs))
        assert changes == len(set(runs)) - 1


@given(stairs)
def test_splitting_twice_moves_nothing_more(found):
    once = rules.share_out(found)
    after = [rules.Stair(s.key, s.doors, once[s.key], s.hands) for s in found]
    assert rules.share_out(after) == once


def test_who_already_has_much_gets_less_and_nobody_walks_where_they_have_no_post():
    alone = [rules.Stair(("a/", str(n)), 10, None, frozenset({1})) for n in range(3)]
    both = [rules.Stair(("b/", str(n)), 10, None, frozenset({1, 2})) for n in range(3)]
    nobody = [rules.Stair(("c/", "1"), 10, None, frozenset())]
    given_to = rules.share_out([*alone, *both, *nobody])
    assert {given_to[stair.key] for stair in alone} == {1}
    assert {given_to[stair.key] for stair in both} == {2}
    assert ("c/", "1") not in given_to
    assert rules.loads(nobody) == {None: 10}


def test_a_team_has_exactly_three_different_people_with_a_post():
    """R12."""
    assert rules.may_form([1, 2, 3], [1, 2, 3, 4]).allowed
    assert not rules.may_form([1, 2], [1, 2]).allowed
    assert not rules.may_form([1, 2, 2], [1, 2]).allowed
    assert not rules.may_form([1, 2, 3, 4], [1, 2, 3, 4]).allowed
    assert not rules.may_form([1, 2, 5], [1, 2, 3]).allowed


def test_when_work_is_split_and_taken_back():
    assert rules.may_split("open", moves=1).allowed
    assert not rules.may_split("open", moves=0).allowed
    assert not rules.may_split("closed", moves=1).allowed
    assert rules.may_undo(is_undone=False, is_newest=True).allowed
    assert not rules.may_undo(is_undone=True, is_newest=True).allowed
    assert not rules.may_undo(is_undone=False, is_newest=False).allowed


def test_zero_must_be_said_and_silence_is_red():
    """P16."""
    nothing, found = rules.Told(doors=5, visits=9), rules.Told(persons=1)
    assert not rules.may_report(nothing, zero_said=False, is_future=False).allowed
    assert rules.may_report(nothing, zero_said=True, is_future=False).allowed
    assert rules.may_report(found, zero_said=False, is_future=False).allowed
    assert not rules.may_report(found, zero_said=True, is_future=False).allowed
    assert not rules.may_report(found, zero_said=False, is_future=True).allowed

    def standing(*, reported: bool, late: bool = False, zero: bool = False, past: bool) -> str:
        return rules.standing(reported=reported, late=late, zero=zero, past_cut_off=past)

    assert standing(reported=False, past=True) == Standing.SILENT
    assert standing(reported=False, past=False) == Standing.WAITING
    assert standing(reported=True, late=True, zero=True, past=True) == Standing.LATE
    assert standing(reported=True, zero=True, past=True) == Standing.ZERO
    assert standing(reported=True, past=False) == Standing.REPORTED


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, "done", Change.NEW), ("done", None, Change.GONE), ("done", "done", Change.SAME),
        ("done", "moved", Change.MOVED), ("done", "open", Change.LOST),
        ("vacant", "refused", Change.LOST), ("open", "done", Change.GAINED),
        ("absent", "refused", Change.CHANGED), ("vacant", "done", Change.CHANGED),
    ],
)  # fmt: skip
def test_how_a_door_stands_to_the_earlier_round(before, now, expected):
    assert rules.change(before, now, rules.VALID) == expected


def test_closing_with_gaps_is_a_persons_signed_decision():
    def may(state="open", unsettled=3, *, reason="外出", signer=1, signed="x"):
        return rules.may_close_with_gaps(
            state, unsettled, reason=reason, signer=signer, signed=signed
        ).allowed

    assert may()
    assert not may("closed")
    assert not may(unsettled=0)
    assert not may(reason=" ")
    assert not may(signer=None)
    assert not may(signed="")
