from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import Conflict, NotAllowed, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.response.canvass import actions, jobs, queries
from gridward.response.canvass.choices import Verdict
from gridward.response.canvass.models import Attempt, Round, RoundCounter, RoundItem
from tests.canvass.doors import (
    FIRST,
    counted,
    declaration,
    doors,
    finish,
    kept,
    knock,
    one_more,
    sweep,
)
from tests.make.township import HQ

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def item(code: str) -> RoundItem:
    return RoundItem.objects.get(code=code)


def test_a_round_freezes_every_household_in_force(at, actor_of):
    codes = doors(at)
    made = actions.open_round(name="第一轮", path=HQ, actor=actor_of("commander"), at=at)
    assert (made.number, made.frozen_total) == (1, 12)
    assert sorted(RoundItem.objects.values_list("code", flat=True)) == codes
    assert counted(made) == kept(made)
    assert LedgerEntry.objects.filter(event="canvass.opened").get().data["households"] == 12


def test_doors_stand_in_their_natural_order(at):
    codes = doors(at, per_grid=12, villages=1, grids=1)
    sweep(at)
    assert list(RoundItem.objects.order_by("position").values_list("code", flat=True)) == codes
    assert item(codes[0]).staircase
    assert item(codes[0]).staircase != item(codes[11]).staircase


def test_only_who_runs_rounds_opens_one(at, actor_of):
    doors(at)
    for role in ("grid_worker", "community_lead", "inspector"):
        with pytest.raises(NotAllowed):
            actions.open_round(name="", path=HQ, actor=actor_of(role), at=at)


def test_one_round_at_a_time_over_one_door(at):
    codes = doors(at)
    first = sweep(at, path="430124105/201/")
    with pytest.raises(WrongState):
        sweep(at)
    second = sweep(at, path="430124105/202/")
    assert (second.number, second.frozen_total) == (2, 6)
    finish(codes[:6], at + HOUR)
    actions.close_round(first, actor=Actor.system(), at=at + 2 * HOUR)
    assert sweep(at + 3 * HOUR, path="430124105/201/").number == 3


def test_no_round_without_households(at):
    with pytest.raises(WrongState):
        sweep(at, path="430124199/")


def test_a_door_goes_from_open_to_absent_by_two_times_of_day(at):
    code = doors(at)[0]
    sweep(at)
    assert knock(code, "absent", at + HOUR).state == "attempted"
    assert knock(code, "absent", at + 2 * HOUR).state == "attempted"
    assert knock(code, "absent", at + 10 * HOUR).state == "absent"
    assert (item(code).attempts, item(code).last_at) == (3, at + 10 * HOUR)


def test_a_record_synced_late_keeps_its_time_and_overwrites_nothing(at):
    """domain 5.4, 26."""
    code = doors(at)[0]
    sweep(at)
    knock(code, "done", at + 5 * HOUR)
    late = actions.Entry(code=code, outcome="refused", at=at + HOUR)
    [result] = actions.record_attempts([late], actor=Actor.system(), at=at + 9 * HOUR)
    assert (result.verdict, result.state) == (Verdict.RECORDED, "done")
    kept_late = Attempt.objects.get(outcome="refused")
    assert (kept_late.at, kept_late.recorded_at) == (at + HOUR, at + 9 * HOUR)
    assert item(code).last_at == at + 5 * HOUR


def test_taking_back_is_no_visit(at):
    codes = doors(at)
    sweep(at)
    knock(codes[0], "absent", at + HOUR)
    knock(codes[0], "done", at + 2 * HOUR)
    assert knock(codes[0], "taken_back", at + 3 * HOUR).state == "attempted"
    assert (item(codes[0]).attempts, item(codes[0]).last_at) == (2, at + 2 * HOUR)
    assert knock(codes[1], "taken_back", at + HOUR).state == "open"
    assert (item(codes[1]).attempts, item(codes[1]).last_at) == (0, None)


def test_the_same_record_twice_changes_nothing(at):
    code = doors(at)[0]
    sweep(at)
    assert knock(code, "done", at + HOUR).verdict == Verdict.RECORDED
    again = knock(code, "done", at + HOUR)
    assert (again.verdict, again.state) == (Verdict.REPEATED, "done")
    assert Attempt.objects.count() == 1
    assert LedgerEntry.objects.filter(event="canvass.recorded").count() == 1


def test_each_entry_gets_its_own_answer(at, actor_of):
    codes = doors(at)
    sweep(at)
    worker = actor_of("grid_worker", FIRST)
    entries = [
        actions.Entry(codes[0], "done", at + HOUR),
        actions.Entry(codes[3], "done", at + HOUR),  # the neighbour's grid
        actions.Entry("nowhere", "done", at + HOUR),
        actions.Entry(codes[1], "absent", at - HOUR),  # before the round
        actions.Entry(codes[2], "done", at + 9 * HOUR),  # a wrong clock
    ]
    results = actions.record_attempts(entries, actor=worker, at=at + HOUR)
    assert [r.verdict for r in results] == ["recorded", "refused", "refused", "refused", "refused"]
    assert results[1].because == results[2].because  # hidden and missing are not told apart
    assert item(codes[3]).state == item(codes[2]).state == "open"


