from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.duty import rules
from gridward.response.duty.choices import TaskState


def test_the_table_is_complete_and_every_state_is_reached():
    assert set(rules.TRANSITIONS) == set(TaskState.values)
    reached, fresh = {"open"}, {"open"}
    while fresh:
        fresh = set().union(*(rules.TRANSITIONS[s] for s in fresh)) - reached
        reached |= fresh
    assert reached == set(TaskState.values)


@given(state=st.sampled_from(TaskState.values), words=st.text())
def test_a_task_closes_only_while_it_runs_and_with_words(state, words):
    ends = state in rules.RUNNING and bool(words.strip())
    assert rules.finish(state=state, result=words).allowed is ends
    assert rules.cancel(state=state, reason=words).allowed is ends


@pytest.mark.parametrize(
    ("state", "taker", "allowed"),
    [("open", 7, True), ("open", None, False), ("done", 7, False), ("taken", 7, False)],
)  # fmt: skip
def test_who_may_take(state, taker, allowed):
    decision = rules.take(state=state, taker=taker)
    assert decision.allowed is allowed
    assert bool(decision.because) is not allowed


def test_late_is_past_due_and_still_running(at):
    assert rules.is_late(state="open", due_at=at, at=at + timedelta(seconds=1))
    assert not rules.is_late(state="open", due_at=at, at=at)
    assert not rules.is_late(state="done", due_at=at, at=at + timedelta(days=1))
