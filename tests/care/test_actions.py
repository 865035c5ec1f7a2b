from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.response.care import actions, queries
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules.reading import Reading
from gridward.response.duty.models import Task
from tests.make import care as make
from tests.make.township import township, user

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def grids(at):
    return township(at)


@pytest.fixture
def people(grids):
    return make.staff(grids[0])


@pytest.fixture
def case(grids, people, at):
    return make.started(grids[0], at, people)


@pytest.fixture
def worker(people, at):
    return make.acting(people["grid_worker"], at)


@pytest.fixture
def lead(people, at):
    return make.acting(people["community_lead"], at)


@pytest.fixture
def commander(people, at):
    return make.acting(people["commander"], at)


def events(name) -> int:
    return LedgerEntry.objects.filter(event=name).count()


def test_numbers_run_per_township_and_year(grids, people, at):
    cases = [make.planned(grids[0], at) for _ in range(2)]
    assert [c.number for c in cases] == ["HT-2020-0001", "HT-2020-0002"]
    assert make.planned(grids[0], at + timedelta(days=366)).number == "HT-2021-0001"


def test_a_plan_brings_its_team_its_release_day_and_a_task(grids, people, at):
    case = make.planned(grids[0], at, last_exposure=date(2020, 2, 18))
    assert set(case.team.values_list("role", flat=True)) == set(make.TEAM)
    assert case.planned_release == date(2020, 3, 3)
    task = Task.objects.get(kind="start_case")
    assert (task.owner, task.due_at) == (people["grid_worker"].pk, at + timedelta(hours=24))


def test_a_second_class_joins_the_running_case_and_asks_for_a_review(grids, people, at):
    case = make.planned(grids[0], at)
    again = make.planned(grids[0], at, who=case.person)
    assert again == case
    assert not Task.objects.filter(kind="case_review").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            number="x", township=case.township, year=2020, sequence=99, path=case.path,
            person=case.person, kind="central", profile=case.profile, day_one=case.day_one,
            planned_release=case.planned_release, opened_at=at,
        )  # fmt: skip


def test_the_start_names_everything_that_is_missing(grids, at):
    people = make.staff(grids[0], roles=("grid_worker",))
    case = make.planned(grids[0], at)
    lead = make.acting(people["community_lead"], at)
    with pytest.raises(WrongState) as refused:
        actions.start(case, actor=lead, at=at)
    assert len(refused.value.because) == 4
    case = actions.notify(case, how="phone", actor=make.acting(people["grid_worker"], at), at=at)
    with pytest.raises(WrongState, match="4 missing"):
        actions.start(case, actor=lead, at=at)


def test_two_people_may_excuse_what_is_missing(grids, at):
    people = make.staff(grids[0], roles=("grid_worker",))
    case = make.planned(grids[0], at)
    worker, lead = (make.acting(people[r], at) for r in ("grid_worker", "community_lead"))
    commander = make.acting(people["commander"], at)
    case = actions.notify(case, how="hand", actor=worker, at=at)
    for kind in ("team", "residence"):
        asked = actions.ask_exemption(case, kind=kind, reason="封村，人手不够", actor=lead, at=at)
        assert actions.ask_exemption(case, kind=kind, reason="x", actor=lead, at=at) == asked
        with pytest.raises(NotAllowed):
            actions.grant_exemption(asked, actor=lead, at=at)
        actions.grant_exemption(asked, actor=commander, at=at)
    assert actions.start(case, actor=lead, at=at).state == "active"
    own = actions.ask_exemption(case, kind="early", reason="x", actor=commander, at=at)
    with pytest.raises(WrongState, match="cannot grant"):
        actions.grant_exemption(own, actor=commander, at=at)


def test_a_start_at_nine_owes_both_slots_of_the_day_and_closes_the_task(case):
    assert list(case.slots.order_by("due_at").values_list("part", flat=True)) == [
        "morning", "evening",
    ]  # fmt: skip
    assert Task.objects.get(kind="start_case").state == "done"


