"""Campaigns of each kind, revisits, splits, teams, reports, gaps, comparison."""

from datetime import date, timedelta
from typing import Any

import pytest

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.access import queries as access
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Enterprise, Household, Person
from gridward.response.canvass import actions, jobs, queries
from gridward.response.canvass.models import Attempt, DailyReport, Gap, Round, RoundItem, Split
from gridward.response.canvass.rules import Change, Turn
from gridward.response.duty.models import Task
from tests.canvass.doors import FIRST, counted, doors, finish, kept, knock, one_more, sweep
from tests.make.township import HQ, posting, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
S = Actor.system()


def person(home: Household, name: str, born: int, *, needs_help: bool = False) -> Person:
    return Person.objects.create(
        household=home, path=home.path, name=name, birth_date=date(born, 5, 1),
        needs_help=needs_help, valid_from=date(2020, 1, 1),
    )  # fmt: skip


def begin(kind: str, at, **more: int) -> Round:
    campaign = actions.begin_campaign(kind=kind, name=kind, path=HQ, actor=S, at=at, **more)
    return actions.open_round(name="", path=HQ, actor=S, at=at, campaign=campaign)


def note(of: Round, code: str, outcome: str, at, channel: str = "door") -> actions.Result:
    entry = actions.Entry(code, outcome, at, channel=channel, round=of.pk)
    return actions.record_attempts([entry], actor=S, at=at)[0]


def test_a_rental_sweep_counts_rentals(at):
    codes = doors(at)
    homes = {h.code: h for h in Household.objects.all()}
    rental = roster.register_rental(
        homes[codes[0]], kind="apartment", landlord="王五", actor=S, at=at
    )
    made = begin("rental_sweep", at)
    assert (made.kind, made.frozen_total, made.name) == ("rental_sweep", 1, "rental_sweep第1轮")
    item = RoundItem.objects.get(round=made)
    assert (item.code, item.label, item.subject_id) == (rental.number, "王**", rental.pk)
    assert LedgerEntry.objects.get(event="canvass.opened").data["rentals"] == 1
    later = roster.register_rental(homes[codes[1]], kind="old_block", actor=S, at=at)
    added = actions.add_household(made, code=later.number, reason="新出租", actor=S, at=at)
    assert added.subject_id == later.pk
    assert counted(made) == kept(made)


def test_a_vaccination_call_counts_persons_of_an_age(at):
    home = Household.objects.get(code=doors(at)[0])
    old = person(home, "王奶奶", 1950, needs_help=True)
    person(home, "小王", 2012)
    made = begin("vaccination_call", at, age_from=60)
    item = RoundItem.objects.get(round=made)
    assert (item.code, item.label, item.by_door) == (f"P{old.pk:06}", "王** (1950)", True)
    assert note(made, item.code, "vacant", at + HOUR).verdict == "refused"  # no result of a call
    assert note(made, item.code, "promised", at + HOUR, "phone").state == "promised"
    assert queries.total(made).reached == 0
    actions.close_round(made, actor=S, at=at + 2 * HOUR)
    second = actions.open_round(name="", path=HQ, actor=S, at=at + 3 * HOUR, campaign=made.campaign)
    assert (second.number, second.name) == (2, "vaccination_call第2轮")


def test_an_enterprise_sweep_counts_enterprises(at):
    doors(at)
    Enterprise.objects.create(name="温泉酒店", uscc="91430100MA4L0000XX", path=FIRST)
    made = begin("enterprise_sweep", at)
    item = RoundItem.objects.get(round=made)
    assert (item.code, item.label, made.frozen_total) == ("91430100MA4L0000XX", "温泉酒店", 1)


def test_kinds_run_side_by_side_and_the_sweep_stays_the_one_that_is_shown(at, actor_of):
    code = doors(at)[0]
    first = sweep(at)
    roster.register_rental(Household.objects.get(code=code), kind="apartment", actor=S, at=at)
    begin("rental_sweep", at + HOUR)
    assert queries.latest(actor_of("commander")) == first
    assert knock(code, "done", at + 2 * HOUR).state == "done"
    with pytest.raises(WrongState, match="nobody"):
        begin("vaccination_call", at, age_from=90)
    with pytest.raises(WrongState, match="no enterprise"):
        begin("enterprise_sweep", at)


def test_campaigns_have_names_and_ages_the_right_way_round(at, actor_of):
    doors(at)
    actions.begin_campaign(kind="rental_sweep", name="清查", path=HQ, actor=S, at=at)
    with pytest.raises(Conflict):
        actions.begin_campaign(kind="rental_sweep", name="清查", path=HQ, actor=S, at=at)
    with pytest.raises(BadInput):
        actions.begin_campaign(
            kind="vaccination_call", name="x", path=HQ, actor=S, at=at, age_from=60, age_to=18
        )
    with pytest.raises(NotAllowed):
        actions.begin_campaign(
            kind="rental_sweep", name="y", path=HQ, actor=actor_of("community_lead"), at=at
        )


