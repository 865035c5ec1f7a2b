"""Judging by policy: days, decisions, declarations; the examples of every pack."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk import rules
from gridward.response.risk.rules.declared import Declared, facts_of, stays_of
from gridward.response.risk.rules.pack_file import read_pack
from gridward.response.risk.rules.try_pack import failures
from gridward.response.risk.rules.values import Exposure, Stay

POLICIES = Path(__file__).parents[2] / "policies"
PACKS = {folder.name: read_pack(folder) for folder in sorted(POLICIES.iterdir())}
DAYS = st.dates(date(2019, 12, 1), date(2024, 12, 31))


@pytest.mark.parametrize("name", PACKS)
def test_examples_of_every_pack_come_out_as_written(name):
    assert list(failures(PACKS[name])) == []


@pytest.mark.parametrize("name", PACKS)
def test_every_pack_names_its_source_and_a_clause_for_each_measure(name):
    pack = PACKS[name]
    assert pack.code == name
    assert pack.source.issuer
    assert pack.source.number or pack.source.quality != "official"
    assert all(row.clause for row in pack.rows if row.measure != "none")
    assert pack.rows[-1].measure == "none"
    assert not pack.rows[-1].cells


def test_a_wrong_example_is_reported():
    pack = PACKS["2022-06-28-v9"]
    wrong = replace(pack, examples=(replace(pack.examples[0], measure="none"),))
    [(name, reason)] = failures(wrong)
    assert name == "close contact"
    assert "central_isolation" in str(reason)


@given(DAYS, st.integers(0, 60), st.sampled_from([0, 1]))
def test_release_is_n_days_on_across_months_and_leap_years(last, days, day_one):
    until = rules.planned_release(last, day_one, days)
    assert until == last + timedelta(days=max(days - day_one, 0))
    if days:
        assert rules.day_number(until, last, day_one) == days
        assert rules.on_day(days, last, day_one) == until


def test_the_worked_example_of_the_two_ways_of_counting():
    assert rules.planned_release(date(2020, 2, 20), 0, 14) == date(2020, 3, 5)
    assert rules.planned_release(date(2020, 2, 20), 1, 14) == date(2020, 3, 4)
    with pytest.raises(ValueError, match="day_one=2"):
        rules.planned_release(date(2020, 2, 20), 2, 14)


@given(st.permutations(range(3)))
def test_several_declarations_of_one_person_count_together_in_any_order(order):
    wuhan = Stay("武汉", "4201", date(2022, 4, 1), date(2022, 4, 6))
    day = date(2022, 4, 10)
    told = [
        Declared("1", day, {"contact_on": "2022-04-10", "temperature": 38.5,
                            "symptoms": ["none"]}, (wuhan,)),
        Declared("2", day, {"contact_on": "nonsense", "symptoms": ["cough"]}, (wuhan,)),
        Declared("3", day, {"contact_on": "2022-04-02", "temperature": 36.5}, ()),
    ]  # fmt: skip
    facts = facts_of([told[n] for n in order], path="430124105/")
    assert facts.stays == (wuhan,)
    assert facts.exposures == (
        Exposure("close", date(2022, 4, 10)), Exposure("close", date(2022, 4, 2)),
    )  # fmt: skip
    newest = facts.reports[-1]
    assert (newest.temperature, newest.symptoms) == (36.5, frozenset())


def test_what_a_declaration_says_is_read_carefully():
    told = {
        "stays": [
            {"text": "武汉", "code": "420100000000", "from": "2020-02-03", "to": "?"},
            {"text": ""},
            {"text": "老家", "code": None, "to": "2020-02-03"},
        ]
    }
    assert stays_of(told) == (
        Stay("武汉", "4201", date(2020, 2, 3), None), Stay("老家", "", None, date(2020, 2, 3)),
    )  # fmt: skip
    assert stays_of({}) == stays_of({"stays": None}) == ()


def test_a_pack_answers_for_its_rows_and_measures():
    pack = PACKS["2022-06-28-v9"]
    first = pack.row("1")
    assert first
    assert first.then_measure == "home_monitoring"
    assert pack.row("nope") is None
    assert pack.protocol("central_isolation").tests == (1, 2, 3, 5, 7)
    assert pack.protocol("none").slots == ()
    assert pack.days_of("home_isolation") == 7
    assert pack.days_of("medical") == 0
    assert "days_since_contact" in pack.inputs
    assert pack.in_force(date(2022, 6, 28))
    assert not pack.in_force(date(2022, 11, 11))
    assert PACKS["generic-respiratory"].in_force(date(2030, 1, 1))


def test_the_machine_never_decides():
    assert rules.decide("proposed", "confirmed", user_id=7).allowed
    assert not rules.decide("proposed", "confirmed", user_id=None).allowed
    assert not rules.decide("proposed", "overridden", user_id=7, reason=" ").allowed
    assert rules.decide("proposed", "overridden", user_id=7, reason="有证明").allowed
    assert not rules.decide("superseded", "confirmed", user_id=7).allowed


def test_every_state_can_be_reached_and_leads_somewhere_known():
    states = set(rules.TRANSITIONS)
    reached = {"proposed"}.union(*rules.TRANSITIONS.values())
    assert reached == states


NOON = datetime(2020, 2, 1, 4, 0, tzinfo=UTC)
ORDER = rules.LegalBasis("指挥部令", date(2020, 1, 26), "第1号", "第二条", "指挥部会议")


@pytest.mark.parametrize(
    ("changed", "path", "user", "starts_at", "allowed"),
    [
        ({}, "430124105/", 7, NOON, True),
        ({}, "430124105/", 7, NOON + timedelta(hours=6), True),
        ({}, "430124105/", 7, NOON - timedelta(hours=1), False),
        ({"document": " "}, "430124105/", 7, NOON, False),
        ({"number": ""}, "430124105/", 7, NOON, False),
        ({"clause": ""}, "430124105/", 7, NOON, False),
        ({"decided_by": ""}, "430124105/", 7, NOON, False),
        ({"date": date(2020, 2, 26)}, "430124105/", 7, NOON, False),
        ({}, "430124105/", None, NOON, False),
        ({}, "440124105/", 7, NOON, False),
    ],
)
def test_a_policy_needs_an_order_an_hour_and_a_person(changed, path, user, starts_at, allowed):
    pack = replace(PACKS["2020-02-local"], jurisdiction="43")
    decision = rules.adopt(
        pack, replace(ORDER, **changed), path=path, starts_at=starts_at, at=NOON, user_id=user
    )
    assert decision.allowed is allowed


def test_a_policy_that_isolates_nobody_needs_no_clause():
    pack = PACKS["2023-01-08-yilei-yiguan"]
    assert not rules.isolates(pack)
    basis = rules.LegalBasis("指挥部令", date(2020, 1, 26))
    assert rules.adopt(pack, basis, path="430124105/", starts_at=NOON, at=NOON, user_id=7).allowed


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("420000000000", "42"), ("420100000000", "4201"), ("430124000000", "430124"),
        ("430124105000", "430124105"), ("430124105201", "430124105201"), ("42", "42"),
        ("419001000000", "419001"), ("", ""),
    ],
)  # fmt: skip
def test_the_digits_of_a_code_that_say_something(code, digits):
    assert rules.significant(code) == digits
