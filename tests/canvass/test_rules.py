from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.canvass import rules
from gridward.response.canvass.choices import ItemState, Outcome, PartOfDay, RoundState, Verdict

HQ = "430124105/"
NINE = datetime(2020, 2, 20, 1, 0, tzinfo=UTC)


def fact(outcome: str, hours: float, order: int = 0) -> rules.Fact:
    at = NINE + timedelta(hours=hours)
    part = rules.part_of_day(at + timedelta(hours=8))
    return rules.Fact(at, outcome, part, order)


facts = st.lists(
    st.builds(
        lambda outcome, minutes: (outcome, minutes),
        st.sampled_from([o.value for o in Outcome]),
        st.integers(0, 72 * 60),
    ),
    max_size=6,
    unique_by=lambda pair: pair[1],
).map(lambda pairs: [fact(o, m / 60, n) for n, (o, m) in enumerate(pairs)])


def test_nobody_home_once_is_to_be_visited_again():
    assert rules.state_of([]) == ItemState.OPEN
    assert rules.state_of([fact("absent", 0)]) == ItemState.ATTEMPTED


def test_absent_needs_two_times_of_day():
    assert rules.state_of([fact("absent", 0), fact("absent", 1)]) == ItemState.ATTEMPTED
    assert rules.state_of([fact("absent", 0), fact("absent", 6)]) == ItemState.ABSENT
    # The same time of day on another date is still the same time of day.
    assert rules.state_of([fact("absent", 0), fact("absent", 24)]) == ItemState.ATTEMPTED


def test_the_parts_of_the_day_without_answer_are_remembered():
    assert rules.tried([]) == 0
    assert rules.tried([fact("absent", 0), fact("absent", 10), fact("done", 11)]) == 1 + 4
    assert rules.tried([fact("absent", 0), fact("taken_back", 1)]) == 0


def test_a_closed_door_says_nothing_against_an_earlier_result():
    assert rules.state_of([fact("done", 0), fact("absent", 6), fact("absent", 10)]) == "done"


def test_a_late_record_never_overwrites_a_newer_fact():
    assert rules.state_of([fact("done", 5), fact("refused", 1, order=9)]) == ItemState.DONE


def test_taking_back_cancels_the_result_that_stood():
    told = [fact("absent", 0), fact("done", 1), fact("taken_back", 2)]
    assert rules.state_of(told) == ItemState.ATTEMPTED
    assert rules.state_of([fact("taken_back", 2)]) == ItemState.OPEN
    assert rules.state_of([fact("absent", 0), fact("taken_back", 2)]) == ItemState.OPEN
    told = [fact("moved", 0), fact("absent", 6), fact("taken_back", 7)]
    assert rules.state_of(told) == ItemState.ATTEMPTED


@given(facts)
def test_the_order_of_arrival_does_not_matter(known):
    expected = rules.state_of(known)
    for shuffled in list(permutations(known))[:50]:
        assert rules.state_of(shuffled) == expected


@given(facts)
def test_absent_only_with_two_times_of_day_and_never_beside_a_result(known):
    state = rules.state_of(known)
    assert state in ItemState
    if state == ItemState.ABSENT:
        assert len({f.part for f in known if f.outcome == Outcome.ABSENT}) >= 2
    if state in {ItemState.DONE, ItemState.REFUSED, ItemState.VACANT, ItemState.MOVED}:
        assert any(f.outcome == state for f in known)


@given(facts, facts)
def test_every_change_of_state_stands_in_the_table(before, more):
    one, two = rules.state_of(before), rules.state_of([*before, *more])
    assert one == two or two in rules.TRANSITIONS[one]


def test_the_tables_are_complete():
    assert set(rules.TRANSITIONS) == set(ItemState)
    assert set(rules.ROUND_TRANSITIONS) == set(RoundState)
    assert {*rules.SETTLED, *rules.UNSETTLED} == set(ItemState)


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_times_of_day(hour, part):
    assert rules.part_of_day(datetime(2020, 2, 20, hour, 59, tzinfo=UTC)) == PartOfDay(part)


def test_which_visits_belong_to_a_round():
    spell = rules.Spell(NINE, None)
    assert rules.judge(spell, "done", event_at=NINE, now=NINE).allowed
    early = rules.judge(spell, "done", event_at=NINE - timedelta(hours=1), now=NINE)
    ahead = rules.judge(spell, "done", event_at=NINE + timedelta(hours=1), now=NINE)
    strange = rules.judge(spell, "asleep", event_at=NINE, now=NINE)
    assert [d.allowed for d in (early, ahead, strange)] == [False, False, False]
    assert "asleep" in str(strange.because[0])
    assert rules.verdict_of(spell) == Verdict.RECORDED
    assert rules.verdict_of(rules.Spell(NINE, NINE)) == Verdict.LATE


def test_opening():
    def may(running: list[str], n: int = 3, valid: tuple[str, ...] = rules.VALID) -> bool:
        return rules.may_open(HQ, running, households=n, valid=valid).allowed

    assert may([])
    assert may(["430124106/"])
    assert not may(["430124105/201/"])
    assert not may([], 0)
    assert not may([], 3, ())
    assert not may([], 3, ("open",))


def test_adding_needs_a_reason_and_a_running_round():
    assert rules.may_add("open", "new building").allowed
    assert not rules.may_add("open", " ").allowed
    assert not rules.may_add("closed", "new building").allowed


def test_closing():
    assert rules.may_close("open", 0).allowed
    assert "7" in str(rules.may_close("open", 7).because[0])
    assert not rules.may_close("closed", 0).allowed


counts = st.dictionaries(st.sampled_from(ItemState.values), st.integers(0, 10_000))


@given(counts, counts)
def test_additions_never_change_the_rate(frozen, added):
    """domain 5.4, 10: the denominator is frozen; new households form a named addition."""
    valid = tuple(rules.VALID)
    alone = rules.Coverage(rules.Tally(frozen), rules.Tally({}), valid)
    both = rules.Coverage(rules.Tally(frozen), rules.Tally(added), valid)
    assert (both.rate, both.denominator) == (alone.rate, alone.denominator)
    assert both.denominator == both.reached + both.missing == sum(frozen.values())
    assert both.rate is None or 0 <= both.rate <= 1
    assert both.unsettled == alone.unsettled + rules.Tally(added).unsettled


@given(counts, counts)
def test_tallies_add_up(one, two):
    assert rules.Tally(one).plus(rules.Tally(two)).total == sum(one.values()) + sum(two.values())


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (585, 678, "86.3 %"), (363, 388, "93.6 %"), (9999, 10_000, "99.9 %"), (5, 5, "100.0 %"),
        (1, 10_000, "0.1 %"), (0, 7, "0.0 %"), (0, 0, "–"),
    ],
)  # fmt: skip
def test_percentages(part, whole, text):
    cover = rules.Coverage(
        rules.Tally({"done": part, "open": whole - part}), rules.Tally({}), ("done",)
    )
    assert cover.percent == rules.percent(part, whole) == text
