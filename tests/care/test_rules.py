from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gridward.core import clock
from gridward.response.care.choices import CaseState, Channel, Part, Site, SlotState, Symptom
from gridward.response.care.rules import holds, reading, release, slots, start, states
from gridward.response.care.rules.profile import Profile, Window, usable

FOURTEEN = Profile(days=14)
START = datetime(2020, 2, 1, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
DAYS = st.dates(date(2019, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("table", "words", "first"),
    [
        (states.CASE_TRANSITIONS, CaseState, "planned"),
        (states.SLOT_TRANSITIONS, SlotState, "expected"),
    ],
)
def test_tables_are_complete_and_every_state_is_reached(table, words, first):
    assert set(table) == set(words.values)
    assert set().union(*table.values()) <= set(words.values)
    reached, fresh = {first}, {first}
    while fresh:
        fresh = set().union(*(table[s] for s in fresh)) - reached
        reached |= fresh
    assert reached == set(words.values)


def test_every_open_case_can_still_end():
    def ends(state: str, seen: set[str]) -> bool:
        return state in states.CLOSED or any(
            ends(to, seen | {to}) for to in states.CASE_TRANSITIONS[state] if to not in seen
        )

    assert all(ends(state, {state}) for state in states.OPEN)
    assert all(not states.CASE_TRANSITIONS[state] for state in states.CLOSED)


def test_words_of_rules_and_choices_are_the_same():
    assert set(Site.values) == reading.SITES
    assert set(Symptom.values) == reading.SYMPTOMS
    assert set(Channel.values) == reading.CHANNELS
    assert {w.part for w in FOURTEEN.windows} == set(Part.values)


def test_moves_say_why_not():
    assert states.move("active", "due_for_release").allowed
    assert states.move("planned", "released").because
    assert states.move_slot("expected", "missed").allowed
    assert not states.move_slot("recorded", "missed").allowed
    assert not states.explained(states.move("active", "broken"), " ").allowed
    assert states.explained(states.move("active", "broken"), "left").allowed


@pytest.mark.parametrize(
    ("state", "alarms", "allowed"),
    [("escalated", 0, True), ("escalated", 1, False), ("suspended", 0, True),
     ("due_for_release", 0, False), ("released", 0, False)],
)  # fmt: skip
def test_resume(state, alarms, allowed):
    assert states.resume(state=state, open_alarms=alarms).allowed is allowed


@given(anchor=DAYS, days=st.integers(1, 60), day_one=st.sampled_from([0, 1]))
def test_the_planned_day_bears_the_number_of_days(anchor, days, day_one):
    terms = Profile(days=days, day_one=day_one)
    assert terms.day_number(terms.planned_release(anchor), anchor) == days
    assert Profile.read(terms.stored()) == terms


@pytest.mark.parametrize(
    ("terms", "reasons"),
    [(FOURTEEN, 0), (Profile(days=0, day_one=2, windows=()), 3)],
)
def test_terms_that_cannot_be_worked_with(terms, reasons):
    assert len(usable(terms).because) == reasons


def test_stored_terms_may_leave_everything_but_the_days_open():
    assert Profile.read({"days": 7}) == Profile(days=7)
    with pytest.raises(KeyError):
        Profile.read({})


@given(value=st.decimals(min_value=-50, max_value=500, places=1, allow_nan=False))
@example(Decimal("34.0"))
@example(Decimal("43.0"))
@example(Decimal("43.1"))
def test_only_a_living_temperature_is_plausible(value):
    decision = reading.plausible(reading.Reading(value))
    assert decision.allowed is (Decimal("34.0") <= value <= Decimal("43.0"))


def test_nonsense_is_refused_with_one_reason_each():
    odd = reading.Reading(Decimal("NaN"), site="knee", symptoms=("gout", "cough"), channel="crow")
    assert len(reading.plausible(odd).because) == 4


@given(
    value=st.decimals(min_value=34, max_value=43, places=1),
    symptoms=st.sets(st.sampled_from(sorted(reading.SYMPTOMS))),
    site=st.sampled_from(sorted(reading.SITES)),
)  # fmt: skip
def test_an_alarm_is_the_limit_of_the_site_or_a_symptom(value, symptoms, site):
    terms = Profile(days=14, threshold=37.3, thresholds={"armpit": 37.0})
    limit = Decimal("37.0") if site == "armpit" else Decimal("37.3")
    found = reading.alarms(reading.Reading(value, site, tuple(symptoms)), terms)
    assert len(found) == (value >= limit) + bool(symptoms)


@given(day=DAYS)
def test_the_slots_of_a_day_do_not_overlap_and_lie_in_that_day(day):
    found = slots.of_day(FOURTEEN, day)
    assert all(clock.local_date(due.start) == clock.local_date(due.end) == day for due in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(slots.still_ahead(FOURTEEN, day, found[0].end)) == 1


@pytest.mark.parametrize(
    ("state", "minutes", "allowed"),
    [("expected", 0, True), ("missed", 10, True), ("recorded", 0, True), ("dropped", 0, False),
     ("expected", -1, False), ("expected", 66, False)],
)  # fmt: skip
def test_when_a_reading_may_be_written(state, minutes, allowed):
    measured = START + timedelta(minutes=minutes)
    decision = slots.record(
        state=state, due_from=START, measured_at=measured, at=START + timedelta(minutes=60)
    )
    assert decision.allowed is allowed


def test_making_good():
    times = {"due_from": START, "measured_at": START, "at": START}
    assert slots.make_good(state="missed", **times).allowed
    assert not slots.make_good(state="expected", **times).allowed
    assert [slots.after_reading(s) for s in ("expected", "missed", "made_good")] == [
        "recorded", "made_good", "made_good",
    ]  # fmt: skip


def test_misses_and_what_follows():
    assert slots.is_missed(state="expected", due_at=START, at=START)
    assert not slots.is_missed(state="recorded", due_at=START, at=START)
    assert slots.two_in_a_row(["recorded", "missed", "missed"])
    assert not slots.two_in_a_row(["missed"])
    assert clock.local(slots.visit_due(START)).hour == 22
    late = START + timedelta(hours=15)
    assert slots.visit_due(late) == late + timedelta(hours=2)


def facts_of_start(**changes) -> start.StartFacts:
    plain: dict[str, Any] = {
        "state": "notified", "kind": "home", "start_basis": "", "last_exposure": date(2020, 2, 1),
        "missing_roles": (), "residence_ok": True, "residence_needed": True,
        "notice_delivered": True,
    }  # fmt: skip
    return start.StartFacts(**(plain | changes))


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, 0), ({"state": "planned"}, 1), ({"last_exposure": None}, 1),
        ({"last_exposure": None, "start_basis": "arrival"}, 0), ({"notice_delivered": False}, 1),
        ({"missing_roles": ("police",)}, 1),
        ({"missing_roles": ("police",), "exemptions": frozenset({"team"})}, 0),
        ({"residence_ok": None}, 1), ({"residence_ok": False}, 1),
        ({"residence_ok": None, "exemptions": frozenset({"residence"})}, 0),
        ({"residence_ok": None, "kind": "central"}, 0),
        ({"residence_ok": None, "residence_needed": False}, 0),
    ],
)  # fmt: skip
def test_the_start_names_all_that_is_missing(changes, reasons):
    assert len(start.start(facts_of_start(**changes)).because) == reasons


