"""Which value stays, and why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.roster.choices import MatchState
from gridward.ground.roster.rules import merging, pairs
from gridward.ground.roster.rules.merging import GONE, KEPT, Standing, Told

EARLY, LATE = datetime(2020, 2, 1, tzinfo=UTC), datetime(2020, 2, 9, tzinfo=UTC)
CARD = "11010519491231002X"
BARE = {
    "name": "王建国", "sex": "0", "birth_date": None, "document": ("none", ""), "phone": "",
    "residence": "registered", "needs_help": False, "home": (None, "4/1/"),
    "valid_from": date(2020, 1, 1),
}  # fmt: skip


def record(at=EARLY, how="list", **values):
    return {field: Told(value, at, how) for field, value in (BARE | values).items()}


def pick(kept, gone, field, **chosen):
    return next(p for p in merging.survive(kept, gone, chosen) if p.field == field)


@pytest.mark.parametrize(
    ("field", "kept", "gone", "side", "why"),
    [
        ("name", record(), record(), KEPT, merging.EQUAL),
        ("phone", record(), record(phone="1"), GONE, merging.ONLY),
        ("phone", record(phone="1"), record(), KEPT, merging.ONLY),
        ("sex", record(sex="0"), record(sex="9"), KEPT, merging.ONLY),
        ("home", record(), record(home=(5, "4/2/")), GONE, merging.ONLY),
        ("phone", record(phone="1"), record(LATE, phone="2"), GONE, merging.NEWER),
        ("phone", record(LATE, phone="1"), record(phone="2"), KEPT, merging.NEWER),
        ("phone", record(phone="1"), record(phone="2"), KEPT, merging.STAYS),
        ("phone", record(phone="1"), record(None, phone="2"), KEPT, merging.NEWER),
        ("phone", record(None, phone="1"), record(phone="2"), GONE, merging.NEWER),
        ("name", record(), record(LATE, "sent", name="汪建国"), KEPT, merging.CONFIRMED),
        ("name", record(LATE, "sent"), record(name="汪建国"), GONE, merging.CONFIRMED),
        ("phone", record(phone="1"), record(LATE, "sent", phone="2"), GONE, merging.NEWER),
        ("needs_help", record(), record(needs_help=True), GONE, merging.SAFE),
        ("needs_help", record(needs_help=True), record(LATE), KEPT, merging.SAFE),
        ("valid_from", record(), record(LATE, valid_from=date(2019, 1, 1)), GONE, merging.FIRST),
        ("document", record(LATE, document=("passport", "E1")),
         record(EARLY, "hand", document=("passport", "E2")), GONE, merging.BY_HAND),
        ("document", record(how="hand", document=("passport", "E1")),
         record(LATE, document=("passport", "E2")), KEPT, merging.BY_HAND),
        ("document", record(LATE, "hand", document=("resident_id", CARD[:-1] + "1")),
         record(EARLY, document=("resident_id", CARD)), GONE, merging.FITS),
        ("sex", record(LATE, sex="2"), record(sex="1", document=("resident_id", CARD)), GONE,
         merging.ON_THE_CARD),
        ("birth_date", record(document=("resident_id", CARD), birth_date=date(1949, 12, 31)),
         record(LATE, birth_date=date(1950, 1, 1)), KEPT, merging.ON_THE_CARD),
        ("birth_date", record(LATE, birth_date=date(1950, 1, 1)),
         record(document=("passport", "E1")), KEPT, merging.ONLY),
    ],
)  # fmt: skip
def test_the_value_that_stays(field, kept, gone, side, why):
    assert (pick(kept, gone, field).side, pick(kept, gone, field).why) == (side, why)


@given(
    st.sampled_from(["name", "phone", "home", "document", "sex"]), st.sampled_from([KEPT, GONE]),
    st.sampled_from(["hand", "list", "sent"]),
)  # fmt: skip
def test_a_choice_beats_every_rule(field, side, how):
    kept = record(LATE, how, phone="1", home=(1, "4/1/"), document=("passport", "A1"), sex="1")
    gone = record(
        EARLY, "hand", name="汪建国", phone="2", home=(2, "4/2/"),
        document=("resident_id", CARD), sex="2",
    )  # fmt: skip
    found = pick(kept, gone, field, **{field: side})
    assert (found.side, found.why) == (side, merging.CHOSEN)
    assert found.as_json()["side"] == side


def test_two_numbers_are_a_question():
    kept, gone = record(document=("passport", "A1")), record(document=("passport", "A2"))
    slip = record(document=("resident_id", CARD[:-1] + "1"))
    assert merging.open_questions(slip, record(document=("resident_id", CARD)), {}) == []
    assert merging.open_questions(kept, gone, {}) == ["document"]
    assert merging.open_questions(kept, gone, {"document": KEPT}) == []
    assert merging.open_questions(kept, record(), {}) == []


ONE, TWO = Standing(1, True, False, True, 3), Standing(2, True, True, False, 0)  # noqa: FBT003 - facts


def test_the_record_that_stays():
    assert merging.stays(ONE, TWO) == 2
    assert merging.stays(ONE, Standing(3, True, False, True, 9)) == 3  # noqa: FBT003 - facts
    assert merging.stays(ONE, Standing(3, True, False, True, 3)) == 1  # noqa: FBT003 - facts


def test_what_may_be_joined():
    assert merging.may_merge(ONE, TWO, [], "电话核实", by=7).allowed
    left = Standing(3, False, False, True, 3)  # noqa: FBT003 - facts
    assert len(merging.may_merge(left, left, ["document"], " ", by=None).because) == 5


def test_the_way_back():
    assert merging.may_unmerge(is_undone=False, is_last=True).allowed
    assert not merging.may_unmerge(is_undone=True, is_last=True).allowed
    assert not merging.may_unmerge(is_undone=False, is_last=False).allowed


def test_the_life_of_a_pair():
    assert set(pairs.TRANSITIONS) == set(MatchState)
    assert set().union(*pairs.TRANSITIONS.values()) | {MatchState.LINKED} == set(MatchState)
    assert pairs.may_become("open", MatchState.SAME).allowed
    assert not pairs.may_become("same", MatchState.DIFFERENT).allowed


def test_a_decided_pair_is_asked_again_only_with_other_facts():
    assert pairs.asks_again("different", "b", "a")
    assert not pairs.asks_again("different", "a", "a")
    assert not pairs.asks_again("same", "b", "a")


def test_a_pair_on_a_screen_is_held_for_a_while():
    assert pairs.is_held(1, EARLY, asking=2, at=EARLY + timedelta(minutes=1))
    assert not pairs.is_held(1, EARLY, asking=1, at=EARLY)
    assert not pairs.is_held(1, EARLY, asking=2, at=LATE)
    assert not pairs.is_held(None, None, asking=2, at=LATE)
