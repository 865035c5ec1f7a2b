"""Which rule set a list was made under: three follow one another in the national series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Scheme:
    """A set of levels in force from a day on, until the next scheme of its series."""

    code: str
    series: str
    since: date
    title_zh: str
    title_en: str
    source: str
    levels: tuple[str, ...]


def scheme_on(schemes: Iterable[Scheme], series: str, on: date) -> str:
    """The code of the newest scheme of the series on a day; the series itself without one (a
    local notice brings one set of levels for good)."""
    begun = [each for each in schemes if each.series == series and each.since <= on]
    return max(begun, key=lambda each: each.since).code if begun else series
