"""People and a policy in, proposals out: areas, days, rows, reasons; alone and among many."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridward.response.risk import rules
from gridward.response.risk.queries.policies import FOLDER
from gridward.response.risk.rules.cells import Cell
from gridward.response.risk.rules.pack_file import read_pack
from gridward.response.risk.rules.values import (
    Area,
    CodeSeen,
    Exposure,
    PersonFacts,
    Report,
    Stay,
)

V8 = read_pack(FOLDER / "2021-05-v8")
V9 = read_pack(FOLDER / "2022-06-28-v9")
GENERIC = read_pack(FOLDER / "generic-respiratory")
NOWHERE = rules.AreaSet()
START = date(2022, 4, 1)
ON = date(2022, 4, 20)


def met(on: date, kind: str = "close") -> PersonFacts:
    return PersonFacts(exposures=(Exposure(kind, on),))


def row(name: str, measure: str = "self_monitoring", days: int = 3, **cells: Cell) -> rules.Row:
    return rules.Row(name, tuple(cells.items()), measure, days, "c", "t", "t")


def rows_of(bounds: list[tuple[int, int]]) -> tuple[rules.Row, ...]:
    return tuple(
        row(str(n), days=n + 1, days_since_contact=Cell("range", float(low), float(high)))
        for n, (low, high) in enumerate(bounds)
    )


UNIQUE = replace(GENERIC, hit_policy="unique", rows=rows_of([(0, 4), (5, 9), (10, 14), (20, 30)]))
OVERLAPPING = replace(UNIQUE, rows=rows_of([(0, 9), (5, 14), (7, 30)]))


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(4)), st.lists(st.integers(0, 50), min_size=1, max_size=5))
def test_the_order_of_rows_does_not_matter_under_the_unique_hit_policy(order, days):
    shuffled = replace(UNIQUE, rows=tuple(UNIQUE.rows[n] for n in order))
    people = [met(ON - timedelta(days=each)) for each in days]
    got = [rules.evaluate(people, pack, NOWHERE, ON) for pack in (UNIQUE, shuffled)]
    assert got[0] == got[1]


def test_rows_that_overlap_under_unique_give_the_stricter_in_any_order():
    people = [met(ON - timedelta(days=each)) for each in range(32)]
    results = {
        tuple(got.row for got in rules.evaluate(people, replace(OVERLAPPING, rows=rows),
                                                NOWHERE, ON))
        for rows in itertools.permutations(OVERLAPPING.rows)
    }  # fmt: skip
    assert len(results) == 1
    found = results.pop()
    assert (found[8], found[4], found[31]) == ("2", "0", "default")


def test_the_first_of_two_rows_that_apply_decides():
    for first, second in itertools.permutations(rows_of([(0, 9), (0, 4)])):
        pack = replace(GENERIC, rows=(first, second))
        assert rules.classify(met(ON), pack, NOWHERE, ON).row == first.name


@settings(max_examples=10, deadline=None)
@given(st.dates(date(2019, 12, 1), date(2024, 12, 31)), st.integers(0, 20))
def test_day_arithmetic_across_months_years_and_leap_days(last, since):
    on = last + timedelta(days=since)
    got = rules.classify(met(last), V8, NOWHERE, on)
    if since <= 13:
        assert (got.measure, got.last_exposure) == ("central_isolation", last)
        assert got.until == rules.planned_release(last, V8.day_one, 14)
    else:
        assert got.measure == "none"


@pytest.mark.parametrize(("pack_one", "row_one", "until"), [
    (0, None, 24), (1, None, 23), (0, 1, 23), (1, 0, 24),
])  # fmt: skip
def test_the_day_of_the_last_exposure_is_day_0_or_day_1(pack_one, row_one, until):
    only = replace(row("1", days=4, days_since_contact=Cell("known")), day_one=row_one)
    pack = replace(GENERIC, day_one=pack_one, rows=(only,))
    assert rules.classify(met(ON), pack, NOWHERE, ON).until == date(2022, 4, until)


def area(code: str, level: str = "high", **more: object) -> Area:
    values: dict[str, object] = {
        "key": 1, "level": level, "code": code, "name": "某地", "text": "", "whole": True,
        "since": START, "until": None, "source": "通告", **more,
    }  # fmt: skip
    return Area(**values)  # type: ignore[arg-type]  # values of a test


def stay(code: str, since: int | None, until: int | None, text: str = "某地") -> Stay:
    days = [None if d is None else START + timedelta(days=d) for d in (since, until)]
    return Stay(text, code, *days)


def judged(*stays: Stay, areas: rules.AreaSet, on: date = ON) -> rules.Proposal:
    return rules.classify(PersonFacts(stays=stays), V8, areas, on)


@pytest.mark.parametrize(
    ("where", "listed", "hit"),
    [
        ("430124105201", "43", True), ("430124", "430124", True), ("430124105", "430125", False),
        ("4301", "430124", None), ("", "43", None), ("42", "43", False), ("43", "430124105", None),
    ],
)  # fmt: skip
def test_a_stay_is_a_visit_when_the_area_holds_it_and_a_question_when_it_may(where, listed, hit):
    got = judged(stay(where, 0, 15), areas=rules.AreaSet((area(listed),)))
    assert (got.measure == "central_isolation") is (hit is True)
    assert bool(got.doubts) is (hit is None)


def test_a_part_of_a_division_counts_only_when_it_is_named():
    known = rules.AreaSet((area("220202", whole=False, text="江山帝景 小区"),))
    got = judged(stay("220202", 0, 15, "昌邑区延江街道江山 帝景小区"), areas=known)
    assert (got.measure, got.doubts) == ("central_isolation", ())
    got = judged(stay("220202", 0, 15, "吉林市昌邑区"), areas=known)
    assert got.measure == "none"
    assert "江山帝景" in str(got.doubts[0])


def test_a_question_names_three_areas_and_counts_the_rest():
    known = rules.AreaSet(tuple(area(f"43010{n}", key=n, name=f"区{n}") for n in range(1, 6)))
    [question] = judged(stay("4301", 0, 15), areas=known).doubts
    assert "区1; 区2; 区3 (5 in all)" in str(question)


@pytest.mark.parametrize(
    ("stayed", "since", "until", "last"),
    [
        ((0, 15), 0, None, 15),  # inside while listed
        ((-9, 8), 9, None, 8),  # left before, still listed today
        ((0, None), 0, None, 19),  # still there
        ((0, 17), 2, 16, 15),  # lifted during the stay: the last listed day
        ((-9, -2), 0, 6, None),  # left before it was listed, lifted since
        ((17, 18), 0, 16, None),  # came after it was lifted
        ((25, 26), 0, None, None),  # travels in the future
        ((0, 15), 30, None, None),  # listed in the future
        ((None, 15), 2, 14, 13),  # nobody knows since when
    ],
)
def test_which_day_of_a_stay_counts_as_exposure(stayed, since, until, last):
    listed = area(
        "43",
        since=START + timedelta(days=since),
        until=None if until is None else START + timedelta(days=until),
    )
    expected = None if last is None else START + timedelta(days=last)
    assert judged(stay("43", *stayed), areas=rules.AreaSet((listed,))).last_exposure == expected


LISTED = rules.AreaSet((area("4301"), area("43", "medium", key=2)))
SPANS = st.lists(st.tuples(st.integers(-20, 19), st.integers(0, 10)), min_size=1, max_size=5)


@settings(max_examples=10, deadline=None)
@given(SPANS)
def test_the_last_visit_decides_whatever_the_order(spans):
    stays = [stay("430124", begin, min(begin + length, 19)) for begin, length in spans]
    forth, back = (judged(*order, areas=LISTED) for order in (stays, stays[::-1]))
    assert forth == back
    newest = max(each.until for each in stays if each.until)
    days = (ON - newest).days
    assert forth.measure == ("central_isolation" if days <= 13 else "none")


PEOPLE = st.builds(
    PersonFacts,
    path=st.just("430124105/"),
    stays=st.lists(
        st.builds(
            stay, st.sampled_from(["", "43", "4301", "430124", "4401"]),
            st.one_of(st.none(), st.integers(-20, 5)), st.one_of(st.none(), st.integers(5, 25)),
        ), max_size=3,
    ).map(tuple),
    exposures=st.lists(
        st.builds(Exposure, st.sampled_from(["close", "secondary"]),
                  st.dates(START, START + timedelta(days=30))), max_size=2,
    ).map(tuple),
    reports=st.lists(
        st.builds(Report, st.just(ON), st.sampled_from([None, 36.5, 38.2]),
                  st.sampled_from([frozenset(), frozenset({"cough"})])), max_size=2,
    ).map(tuple),
)  # fmt: skip


@pytest.mark.parametrize("pack", [V9, read_pack(FOLDER / "2020-02-local"), GENERIC],
                         ids=lambda pack: pack.code)  # fmt: skip
@settings(max_examples=5, deadline=None)
@given(st.lists(PEOPLE, min_size=2, max_size=6))
def test_the_same_answer_alone_and_among_many(pack, people):
    together = rules.evaluate(people, pack, LISTED, ON)
    assert together == [rules.classify(each, pack, LISTED, ON) for each in people]
    assert rules.evaluate(people[::-1], pack, LISTED, ON) == together[::-1]


def test_reasons_name_the_row_the_stay_the_area_and_the_notice():
    known = rules.AreaSet((area("42", source="指挥部通告"),))
    got = judged(stay("4201", 0, 5, "湖北武汉"), areas=known, on=date(2022, 4, 10))
    told = " ".join(str(reason) for reason in got.reasons)
    for part in ("Row 3", "51号", "湖北武汉", "2022-04-06", "指挥部通告", "2022-04-01",
                 "high-risk"):  # fmt: skip
        assert part in told


def test_every_kind_of_fact_can_be_told_as_a_reason():
    known = Cell("known")
    places = Cell("places", words=frozenset({"4403"}))
    every = row(
        "x", "medical", 0, days_since_outside=known, stayed_in=places, days_since_contact=known,
        days_since_secondary=known, days_since_colocated=known, days_since_casual=known,
        days_since_red_code=known, days_since_yellow_code=known, temperature=known, symptoms=known,
        age=known, doses=known, days_since_dose=known, worker=known,
    )  # fmt: skip
    kinds = ("close", "secondary", "colocated", "casual")
    facts = PersonFacts(
        path="430124105/", stays=(stay("4403", 0, 3, "深圳"), stay("43", 0, 9, "湖南")),
        exposures=tuple(Exposure(kind, ON) for kind in kinds),
        codes=(CodeSeen("red", ON, "湖南省居民健康卡"), CodeSeen("yellow", ON)),
        reports=(Report(ON, 38.0, frozenset({"fever", "cough"})),), born=date(1950, 4, 20),
        doses=3, last_dose=date(2022, 1, 5), worker="冷链",
    )  # fmt: skip
    pack = replace(GENERIC, rows=(every,))
    got = rules.classify(facts, pack, NOWHERE, ON)
    told = " ".join(str(reason) for reason in got.reasons)
    for part in (
        "Was outside the home area: 深圳", "names this place", "Met a case", "a close contact",
        "same place", "passing contact", "red code", "湖南省居民健康卡", "yellow code", "38.0",
        "cough, fever", "72 years", "3 doses", "2022-01-05", "冷链",
    ):  # fmt: skip
        assert part in told, part
    assert (got.row, got.until) == ("x", None)
    assert rules.classify(replace(facts, doses=None), pack, NOWHERE, ON).row == "default"


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1950, 2, 20), date(2020, 2, 20), 70), (date(1950, 2, 21), date(2020, 2, 20), 69),
        (date(2020, 2, 29), date(2021, 2, 28), 0), (None, date(2020, 2, 20), None),
    ],
)  # fmt: skip
def test_the_age_on_a_day(born, on, age):
    ages = tuple(row(str(n), age=Cell("range", float(n), float(n))) for n in (0, 69, 70))
    pack = replace(GENERIC, rows=ages)
    got = rules.classify(PersonFacts(born=born), pack, NOWHERE, on)
    assert got.row == ("default" if age is None else str(age))


def test_a_row_may_hold_for_a_part_of_the_time_only():
    until = Cell("range", high=date(2022, 4, 20))
    pack = replace(GENERIC, rows=(row("1", day=until), row("2", days=0)))
    assert rules.classify(PersonFacts(), pack, NOWHERE, ON).row == "1"
    assert rules.classify(PersonFacts(), pack, NOWHERE, ON + timedelta(days=1)).row == "2"


def test_places_that_the_row_names_need_no_list():
    places = Cell("places", words=frozenset({"4403", "31"}))
    since = Cell("range", low=date(2022, 4, 10))
    pack = replace(GENERIC, rows=(row("1", stayed_in=places, days_since_stay=since),
                                  row("2", stayed_in=places)))  # fmt: skip
    people = [
        PersonFacts(stays=(stay(code, 0, last),))
        for code, last in (("440304", 9), ("440304", 8), ("310115001001", 12), ("44", 12))
    ]
    got = rules.evaluate(people, pack, NOWHERE, ON)
    assert [each.row for each in got] == ["1", "2", "1", "default"]
    assert got[0].last_exposure == date(2022, 4, 10)


def test_a_measure_without_a_dated_fact_counts_from_today():
    facts = PersonFacts(reports=(Report(ON, symptoms=frozenset({"cough"})),))
    got = rules.classify(facts, GENERIC, NOWHERE, ON)
    assert (got.measure, got.last_exposure, got.until) == ("self_monitoring", ON, date(2022, 4, 23))


def test_a_measure_for_everybody_has_its_days_too():
    pack = replace(GENERIC, rows=(row("1", days=5),))
    got = rules.classify(PersonFacts(), pack, NOWHERE, ON)
    assert (got.row, got.last_exposure, got.until) == ("1", ON, date(2022, 4, 25))


def test_no_row_no_measure():
    pack = replace(GENERIC, rows=rows_of([(0, 1)]))
    [one, two] = rules.evaluate([PersonFacts(), met(date(2022, 1, 1))], pack, NOWHERE, ON)
    assert one == two
    assert (one.measure, one.row) == ("none", "default")


def test_what_somebody_types_is_never_a_command():
    typed = "'); DROP TABLE persons; --\\' \" {} 三亚"
    known = rules.AreaSet((area("430124", whole=False, text=typed),))
    facts = PersonFacts(stays=(stay("430124", 0, 15, f"在{typed}住"),))
    for _ in range(2):
        assert rules.classify(facts, V8, known, ON).measure == "central_isolation"


def test_nobody_asked_about_nobody_answered():
    assert rules.evaluate([], GENERIC, NOWHERE, ON) == []
