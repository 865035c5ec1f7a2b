"""Judging by policy: properties of cells, days, areas and rows; the examples of every pack."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.risk import rules
from gridward.response.risk.rules.cells import BadCell, Cell, parse
from gridward.response.risk.rules.classify import outcomes
from gridward.response.risk.rules.declared import Declared, stays_of
from gridward.response.risk.rules.declared import facts_of as facts_of_declared
from gridward.response.risk.rules.pack_file import read_pack
from gridward.response.risk.rules.try_pack import facts_of, failures
from gridward.response.risk.rules.values import Area, PersonFacts, Stay, Visit

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


@pytest.mark.parametrize(
    ("text", "value", "holds"),
    [
        ("", None, True), ("-", 3, True), ("null", None, True), ("null", 3, False),
        ("null", frozenset(), True), ("!null", 3, True), ("!null", None, False),
        ("<=14", 14, True), ("<14", 14, False), (">=60", 60, True), (">60", 60, False),
        ("≥60", 60, True), ("0..13", 13, True), ("0..13", 14, False), ("0..13", None, False),
        ("0 .. 13", 0, True), ("a,b", "b", True), ("a，b", "c", False), ("14", 14, True),
        ("fever,cough", frozenset({"cough", "breath"}), True),
        ("fever", frozenset({"cough"}), False), ("fever", frozenset(), False), (">1", "x", False),
    ],
)  # fmt: skip
def test_cells(text, value, holds):
    assert parse(text).holds(value) is holds


@pytest.mark.parametrize("text", ["14 days", "13..0", "a b", "=>3", "a,,b"])
def test_a_cell_that_says_nothing_known_is_refused(text):
    with pytest.raises(BadCell):
        parse(text)


@given(st.floats(-1000, 1000), st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_a_range_is_both_comparisons(low, high, value):
    low, high = sorted((round(low, 2), round(high, 2)))
    value = round(value, 2)
    both = parse(f">={low:.2f}").holds(value) and parse(f"<={high:.2f}").holds(value)
    assert parse(f"{low:.2f}..{high:.2f}").holds(value) is both
    assert parse(f"<{low:.2f}").holds(value) is not parse(f">={low:.2f}").holds(value)


def _rows(bounds: list[tuple[int, int]]) -> list[rules.Row]:
    return [
        rules.Row(str(n), (("days_since_contact", Cell("range", low, high)),),
                  "self_monitoring", n + 1, "c", "t", "t")
        for n, (low, high) in enumerate(bounds)
    ]  # fmt: skip


@given(st.permutations(range(4)), st.integers(0, 50))
def test_the_order_of_rows_that_do_not_overlap_does_not_matter(order, days):
    bounds = [(0, 4), (5, 9), (10, 14), (20, 30)]
    on = date(2022, 3, 1)
    facts = PersonFacts(contact_on=on - timedelta(days=days))
    plain = replace(PACKS["generic-respiratory"], rows=tuple(_rows(bounds)))
    shuffled = replace(plain, rows=tuple(plain.rows[n] for n in order))
    assert rules.classify(facts, plain, on) == rules.classify(facts, shuffled, on)


def test_the_first_of_two_rows_that_apply_decides():
    pack = replace(PACKS["generic-respiratory"], rows=tuple(_rows([(0, 9), (0, 4)])))
    on = date(2022, 3, 1)
    for first, second in itertools.permutations(pack.rows):
        facts = PersonFacts(contact_on=on)
        assert rules.classify(facts, replace(pack, rows=(first, second)), on).row == first.name


def area(code: str, level: str = "high", **more: object) -> Area:
    values: dict[str, object] = {
        "key": 1, "level": level, "code": code, "name": "某地", "text": "", "whole": True,
        "since": date(2022, 4, 1), "until": None, "source": "通告", **more,
    }  # fmt: skip
    return Area(**values)  # type: ignore[arg-type]


def stay(code: str, since: int | None, until: int | None, text: str = "某地") -> Stay:
    days = [None if d is None else date(2022, 4, 1) + timedelta(days=d) for d in (since, until)]
    return Stay(text, code, *days)


ON = date(2022, 4, 20)


@pytest.mark.parametrize(
    ("where", "listed", "hit"),
    [
        ("430124105201", "43", True), ("430124", "430124", True), ("430124105", "430125", False),
        ("4301", "430124", None), ("", "43", None), ("42", "43", False),
    ],
)  # fmt: skip
def test_a_stay_is_a_visit_when_the_area_holds_it_and_a_question_when_it_may(where, listed, hit):
    visits, doubts = rules.match([stay(where, 0, 5)], rules.AreaIndex([area(listed)]), ON)
    assert bool(visits) is (hit is True)
    assert bool(doubts) is (hit is None)


def test_a_part_of_a_division_counts_only_when_it_is_named():
    index = rules.AreaIndex([area("220202", whole=False, text="江山帝景小区")])
    visits, doubts = rules.match([stay("220202", 0, 5, "昌邑区延江街道江山帝景小区")], index, ON)
    assert visits
    assert not doubts
    visits, doubts = rules.match([stay("220202", 0, 5, "吉林市昌邑区")], index, ON)
    assert not visits
    assert "江山帝景小区" in str(doubts[0])


@pytest.mark.parametrize(
    ("stayed", "since", "until", "last"),
    [
        ((0, 5), 0, None, 5),  # inside while listed
        ((-9, -2), 0, None, -2),  # left before, still listed today
        ((0, None), 0, None, 19),  # still there
        ((0, 9), 2, 6, 5),  # lifted during the stay: the last listed day
        ((-9, -2), 0, 6, None),  # left before it was listed, lifted since
        ((7, 9), 0, 6, None),  # came after it was lifted
        ((25, 26), 0, None, None),  # travels in the future
        ((0, 5), 30, None, None),  # listed in the future
        ((None, 5), 2, 4, 3),  # nobody knows since when
    ],
)
def test_which_day_of_a_stay_counts_as_exposure(stayed, since, until, last):
    start = date(2022, 4, 1)
    listed = area(
        "43",
        since=start + timedelta(days=since),
        until=None if until is None else start + timedelta(days=until),
    )
    expected = None if last is None else start + timedelta(days=last)
    assert rules.exposure(stay("43", *stayed), listed, ON) == expected


@given(st.lists(st.tuples(st.integers(-20, 19), st.integers(0, 10)), min_size=1, max_size=5))
def test_the_last_visit_decides_whatever_the_order(spans):
    stays = [stay("430124", begin, min(begin + length, 19)) for begin, length in spans]
    index = rules.AreaIndex([area("4301"), area("43", "medium", key=2)])
    pack = PACKS["2021-05-v8"]
    results = set()
    for order in (stays, stays[::-1]):
        visits, doubts = rules.match(order, index, ON)
        got = rules.classify(PersonFacts(visits, doubts, tuple(order)), pack, ON)
        results.add((got.measure, got.until, got.row, got.last_exposure))
    assert len(results) == 1
    newest = max(s.until for s in stays if s.until)
    days = (ON - newest).days
    assert results.pop()[0] == ("central_isolation" if days <= 13 else "none")


def test_an_area_that_was_lifted_long_ago_is_no_visit():
    index = rules.AreaIndex([area("4301", until=date(2022, 4, 2))])
    assert rules.match([stay("430124", 5, 9)], index, ON) == ((), ())


def test_reasons_name_the_row_the_stay_the_area_and_the_notice():
    visit = Visit(
        stay("4201", 0, 5, "湖北武汉"), area("42", "high", source="指挥部通告"), date(2022, 4, 6)
    )
    got = rules.classify(PersonFacts(visits=(visit,)), PACKS["2021-05-v8"], date(2022, 4, 10))
    told = " ".join(str(reason) for reason in got.reasons)
    for part in (
        "Row 3",
        "51号",
        "湖北武汉",
        "2022-04-06",
        "指挥部通告",
        "2022-04-01",
        "high-risk",
    ):
        assert part in told


def test_every_kind_of_fact_can_be_told_as_a_reason():
    pack = PACKS["generic-respiratory"]
    cells = tuple((name, Cell("known")) for name in (
        "days_since_outside", "days_since_contact", "days_since_secondary", "temperature",
        "symptoms", "age",
    ))  # fmt: skip
    row = rules.Row("x", cells, "medical", 0, "c", "t", "t")
    facts = PersonFacts(
        stays=(stay("4403", 0, 3, "深圳"), stay("43", 0, 9, "湖南")), home="430124", contact_on=ON,
        secondary_on=ON, temperature=38.0, symptoms=frozenset({"fever", "cough"}), age=70,
    )  # fmt: skip
    got = rules.classify(facts, replace(pack, rows=(row,)), ON)
    told = " ".join(str(reason) for reason in got.reasons)
    for part in ("深圳", "Met a case", "close contact", "38.0", "cough, fever", "70 years"):
        assert part in told
    assert got.until is None


def test_a_measure_without_a_dated_fact_counts_from_today():
    got = rules.classify(
        PersonFacts(symptoms=frozenset({"cough"})), PACKS["generic-respiratory"], ON
    )
    assert (got.measure, got.last_exposure, got.until) == ("self_monitoring", ON, date(2022, 4, 23))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1950, 2, 20), date(2020, 2, 20), 70), (date(1950, 2, 21), date(2020, 2, 20), 69),
        (date(2020, 2, 29), date(2021, 2, 28), 0), (None, date(2020, 2, 20), None),
    ],
)  # fmt: skip
def test_the_age_on_a_day(born, on, age):
    assert facts_of_declared([], rules.AreaIndex([]), on, home="", born=born).age == age


@given(st.permutations(range(3)))
def test_several_declarations_of_one_person_count_together_in_any_order(order):
    told = [
        Declared("1", {"contact_on": "2022-04-10", "temperature": 38.5, "symptoms": ["none"]},
                 (stay("4201", 0, 5),)),
        Declared("2", {"contact_on": "nonsense", "symptoms": ["cough"]}, (stay("4201", 0, 5),)),
        Declared("3", {"contact_on": "2022-04-02", "temperature": 36.5, "symptoms": ["none"]}, ()),
    ]  # fmt: skip
    index = rules.AreaIndex([area("42")])
    facts = facts_of_declared([told[n] for n in order], index, ON, home="430124105")
    assert facts.contact_on == date(2022, 4, 10)
    assert (facts.temperature, facts.symptoms) == (36.5, frozenset())
    assert len(facts.stays) == len(facts.visits) == 1


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


def test_no_row_no_measure():
    pack = replace(PACKS["generic-respiratory"], rows=tuple(_rows([(0, 1)])))
    got = rules.classify(PersonFacts(), pack, ON)
    assert (got.measure, got.row) == ("none", "default")
    assert outcomes([got, got]) == {"none": 2}


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


def test_examples_know_stays_without_a_level():
    pack = PACKS["2020-02-local"]
    outside = next(e for e in pack.examples if "another prefecture" in e.name)
    assert facts_of(outside).visits == ()


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