def test_missing_roles_keep_their_order_and_a_residence_needs_both():
    assert start.missing_roles(("a", "b", "c"), ["b"]) == ("a", "c")
    assert start.residence(own_room=True, own_toilet=True)
    assert not start.residence(own_room=True, own_toilet=False)


def facts_of_release(
    at, *, state="due_for_release", gap="recorded", **changes
) -> release.ReleaseFacts:
    """A case whose last three days are covered but for one slot in state `gap`."""
    today = clock.local_date(at)
    found = [
        release.SlotFact(due.day, due.part, "recorded", recorder=5)
        for n in range(3)
        for due in slots.of_day(FOURTEEN, today - timedelta(days=n))
    ]
    found[-1] = release.SlotFact(found[-1].day, found[-1].part, gap, recorder=6)
    plain: dict[str, Any] = {
        "state": state, "profile": FOURTEEN, "planned_release": today,
        "started_at": at - timedelta(days=14), "slots": tuple(found), "proposed_by": 7,
    }  # fmt: skip
    return release.ReleaseFacts(**(plain | changes))


NOON = datetime(2020, 2, 20, 4, 30, tzinfo=UTC)


def test_nothing_speaks_against_a_full_case():
    facts = facts_of_release(NOON)
    assert release.against_due(facts, NOON) == ()
    assert release.due(facts_of_release(NOON, state="active"), NOON).allowed
    assert release.propose(facts, NOON, proposer=7).allowed
    assert release.release(facts, NOON, approver=8).allowed
    assert len(release.owed(facts, NOON)) == 5


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"planned_release": date(2020, 2, 21)}, 1),
        ({"planned_release": date(2020, 2, 21), "exemptions": frozenset({"early"})}, 0),
        ({"gap": "missed"}, 1), ({"gap": "made_good"}, 0), ({"gap": "dropped"}, 0),
        ({"gap": "missed", "exemptions": frozenset({"coverage"})}, 0),
        ({"slots": ()}, 1),
        ({"slots": (), "started_at": NOON}, 0),
        ({"slots": (release.SlotFact(date(2020, 2, 9), "morning", "recorded", open_alarm=True),),
          "started_at": NOON}, 1),
    ],
)  # fmt: skip
def test_what_speaks_against_release(changes, reasons):
    facts = facts_of_release(NOON, **changes)
    assert len(release.against_due(facts, NOON)) == reasons
    assert release.release(facts, NOON, approver=8).allowed is not bool(reasons)


