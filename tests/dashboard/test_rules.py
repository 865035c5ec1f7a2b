from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.hq.dashboard.choices import (
    BulletinState,
    FigureName,
    Slot,
    SlotState,
    Unit,
)
from gridward.hq.dashboard.rules import bulletins, figures, slots

AT = datetime(2020, 2, 20, 1, 0, tzinfo=UTC)


def one(name: str, value: int, unit: str = "", **more: object) -> figures.Figure:
    return figures.Figure(name, value, unit or figures.UNITS[name], AT, **more)  # type: ignore[arg-type]


def test_the_figures_of_the_source_reproduce():
    """domain 5.4, 27."""
    staff = [one("key_persons", 145, Unit.PERSONS), one("key_persons", 277, Unit.PERSONS)]
    assert figures.add(staff).value == 422
    assert one("reached", 585, denominator=678).share == "86.3 %"
    assert one("reached", 363, denominator=388).share == "93.6 %"


@pytest.mark.parametrize("first", Unit.values)
@pytest.mark.parametrize("second", Unit.values)
def test_only_one_unit_is_added(first, second):
    """domain 5.4, 21: 259 人次 and 12 台次 and 43 家 make no sum (P14)."""
    parts = [one("seen", 259, first), one("seen", 12, second)]
    if first == second:
        assert figures.add(parts).value == 271
    else:
        with pytest.raises(figures.MixedFigures):
            figures.add(parts)


def test_two_figures_or_two_cut_offs_are_not_added():
    later = figures.Figure("due", 1, Unit.PERSONS, AT + timedelta(hours=6))
    with pytest.raises(figures.MixedFigures):
        figures.add([one("due", 1), one("observed", 1)])
    with pytest.raises(figures.MixedFigures):
        figures.add([one("due", 1), later])
    with pytest.raises(figures.MixedFigures):
        figures.add([])


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1))
def test_a_sum_keeps_value_denominator_and_lateness(parts):
    total = figures.add(
        figures.figure("temperatures", value, AT, denominator=owed, late=value)
        for value, owed in parts
    )
    assert total.value == total.late == sum(value for value, _ in parts)
    assert total.denominator == sum(owed for _, owed in parts)
    assert total.unit == Unit.PERSON_TIMES


def test_every_figure_has_one_unit():
    assert set(figures.UNITS) == set(FigureName)
    assert set(FigureName) >= figures.ALARMS
    assert figures.add([one("due", 1)]).denominator is None
    assert one("due", 3).share == ""
    assert one("missed", 1).alarming
    assert not one("missed", 0).alarming
    assert not one("due", 1).alarming


def test_the_difference_to_the_last_bulletin():
    assert figures.change(one("due", 5), one("due", 8)) == -3
    assert figures.change(one("due", 5), None) is None
    with pytest.raises(figures.MixedFigures):
        figures.change(one("due", 5), one("observed", 8))


def test_a_slot_is_closed_once_and_not_too_early():
    hour = timedelta(hours=1)
    assert slots.may_close("due", due_at=AT, at=AT).allowed
    assert slots.may_close("late", due_at=AT, at=AT + hour).allowed
    assert not slots.may_close("closed", due_at=AT, at=AT).allowed
    assert not slots.may_close("due", due_at=AT, at=AT - 2 * hour).allowed
    assert set(slots.TRANSITIONS) == set(SlotState)
    assert set(slots.DEFAULT_TIMES) == set(Slot)


def test_an_open_slot_past_its_time_is_late():
    soon, later = AT + timedelta(minutes=5), AT + timedelta(hours=1)
    assert not slots.is_late("due", due_at=AT, at=soon)
    assert slots.is_late("due", due_at=AT, at=later)
    assert not slots.is_late("closed", due_at=AT, at=later)


def test_only_a_person_confirms_receipt_once():
    assert slots.may_receive(None, user_id=1).allowed
    assert not slots.may_receive(None, user_id=None).allowed
    assert not slots.may_receive(AT, user_id=1).allowed


@pytest.mark.parametrize(
    "text",
    [
        "请联系13812345678", "电话 138 1234 5678", "证号43012419800101123X",
        "湘A12345已劝返", "湘A·D12345已劝返", "3栋2单元501室已封闭", "12号楼501户",
    ],
)  # fmt: skip
def test_what_identifies_somebody_is_found(text):
    """domain 5.4, 14."""
    assert bulletins.leaks(text)


def test_ordinary_words_of_a_bulletin_are_no_leak():
    text = "全镇18个村（社区）累计排查32000户，排查率93.6%，在管259人，2月20日15时。"
    assert bulletins.leaks(text) == []
    [found] = bulletins.leaks(text, ["张三丰"])
    assert "张某某" in str(found)
    assert "张三丰" not in str(found)


def test_publishing():
    assert bulletins.may_publish("draft", "平稳", [], user_id=1).allowed
    assert not bulletins.may_publish("draft", "平稳", [], user_id=None).allowed
    assert not bulletins.may_publish("published", "平稳", [], user_id=1).allowed
    assert not bulletins.may_publish("draft", "平稳", ["王平"], user_id=1).allowed
    assert bulletins.may_edit("draft").allowed
    assert set(bulletins.TRANSITIONS) == set(BulletinState)