def test_the_next_best_list_follows_the_time_of_day(at):
    """09:00 in Shanghai: missed now, proposed for the evening; the others come first."""
    codes = doors(at, villages=1, grids=1, per_grid=4)
    made = sweep(at)
    knock(codes[0], "absent", at + HOUR)
    knock(codes[1], "absent", at - HOUR + 11 * HOUR)  # evening: proposed for the morning
    knock(codes[3], "done", at + HOUR)

    def order(hours: int):
        rows: Any = queries.next_best(made, [HQ], at + hours * HOUR)
        return [(item.code[-1], item.turn) for item in rows]

    assert order(2) == [("2", Turn.NOW), ("3", Turn.FIRST), ("1", Turn.LATER)]
    assert order(10) == [("1", Turn.NOW), ("3", Turn.FIRST), ("2", Turn.LATER)]
    counts = queries.turns(queries.next_best(made, [HQ], at + 2 * HOUR))
    assert (counts.now, counts.first, counts.later) == (1, 1, 1)
    worded = queries.worded(queries.next_best(made, [HQ], at + 2 * HOUR), made.kind)
    assert [bool(item.when) for item in worded] == [True, False, True]


def test_the_place_of_an_attempt_is_kept_only_when_it_was_added(at):
    code = doors(at)[0]
    sweep(at)
    knock(code, "absent", at + HOUR)
    entry = actions.Entry(code, "done", at + 2 * HOUR, lat=28.1, lon=112.1)
    actions.record_attempts([entry], actor=S, at=at + 2 * HOUR)
    assert list(Attempt.objects.order_by("at").values_list("lat", "lon")) == [
        (None, None), (28.1, 112.1),
    ]  # fmt: skip


@pytest.fixture
def three(at):
    """A grid of six staircases with three grid workers, and its running round."""
    doors(at, per_grid=60, villages=1, grids=1)
    node = Node.objects.get(path=FIRST)
    for name in ("甲", "乙", "丙"):
        posting(user(name), node, "grid_worker")
    return sweep(at)


def test_work_is_shared_out_by_staircase_and_taken_back(three, at, actor_of):
    lead = actor_of("community_lead", "430124105/201/")
    found = queries.proposal(three, FIRST, on=at.date())
    assert (found.doors, [load.after for load in found.loads if load.user]) == (60, [20, 20, 20])
    assert sum(load.before for load in found.loads if load.user is None) == 60
    split = actions.split_work(three, FIRST, mark=found.mark, actor=lead, at=at + HOUR)
    hands = RoundItem.objects.filter(round=three).values_list("staircase", "hand").distinct()
    assert len(hands) == 6  # no staircase is cut
    assert (split.doors, len({hand for _stair, hand in hands})) == (60, 3)
    assert queries.allotment(three, FIRST).count() == 60
    with pytest.raises(WrongState):
        actions.split_work(three, FIRST, mark=found.mark, actor=lead, at=at + HOUR)
    assert actions.undo_split(split, actor=lead, at=at + 2 * HOUR) == 60
    assert not RoundItem.objects.filter(hand__isnull=False).exists()
    with pytest.raises(WrongState):
        actions.undo_split(split, actor=lead, at=at + 3 * HOUR)
    assert counted(three) == kept(three)


def test_a_split_is_what_was_previewed_or_nothing(three, at, actor_of):
    lead = actor_of("community_lead", "430124105/201/")
    found = queries.proposal(three, FIRST, on=at.date())
    knock("201001-001", "done", at + HOUR)
    with pytest.raises(Conflict):
        actions.split_work(three, FIRST, mark=found.mark, actor=lead, at=at + 2 * HOUR)
    with pytest.raises(NotAllowed):
        actions.split_work(three, FIRST, mark=found.mark, actor=actor_of("grid_worker"), at=at)
    assert not Split.objects.exists()


def test_only_the_newest_split_of_a_place_is_taken_back(three, at):
    first = actions.split_work(
        three, FIRST, mark=queries.proposal(three, FIRST, on=at.date()).mark, actor=S, at=at
    )
    finish([f"201001-{n:03}" for n in range(1, 21)], at + HOUR)
    found = queries.proposal(three, FIRST, on=at.date())
    actions.split_work(three, FIRST, mark=found.mark, actor=S, at=at + 2 * HOUR)
    with pytest.raises(WrongState):
        actions.undo_split(first, actor=S, at=at + 3 * HOUR)


