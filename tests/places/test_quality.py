"""The quality report: figures as measured, and decisions as made here."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.places import actions, queries
from gridward.ground.places.rules import quality
from gridward.ground.places.rules.quality import AtLimit, Band, Measured, Settled

HQ = "430182109/"
ANSWERS = [(0.0, False, False), (0.59, False, True), (0.6, True, False), (1.0, True, False)]


def measured(source: str = "form", rows: int = 4) -> Measured:
    return Measured("x", source, rows, 2, 2, 2, 0, rows, tuple(quality.bands(ANSWERS)))


def test_answers_are_counted_by_confidence():
    assert quality.bands(ANSWERS) == [
        Band(0.0, 1, 0, 0), Band(0.55, 1, 0, 1), Band(0.6, 1, 1, 0), Band(0.95, 1, 1, 0),
    ]  # fmt: skip


def test_what_another_limit_would_do():
    told = {each.limit: each for each in quality.at_limits(measured(), 0.6)}
    assert told[0.3] == AtLimit(0.3, 0.75, 0.25, in_force=False)
    assert told[0.6] == AtLimit(0.6, 0.5, 0.0, in_force=True)
    assert told[0.95].accepted == 0.25


def test_shares_of_a_set():
    one = Measured("x", "form", 10, 8, 6, 5, 1, 10, (), {"cpca": {"right": 4, "wrong": 5}})
    assert (one.recall, one.precision, one.wrong_share) == (0.5, 5 / 6, 0.1)
    assert (one.asked, one.first_right) == (0.4, 0.8)
    assert one.peer_shares() == [("cpca", 0.4, 0.5)]
    assert Measured("x", "form", 0, 0, 0, 0, 0, 0).precision is None


def test_sets_of_one_source_are_taken_together(tmp_path):
    file = tmp_path / "quality.json"
    assert quality.read(file) is None
    one = {
        "name": "a", "source": "form", "rows": 4, "right": 2, "accepted": 2, "accepted_right": 2,
        "wrong": 0, "wanted": 4, "bands": [[0.6, 2, 2, 0]], "peers": {},
    }  # fmt: skip
    told = {"measured_on": "2026-11-22", "edition": "2023-06-30", "limit": 0.6}
    file.write_text(json.dumps(told | {"sets": [one, one, one | {"source": "list"}]}))
    report = quality.read(file)
    assert [(each.source, each.rows) for each in report.by_source()] == [("form", 8), ("list", 4)]
    assert report.whole().bands == (Band(0.6, 6, 6, 0),)


def test_how_often_the_first_candidate_was_right():
    decided = [
        Settled("form", 0.57, 1), Settled("form", 0.5, 2), Settled("list", 0.51, 0),
        Settled("list", 0.0, None),
    ]  # fmt: skip
    high, low = quality.by_confidence(decided)
    assert (high.low, high.count, high.first, high.other, high.elsewhere) == (0.5, 3, 1, 1, 1)
    assert (low.none, low.first_share) == (1, 0.0)
    assert [(each.key, each.count) for each in quality.by_source(decided)] == [
        ("form", 2), ("list", 2),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans())))
def test_no_answer_is_lost(answers):
    found = quality.bands(answers)
    assert sum(band.rows for band in found) == len(answers)
    one = Measured("", "", len(answers), 0, 0, 0, 0, 0, tuple(found))
    shares = [each.accepted or 0.0 for each in quality.at_limits(one, 0.6)]
    assert shares == sorted(shares, reverse=True)


def test_the_shipped_figures_can_be_read():
    report = queries.measured()
    assert report is not None
    assert {each.source for each in report.sets} <= {"form", "import", "list", "door"}
    for each in report.sets:
        assert sum(band.rows for band in each.bands) == each.rows
        assert each.accepted_right <= each.accepted <= each.rows


@pytest.mark.django_db
def test_decisions_are_counted_once_a_text(actor_of, at):
    analyst = actor_of("analyst", HQ)
    for near in (HQ, "430182109/206/"):
        review = actions.ask_review(
            "兰州城关", queries.match("兰州城关", near=near), near=near, path=near,
            actor=analyst, at=at,
        )  # fmt: skip
    wide = queries.visible_to(analyst).get(near=HQ)
    actions.decide(wide, code=review.candidates[0]["code"], actor=analyst, at=at)
    assert [each.chosen for each in queries.settled(analyst)] == [1]
    assert queries.withdrawn(analyst) == (0, 1)
    actions.withdraw(wide.aliases.get(), actor=analyst, at=at)
    assert queries.settled(analyst) == []
    assert queries.withdrawn(analyst) == (1, 1)