def test_slots_are_made_once_a_day(case, at):
    day = clock.local_date(at) + timedelta(days=1)
    assert actions.expect_slots(day=day, actor=SYSTEM, at=at) == 2
    assert actions.expect_slots(day=day, actor=SYSTEM, at=at) == 0
    assert events("care.slots_expected") == 1


def test_a_reading_is_kept_checked_and_repeated_without_harm(case, worker, at):
    slot = case.slots.get(part="morning")
    with pytest.raises(WrongState, match="365"):
        actions.record_slot(slot, Reading(Decimal(365)), actor=worker, at=at)
    done = actions.record_slot(slot, make.NORMAL, actor=worker, at=at)
    assert (done.state, done.temperature, done.recorded_by) == (
        "recorded", Decimal("36.5"), worker.user_id,
    )  # fmt: skip
    actions.record_slot(slot, make.NORMAL, actor=worker, at=at)
    assert events("care.slot_recorded") == 1


def test_an_older_reading_never_overwrites_a_newer_one(case, worker, at):
    slot = case.slots.get(part="morning")
    actions.record_slot(slot, make.NORMAL, actor=worker, at=at)
    late = at + timedelta(minutes=5)
    earlier = at - timedelta(hours=1)
    done = actions.record_slot(slot, make.FEVER, actor=worker, at=late, measured_at=earlier)
    assert (done.temperature, done.measured_at) == (Decimal("36.5"), at)
    assert done.earlier[0]["temperature"] == "37.8"
    assert done.open_alarm  # the fever was there, whatever came later
    newer = actions.record_slot(slot, Reading(Decimal("36.8")), actor=worker, at=late)
    assert newer.temperature == Decimal("36.8")
    assert len(newer.earlier) == 2


def test_a_staircase_in_one_call_and_one_bad_item(grids, people, worker, at, case):
    other = make.started(grids[0], at, people)
    slots = [c.slots.get(part="morning") for c in (case, other)]
    entries = [
        actions.Entry(slots[0].pk, Reading(Decimal(12))),
        actions.Entry(slots[1].pk, make.NORMAL),
        actions.Entry(10**9, make.NORMAL),
    ]
    outcomes = actions.record_slots(entries, actor=worker, at=at)
    assert [o.decision.allowed for o in outcomes] == [False, True, False]
    stranger = make.acting(make.staff(grids[1])["grid_worker"], at)
    assert not actions.record_slots(entries[1:2], actor=stranger, at=at)[0].decision.allowed


def test_a_fever_asks_for_a_deed_within_30_minutes_once(case, people, worker, at):
    slot = actions.record_slot(case.slots.get(part="morning"), make.FEVER, actor=worker, at=at)
    assert events("care.slot_abnormal") == 1
    for _ in range(2):
        assert actions.after_abnormal(slot.pk, actor=SYSTEM, at=at)
    task = Task.objects.get(kind="temperature_abnormal")
    assert (task.due_at, task.owner) == (at + timedelta(minutes=30), people["grid_worker"].pk)
    with pytest.raises(WrongState, match="how it ended"):
        actions.resolve(slot, how=" ", actor=worker, at=at)
    actions.resolve(slot, how="复测正常", actor=worker, at=at)
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "复测正常")
    assert not actions.after_abnormal(slot.pk, actor=SYSTEM, at=at)