def test_a_staircase_takes_a_handful_of_statements(at):
    codes = doors(at, per_grid=60, villages=1, grids=2)
    sweep(at)
    few = _statements(codes[:2], at)
    many = _statements(codes[10:110], at)
    # Two grids take one more statement than one: the counters are locked in one order.
    assert many <= few + 1 <= 13


def _statements(codes: list[str], at: datetime) -> int:
    with CaptureQueriesContext(connection) as caught:
        finish(codes, at + HOUR)
    return len(caught)


def test_a_newcomer_is_a_named_addition_and_the_denominator_stays(at, actor_of):
    """domain 5.4, 10."""
    doors(at)
    made = sweep(at)
    code = one_more(at)
    worker = actor_of("grid_worker", FIRST)
    added = actions.add_household(made, code=code, reason="新迁入", actor=worker, at=at + HOUR)
    covered = queries.total(made)
    assert (covered.denominator, covered.added.total) == (12, 1) == (made.frozen_total, 1)
    assert (added.added_reason, added.position) == ("新迁入", 4)
    knock(code, "done", at + 2 * HOUR)
    assert (queries.total(made).reached, queries.total(made).added.counts["done"]) == (0, 1)
    with pytest.raises(Conflict):
        actions.add_household(made, code=code, reason="新迁入", actor=worker, at=at + HOUR)
    with pytest.raises(NotThere):
        actions.add_household(made, code="nowhere", reason="新迁入", actor=worker, at=at + HOUR)


def test_a_round_cannot_close_with_open_rows(at, actor_of):
    codes = doors(at)
    made = sweep(at)
    hq = actor_of("commander")
    finish(codes[:-1], at + HOUR)
    knock(codes[-1], "absent", at + HOUR)
    with pytest.raises(WrongState, match="1 households"):
        actions.close_round(made, actor=hq, at=at + 2 * HOUR)
    knock(codes[-1], "absent", at + 10 * HOUR)
    closed = actions.close_round(made, actor=hq, at=at + 11 * HOUR)
    assert (closed.state, closed.closed_by) == ("closed", 1)
    assert LedgerEntry.objects.get(event="canvass.closed").data == {
        "reached": 11,
        "of": 12,
        "added": 0,
    }
    with pytest.raises(WrongState):
        actions.close_round(made, actor=hq, at=at + 12 * HOUR)


def test_what_arrives_after_closing_is_kept_and_changes_no_figure(at):
    codes = doors(at)
    made = sweep(at)
    finish(codes, at + HOUR)
    actions.close_round(made, actor=Actor.system(), at=at + 2 * HOUR)
    result = knock(codes[0], "refused", at + 3 * HOUR)
    assert (result.verdict, result.state) == (Verdict.LATE, "done")
    assert Attempt.objects.filter(outcome="refused").exists()
    assert queries.total(made).reached == 12


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 12),
            st.sampled_from(["done", "absent", "refused", "moved", "taken_back"]),
            st.integers(1, 60),
        ),
        max_size=60,
    ),
    st.integers(1, 20),
)  # fmt: skip
def test_counters_equal_a_recount_after_any_edits(at, edits, size):
    """domain 5.4, 10: whatever is recorded, in calls of any size and in any order of time."""
    with scope.everywhere():
        if not Round.objects.exists():
            doors(at)
            made = sweep(at)
            actions.add_household(
                made, code=one_more(at), reason="新迁入", actor=Actor.system(), at=at
            )
        made = Round.objects.get()
        codes = sorted(RoundItem.objects.values_list("code", flat=True))
        entries = [actions.Entry(codes[n], what, at + hours * HOUR) for n, what, hours in edits]
        for start in range(0, len(entries), size):
            actions.record_attempts(
                entries[start : start + size], actor=Actor.system(), at=at + 60 * HOUR
            )
        assert counted(made) == kept(made)
        assert queries.total(made).denominator == made.frozen_total == 12
        assert actions.recount(made, actor=Actor.system(), at=at + 61 * HOUR) == 0


def test_the_nightly_recount_puts_a_wrong_counter_right_and_says_so(at):
    doors(at)
    made = sweep(at)
    RoundCounter.objects.filter(path=FIRST).update(open=1, done=2)
    RoundCounter.objects.create(round=made, path="430124105/999/", kind="added", open=5)
    assert jobs.recount(at + HOUR) == 2
    assert counted(made) == kept(made)
    assert LedgerEntry.objects.get(event="canvass.recounted").data == {"wrong": 2}
    assert jobs.recount(at + HOUR) == 0


def test_an_accepted_self_report_is_a_result_once(at, actor_of):
    code = doors(at)[0]
    made = sweep(at)
    declared = declaration(code, at + HOUR)
    [result] = actions.note_declarations([declared.pk], actor=Actor.system(), at=at + 2 * HOUR)
    assert (result.verdict, result.state, item(code).channel) == ("recorded", "done", "self")
    [again] = actions.note_declarations([declared.pk], actor=Actor.system(), at=at + 3 * HOUR)
    assert again.verdict == Verdict.REPEATED
    assert queries.total(made).reached == 1
    declared.state = "returned"
    declared.save()
    assert actions.note_declarations([declared.pk], actor=Actor.system(), at=at) == []
