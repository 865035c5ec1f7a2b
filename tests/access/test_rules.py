from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gridward.core.actor import Actor, grants
from gridward.core.permissions import Permission
from gridward.ground.access import rules
from gridward.ground.access.rules import Duty

NOW = datetime(2020, 2, 20, 1, tzinfo=UTC)
GRID = "430124105/201/001/"


def duty(role, path=GRID, user="甲", post="网格员", what="守好每一户"):
    return Duty(path, role, user, post, what)


def said(found):
    return [str(gap.reason) for gap in found]


def test_a_grid_with_one_lead_and_a_worker_has_no_gap():
    assert rules.gaps([GRID], [duty("grid_lead"), duty("grid_worker")]) == []


def test_a_grid_without_anybody_has_two_gaps():
    assert said(rules.gaps([GRID], [])) == ["No responsible leader.", "No grid worker."]


def test_the_lead_is_inherited_from_the_village_but_the_worker_is_not():
    above = [duty("grid_lead", "430124105/201/"), duty("grid_worker", "430124105/201/")]
    assert said(rules.gaps([GRID], above)) == ["No grid worker."]


def test_two_leads_are_one_too_many():
    both = [duty("grid_lead", user="甲"), duty("grid_lead", user="乙"), duty("grid_worker")]
    assert said(rules.gaps([GRID], both)) == ["2 leaders, one is needed."]


def test_a_duty_record_needs_person_post_and_duty():
    held = [duty("grid_lead"), duty("grid_worker", post=" ")]
    assert said(rules.gaps([GRID], held)) == ["The duty record of 甲 lacks post or duty."]


@given(st.integers(0, 20))
def test_the_lock_comes_with_the_fifth_failure(failures):
    until = rules.lock_after(failures, NOW)
    assert (until is not None) == (failures >= 5)
    if until:
        assert not rules.may_try(locked_until=until, at=NOW).allowed
        assert rules.may_try(locked_until=until, at=until + timedelta(seconds=1)).allowed


def test_the_locked_are_told_how_long():
    decision = rules.may_try(locked_until=NOW + timedelta(seconds=61), at=NOW)
    assert "2 minutes" in str(decision.because[0])
    assert rules.may_try(locked_until=None, at=NOW).allowed


def test_who_sees_the_street_needs_a_second_factor_and_a_short_session():
    assert rules.needs_second_factor(["grid_worker", "commander"])
    assert not rules.needs_second_factor(["grid_worker"])
    assert rules.idle_limit(["commander"]) < rules.idle_limit(["grid_worker"])


def test_nobody_gives_more_than_they_have():
    secretary = Actor(1, "x", grants(rules.ROLES["community_lead"], "430124105/201/"))
    assert rules.may_grant("grid_worker", by=secretary, path=GRID)
    assert not rules.may_grant("commander", by=secretary, path=GRID)
    assert not rules.may_grant("grid_worker", by=secretary, path="430124105/202/001/")
    administrator = Actor(2, "y", grants(rules.ROLES["administrator"], "430124105/"))
    assert rules.may_grant("commander", by=administrator, path="430124105/")


def test_the_account_administrator_and_the_privacy_officer_see_no_people():
    for role in ("administrator", "privacy_officer"):
        assert Permission.PEOPLE_VIEW not in rules.ROLES[role]
        assert Permission.CARE_VIEW not in rules.ROLES[role]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-5, 5))
def test_a_posting_lasts_at_least_a_day(start, days):
    end = start + timedelta(days=days)
    assert rules.may_post(valid_from=start, valid_to=end).allowed == (days > 0)
    assert rules.may_post(valid_from=start, valid_to=None).allowed


class TestSessions:
    def test_one_factor_is_too_few_at_headquarters(self):
        weak = rules.Session(is_weak=True, seen=NOW)
        assert rules.still_open(weak, ["grid_worker"], at=NOW).allowed
        assert not rules.still_open(weak, ["grid_worker", "analyst"], at=NOW).allowed

    def test_a_desk_idles_shorter_than_a_phone(self):
        strong = rules.Session(is_weak=False, seen=NOW - timedelta(minutes=31))
        assert rules.still_open(strong, ["grid_worker"], at=NOW).allowed
        assert not rules.still_open(strong, ["commander"], at=NOW).allowed
        assert rules.still_open(
            rules.Session(is_weak=False, seen=None), ["commander"], at=NOW
        ).allowed