def test_a_team_is_three_and_the_next_one_ends_it(three, at, actor_of):
    """R12."""
    lead = actor_of("community_lead", "430124105/201/")
    able = sorted(queries.able_to_record(FIRST, on=at.date(), actor=lead))
    team = actions.form_team(path=FIRST, name="", members=able, actor=lead, at=at)
    assert [m.place for m in team.members.all()] == [1, 2, 3]
    with pytest.raises(WrongState):
        actions.form_team(path=FIRST, name="", members=able[:2], actor=lead, at=at)
    again = actions.form_team(path=FIRST, name="二组", members=able[::-1], actor=lead, at=at + HOUR)
    assert list(queries.teams_visible_to(lead)) == [again]
    assert [m.user_id for m in again.members.all()] == able[::-1]


def test_a_daily_report_has_units_and_an_explicit_zero(at, actor_of):
    """P16, P14."""
    codes = doors(at)
    sweep(at)
    knock(codes[0], "absent", at + HOUR)
    knock(codes[0], "done", at + 2 * HOUR)
    worker = actor_of("grid_worker", FIRST)
    today = at.date()
    with pytest.raises(WrongState, match="zero report"):
        actions.hand_in(path=FIRST, day=today, actor=worker, at=at + 3 * HOUR)
    report = actions.hand_in(path=FIRST, day=today, zero_said=True, actor=worker, at=at + 3 * HOUR)
    assert (report.doors, report.visits, report.late, report.revision) == (1, 2, False, 1)
    again = actions.hand_in(path=FIRST, day=today, persons=2, actor=worker, at=at + 9 * HOUR)
    assert (again.revision, again.late) == (2, False)  # a correction is not late
    assert DailyReport.objects.count() == 2
    with pytest.raises(NotAllowed):
        actions.hand_in(path="430124105/202/001/", day=today, persons=1, actor=worker, at=at)
    tomorrow = today + timedelta(days=1)
    with pytest.raises(WrongState):
        actions.hand_in(path=FIRST, day=tomorrow, persons=1, actor=worker, at=at)


def test_silence_is_red_and_chased_until_the_report_comes(at, actor_of):
    doors(at)
    sweep(at)
    hq, today, evening = actor_of("commander"), at.date(), at + 9 * HOUR
    actions.hand_in(path=FIRST, day=today, persons=1, vehicles=2, actor=S, at=at + HOUR)
    lines = queries.report_lines(hq, today, HQ, at=evening)
    assert [str(line.standing) for line in lines] == ["reported", "silent", "silent", "silent"]
    total = queries.day_total(lines)
    assert (total.grids, total.reported, total.silent) == (4, 1, 3)
    assert (total.told.persons, total.told.vehicles) == (1, 2)
    assert jobs.chase_reports(evening) == 3
    assert Task.objects.filter(kind="daily_report", state="open").count() == 3
    jobs.chase_reports(evening + HOUR)
    assert Task.objects.filter(kind="daily_report").count() == 3
    late = actions.hand_in(
        path="430124105/201/002/", day=today, zero_said=True, actor=S, at=evening + HOUR
    )
    assert late.late
    assert Task.objects.filter(kind="daily_report", state="open").count() == 2
    before = queries.report_lines(hq, today, HQ, at=at + HOUR)
    assert str(before[3].standing) == "waiting"


def test_who_does_not_answer_the_phone_is_visited(at):
    """P21."""
    home = Household.objects.get(code=doors(at)[0])
    old = person(home, "李四", 1950)
    made = begin("vaccination_call", at)
    code = f"P{old.pk:06}"
    note(made, code, "absent", at + HOUR, "phone")
    assert actions.send_to_doors(at=at + HOUR) == 0
    note(made, code, "absent", at + 2 * HOUR, "phone")
    assert actions.send_to_doors(at=at + 2 * HOUR) == 1
    assert actions.send_to_doors(at=at + 2 * HOUR) == 0
    assert RoundItem.objects.get(code=code).by_door
    note(made, code, "done", at + 3 * HOUR)
    actions.send_to_doors(at=at + 4 * HOUR)
    assert Task.objects.get(kind="canvass_door").state == "done"


def test_a_helper_who_does_not_come_gets_a_task(at):
    """P22."""
    home = Household.objects.get(code=doors(at)[0])
    helper = user("helper")
    posting(helper, Node.objects.get(path=FIRST), "grid_worker")
    entry = roster.name_helper(
        person(home, "李四", 1940), kind="old_alone", helper=helper.pk, every_days=2, actor=S, at=at
    )
    assert jobs.reach_everybody(at + 2 * HOUR) == 0
    assert jobs.reach_everybody(at + 26 * HOUR) == 1
    assert jobs.reach_everybody(at + 27 * HOUR) == 0
    task = Task.objects.get(kind="care_contact")
    assert task.owner == helper.pk
    roster.note_contact(entry, outcome="well", actor=S, at=at + 28 * HOUR)
    jobs.reach_everybody(at + 29 * HOUR)
    task.refresh_from_db()
    assert task.state == "done"