def test_misses_are_marked_once_and_the_second_sends_somebody_there(case, worker, at):
    evening = case.slots.get(part="evening")
    noon = case.slots.get(part="morning").due_at
    for _ in range(2):
        actions.mark_missed(actor=SYSTEM, at=noon)
    assert events("care.slot_missed") == 1
    morning = case.slots.get(part="morning")
    for _ in range(2):
        actions.after_missed(morning.pk, actor=SYSTEM, at=noon)
    assert Task.objects.get(kind="temperature_missed").due_at == noon + timedelta(hours=2)
    actions.mark_missed(actor=SYSTEM, at=evening.due_at)
    assert actions.after_missed(evening.pk, actor=SYSTEM, at=evening.due_at)
    visit = Task.objects.get(kind="visit")
    assert clock.local_date(visit.due_at) == evening.day
    made = actions.make_good(
        evening, make.NORMAL, measured_at=evening.due_at - timedelta(hours=1), actor=worker,
        at=evening.due_at + timedelta(hours=1),
    )  # fmt: skip
    assert (made.state, made.made_good_at) == ("made_good", evening.due_at + timedelta(hours=1))
    visit.refresh_from_db()
    assert visit.state == "done"
    with pytest.raises(WrongState):
        actions.make_good(made, make.NORMAL, measured_at=made.due_at, actor=worker, at=made.due_at)
    assert not actions.after_missed(evening.pk, actor=SYSTEM, at=at)


def test_release_is_due_on_day_14_proposed_by_one_and_approved_by_another(
    case, worker, lead, commander
):
    end = make.lived_through(case, 14, worker)
    assert actions.refresh_due(actor=SYSTEM, at=end) == 0
    morning = clock.moment(case.planned_release, clock.local(end).time().replace(hour=9))
    assert actions.refresh_due(actor=SYSTEM, at=morning) == 1
    assert actions.refresh_due(actor=SYSTEM, at=morning) == 0
    case.refresh_from_db()
    with pytest.raises(WrongState, match="Nobody has proposed"):
        actions.release(case, actor=commander, at=morning)
    with pytest.raises(WrongState, match="Only a person"):
        actions.propose_release(case, actor=SYSTEM, at=morning)
    actions.propose_release(case, actor=lead, at=morning)
    both = Actor(lead.user_id, "x", commander.grants)
    recorder = Actor(worker.user_id, "x", commander.grants)
    for wrong in (both, recorder, SYSTEM):
        with pytest.raises(WrongState):
            actions.release(case, actor=wrong, at=morning)
    case = actions.release(case, actor=commander, at=morning)
    assert (case.state, case.released_by) == ("released", commander.user_id)
    notice = actions.deliver_release(case, how="hand", actor=worker, at=morning)
    assert notice.delivered_at == morning
    assert set(case.slots.values_list("state", flat=True)) == {"recorded"}


def test_a_fever_on_the_last_day_takes_the_due_case_back(case, worker, lead):
    make.lived_through(case, 14, worker)
    at = clock.moment(case.planned_release, clock.local(case.started_at).time())
    actions.expect_slots(day=case.planned_release, actor=SYSTEM, at=at)
    actions.refresh_due(actor=SYSTEM, at=at)
    actions.propose_release(case, actor=lead, at=at)
    slot = case.slots.get(day=case.planned_release, part="morning")
    actions.record_slot(slot, make.FEVER, actor=worker, at=at)
    case.refresh_from_db()
    assert (case.state, case.proposed_by) == ("active", None)
    assert [str(r) for r in queries.against_release([case], at)[case.pk]] == [
        "Abnormal readings not yet resolved: 1."
    ]


def test_a_missed_evening_on_the_last_day_holds_the_release_back(case, worker):
    end = make.lived_through(case, 13, worker)
    day = case.planned_release - timedelta(days=1)
    actions.expect_slots(day=day, actor=SYSTEM, at=end)
    at = clock.moment(case.planned_release, clock.local(case.started_at).time())
    actions.mark_missed(actor=SYSTEM, at=at)
    assert actions.refresh_due(actor=SYSTEM, at=at) == 0
    assert [str(r) for r in queries.against_release([case], at)[case.pk]] == [
        "Temperatures missing in the last days: 2."
    ]