@pytest.mark.parametrize(
    ("approver", "proposed_by", "allowed"),
    [(None, 7, False), (7, 7, False), (5, 7, False), (8, None, False), (8, 7, True)],
)
def test_no_machine_no_proposer_no_recorder_releases(approver, proposed_by, allowed):
    facts = facts_of_release(NOON, proposed_by=proposed_by)
    assert release.release(facts, NOON, approver=approver).allowed is allowed


def test_a_machine_proposes_nothing():
    assert not release.propose(facts_of_release(NOON), NOON, proposer=None).allowed
    assert not release.due(facts_of_release(NOON, state="escalated"), NOON).allowed


@pytest.mark.parametrize(
    ("asked_by", "reason", "open_case", "reasons"),
    [(1, "x", True, 0), (None, "x", True, 1), (1, " ", True, 1), (1, "x", False, 1)],
)
def test_asking_for_an_exemption(asked_by, reason, open_case, reasons):
    decision = release.ask(asked_by=asked_by, reason=reason, open_case=open_case)
    assert len(decision.because) == reasons


def test_granting_takes_a_second_person():
    assert release.grant(asked_by=1, granted_by=2).allowed
    assert not release.grant(asked_by=1, granted_by=1).allowed
    assert not release.grant(asked_by=1, granted_by=None).allowed


def test_closing_an_alarm_takes_a_person_and_words():
    assert holds.resolve(open_alarm=True, how="cold", by=1).allowed
    assert len(holds.resolve(open_alarm=False, how=" ", by=None).because) == 3


def test_windows_are_wall_clock_times():
    window = Window("morning", "06:00", "12:00")
    assert (window.start_time.hour, window.end_time.hour) == (6, 12)
