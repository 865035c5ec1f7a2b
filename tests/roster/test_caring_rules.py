"""When the next contact is due, who may be named, what a rental must say: values in, values out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.roster.choices import ContactOutcome
from gridward.ground.roster.rules import caring


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 31))
def test_the_rhythm_says_when_the_next_contact_is_due(on, days):
    assert caring.next_due(on, days, ContactOutcome.WELL) == on + timedelta(days=days)
    assert caring.next_due(on, days, ContactOutcome.NOT_REACHED) == on + timedelta(days=1)
    assert caring.is_late(on, on + timedelta(days=1))
    assert not caring.is_late(on, on)


def test_rules_say_why_not():
    def may(*, every_days=3, is_registered=False, may_help=True):
        return caring.may_name_helper(
            every_days=every_days, is_registered=is_registered, may_help=may_help
        ).allowed

    assert may()
    assert not may(every_days=0)
    assert not may(every_days=32)
    assert not may(is_registered=True)
    assert not may(may_help=False)
    assert caring.may_register_rental(is_registered=False, rooms=1).allowed
    assert not caring.may_register_rental(is_registered=True, rooms=1).allowed
    assert not caring.may_register_rental(is_registered=False, rooms=0).allowed
    assert caring.may_move_out(date(2020, 1, 1), date(2020, 1, 1)).allowed
    assert not caring.may_move_out(date(2020, 1, 2), date(2020, 1, 1)).allowed
