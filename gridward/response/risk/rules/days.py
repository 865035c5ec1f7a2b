"""Day counting. Cities differ in whether the day of exposure is day 0 or day 1 (domain 2.5)."""

from datetime import date, timedelta


def planned_release(last_exposure: date, day_one: int, days: int) -> date:
    """The day on which a measure of `days` days ends.

    `day_one` is the number that the day of the last exposure bears: with 0 a 14-day measure after
    an exposure on 1 February ends on the 15th, with 1 on the 14th. Raises ValueError for another
    `day_one` or for negative `days`.
    """
    if day_one not in {0, 1} or days < 0:
        raise ValueError(f"day_one={day_one}, days={days}")
    return last_exposure + timedelta(days=max(days - day_one, 0))


def day_number(on: date, last_exposure: date, day_one: int) -> int:
    """Which day of the measure `on` is: "day 7" of the notice and of the test plan."""
    return (on - last_exposure).days + day_one


def on_day(number: int, last_exposure: date, day_one: int) -> date:
    """The date of day `number`: the inverse of `day_number`."""
    return last_exposure + timedelta(days=number - day_one)