@pytest.fixture
def signer(at):
    """A commander with a password, and the actor they are."""
    doors(at)
    boss = user("boss")
    boss.set_password("geheim-2020-x")
    boss.save()
    posting(boss, Node.objects.get(path=HQ), "commander")
    return access.actor_for(boss, on=at.date())


def test_a_round_closes_with_gaps_only_by_a_signature(signer, at):
    """peers 3, 1: it cannot be signed off while a row is open, unless somebody answers for it."""
    made = sweep(at)
    finish(["201001-001", "201001-002"], at + HOUR)
    knock("201001-003", "absent", at + HOUR)
    with pytest.raises(WrongState):
        actions.close_round(made, actor=signer, at=at + 2 * HOUR)

    def close(password: str, reason: str = "外出务工"):
        return actions.close_with_gaps(
            made, reason=reason, reasons={FIRST: "拆迁"}, password=password, actor=signer,
            at=at + 2 * HOUR,
        )  # fmt: skip

    with pytest.raises(WrongState, match="password"):
        close("wrong")
    with pytest.raises(WrongState, match="why"):
        close("geheim-2020-x", "")
    assert Round.objects.get().state == "open"
    signature = close("geheim-2020-x")
    assert (signature.doors, signature.name) == (10, "boss")
    assert Gap.objects.get(path=FIRST).reason == "拆迁"
    assert set(Gap.objects.exclude(path=FIRST).values_list("reason", flat=True)) == {"外出务工"}
    assert actions.seal_of(list(queries.gaps_of(made, signer))) == signature.seal
    assert Round.objects.get().state == "closed"
    knock("201001-003", "done", at + 3 * HOUR)  # late: the frozen list stays
    assert Gap.objects.count() == 10
    assert LedgerEntry.objects.filter(event="canvass.closed_with_gaps").exists()


def test_a_machine_signs_nothing(at):
    doors(at)
    with pytest.raises(WrongState, match="person"):
        actions.close_with_gaps(
            sweep(at), reason="x", reasons={}, password="x", actor=S, at=at + HOUR
        )


def test_two_rounds_are_compared_door_by_door(at, actor_of):
    codes = doors(at)
    first = sweep(at)
    finish(codes, at + HOUR)
    actions.close_round(first, actor=S, at=at + 2 * HOUR)
    one_more(at + 2 * HOUR)
    gone = Household.objects.get(code=codes[11])
    gone.valid_to = at.date() + timedelta(days=1)
    gone.save()
    second = actions.open_round(name="", path=HQ, actor=S, at=at + 30 * HOUR)
    finish(codes[:5], at + 31 * HOUR)
    knock(codes[5], "moved", at + 31 * HOUR)
    knock(codes[6], "vacant", at + 31 * HOUR)
    hq = actor_of("commander")
    assert queries.earlier(second) == first
    counts = queries.changes(first, second, hq)
    assert {change: n for change, n in counts.items() if n} == {
        Change.SAME: 5, Change.MOVED: 1, Change.CHANGED: 1, Change.LOST: 4, Change.GONE: 1,
        Change.NEW: 1,
    }  # fmt: skip
    lost = list(queries.changed(first, second, hq, "", [Change.LOST]))
    assert [row.code for row in lost] == codes[7:11]
    worker = actor_of("grid_worker", FIRST)
    assert sum(queries.changes(first, second, worker).values()) == 4
    assert sum(queries.changes(first, second, hq, "430124105/202/").values()) == 6
    assert sum(queries.changes(first, second, Actor(1, "x")).values()) == 0


def test_staircases_add_up_to_their_grid(three, at, actor_of):
    finish([f"201001-{n:03}" for n in range(1, 26)], at + HOUR)
    hq = actor_of("commander")
    stairs = queries.stair_coverage(three, hq, FIRST)
    [whole] = queries.coverage(three, FIRST, "grid")
    assert [place.coverage.reached for place in stairs] == [10, 10, 5, 0, 0, 0]
    assert sum(p.coverage.denominator for p in stairs) == whole.coverage.denominator
    assert sum(p.coverage.missing for p in stairs) == whole.coverage.missing


def test_forms_of_visits_are_noted_many_at_a_time_and_by_nobody_else(at):
    doors(at)
    assert actions.note_visits([], actor=S, at=at) == []
    assert actions.note_visits(["00000000-0000-7000-8000-000000000001"], actor=S, at=at) == []