def test_holds_and_the_way_back(case, worker, lead, at):
    slot = actions.record_slot(case.slots.get(part="morning"), make.FEVER, actor=worker, at=at)
    case = actions.escalate(case, reason="发热 37.8", actor=worker, at=at)
    with pytest.raises(WrongState, match="not yet resolved"):
        actions.resume(case, reason="排除", actor=lead, at=at)
    case = actions.suspend(case, reason="送医", actor=lead, at=at)
    assert case.slots.get(part="evening").state == "dropped"
    actions.resolve(slot, how="普通感冒", actor=worker, at=at)
    case = actions.resume(case, reason="出院", actor=lead, at=at)
    assert case.slots.get(part="evening").state == "expected"
    case = actions.break_off(case, reason="外出", actor=worker, at=at)
    case = actions.resume(case, reason="已劝回", actor=lead, at=at)
    with pytest.raises(WrongState, match="Say why"):
        actions.cancel(case, reason="", actor=lead, at=at)
    case = actions.cancel(case, reason="误判", actor=lead, at=at)
    assert (case.state, case.closed_by) == ("cancelled", lead.user_id)
    follower = make.planned(case.team.first().user.postings.first().node, at, who=case.person)
    assert follower.previous == case


def test_the_team_can_be_changed(case, lead, people, at):
    other = user("new", name="新人")
    before = actions.set_member(case, role="police", user_id=other.pk, actor=lead, at=at)
    assert actions.set_member(case, role="police", user_id=other.pk, actor=lead, at=at) == before
    assert case.team.filter(role="police", until=None).count() == 1
    case.team.filter(role="volunteer").update(until=at)
    assert len(actions.complete_team(case, actor=lead, at=at)) == 1


def test_the_second_wall_hides_cases_of_other_grids(case, grids, at):
    stranger = make.acting(make.staff(grids[1])["grid_worker"], at)
    assert not queries.visible_to(stranger).exists()
    with scope.row_scope(stranger.reach()):
        assert not Case.objects.exists()
        assert not Slot.objects.exists()


def test_lists_and_figures(case, worker, at):
    assert [s.part for s in queries.slots_due(worker, at)] == ["morning"]
    assert queries.round_of(worker, at).count() == 1
    actions.record_slot(case.slots.get(part="morning"), make.NORMAL, actor=worker, at=at)
    actions.mark_missed(actor=SYSTEM, at=case.slots.get(part="evening").due_at)
    day = clock.local_date(at)
    done = queries.completion(worker, since=day, until=day)[case.path]
    assert (done.owed, done.recorded, done.missed, done.share) == (2, 1, 1, 0.5)
    assert queries.Completion(0, 0, 0, 0, 0).share is None
    assert queries.counts(worker) == {case.path: {"active": 1}}
    assert list(queries.due_for_release(worker, case.planned_release)) == [case]
    assert {e.event for e in queries.timeline(case)} >= {"care.planned", "care.started"}
    assert queries.names([None, worker.user_id]) == {worker.user_id: worker.name}


def test_a_transfer_links_the_cases_and_goes_on_counting(case, worker, lead, at):
    day = at + timedelta(days=3)
    following = actions.transfer(case, kind="central", reason="无单间", actor=lead, at=day)
    case.refresh_from_db()
    assert (case.state, following.previous, following.kind) == ("transferred", case, "central")
    following = actions.notify(following, how="hand", actor=worker, at=day)
    following = actions.start(following, actor=lead, at=day)
    assert following.planned_release == case.planned_release
    with pytest.raises(WrongState):
        actions.transfer(case, kind="home", reason="x", actor=lead, at=day)


def test_a_further_class_is_noted_once_and_looked_at(grids, people, at):
    case = make.planned(grids[0], at)
    for _ in range(2):
        actions.plan(
            person_id=case.person_id, path=case.path, kind="home", profile=make.FOURTEEN,
            classification_id=77, actor=SYSTEM, at=at,
        )  # fmt: skip
    assert Task.objects.filter(kind="case_review").count() == 1
