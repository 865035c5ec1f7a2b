"""Which adoption applies when: properties over every order of adopting, retiring, taking back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk.choices import AdoptionState
from gridward.response.risk.rules import Term, retire, withdraw
from gridward.response.risk.rules.terms import applying, at_each_path, end_of, state_of

START = datetime(2020, 2, 1, 4, 0, tzinfo=UTC)
HOURS = st.integers(0, 12).map(lambda n: START + timedelta(hours=n))
PATHS = st.sampled_from(["430124105/", "430124105/201/", "430124105/201/001/", "430124105/202/"])


@st.composite
def terms(draw):
    made = []
    for order in range(draw(st.integers(0, 6))):
        starts = draw(HOURS)
        ends = draw(st.none() | st.integers(1, 6).map(lambda n, s=starts: s + timedelta(hours=n)))
        made.append(Term(order, draw(PATHS), starts, ends, draw(st.booleans())))
    return made


@given(terms(), HOURS)
def test_what_applies_is_what_is_in_force_and_nothing_else(known, at):
    states = {term: state_of(term, known, at) for term in known}
    assert set(states.values()) <= set(AdoptionState.values)
    applies = at_each_path(known, at)
    assert {term for term, state in states.items() if state == "in_force"} == set(applies)
    assert len({term.path for term in applies}) == len(applies)


@given(terms(), HOURS, PATHS)
def test_the_nearest_place_upwards_decides(known, at, path):
    found = applying(known, path, at)
    above = [term for term in at_each_path(known, at) if path.startswith(term.path)]
    assert (found is None) == (not above)
    if found:
        assert all(len(term.path) <= len(found.path) for term in above)


@given(terms(), HOURS, HOURS, PATHS)
def test_taking_back_restores_exactly_what_was(known, at, later, path):
    new = Term(99, path, max(at, later))
    back = replace(new, withdrawn=True)
    assert at_each_path([*known, back], later) == at_each_path(known, later)
    for term in known:
        assert end_of(term, [*known, back]) == end_of(term, known)


@pytest.mark.parametrize(
    ("term", "user", "reason", "allowed"),
    [
        (Term(1, "4/", START + timedelta(hours=1)), 7, "误发", True),
        (Term(1, "4/", START), 7, "误发", False),
        (Term(1, "4/", START + timedelta(hours=1), withdrawn=True), 7, "误发", False),
        (Term(1, "4/", START + timedelta(hours=1)), None, "误发", False),
        (Term(1, "4/", START + timedelta(hours=1)), 7, " ", False),
    ],
)
def test_only_before_its_hour_an_adoption_is_taken_back(term, user, reason, allowed):
    assert withdraw(term, at=START, user_id=user, reason=reason).allowed is allowed


@pytest.mark.parametrize(
    ("term", "ends", "user", "reason", "allowed"),
    [
        (Term(1, "4/", START), 2, 7, "第3号令", True),
        (Term(1, "4/", START), 0, 7, "第3号令", False),
        (Term(1, "4/", START), -1, 7, "第3号令", False),
        (Term(1, "4/", START, START + timedelta(hours=9)), 2, 7, "第3号令", False),
        (Term(1, "4/", START, withdrawn=True), 2, 7, "第3号令", False),
        (Term(1, "4/", START), 2, None, "第3号令", False),
        (Term(1, "4/", START), 2, 7, "", False),
    ],
)
def test_a_policy_ends_by_an_order_of_a_person(term, ends, user, reason, allowed):
    ends_at = START + timedelta(hours=ends)
    decision = retire(term, ends_at=ends_at, at=START, user_id=user, reason=reason)
    assert decision.allowed is allowed
