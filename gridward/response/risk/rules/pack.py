"""A policy pack: a dated decision table with its source, parameters and examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gridward.response.risk.rules.cells import Cell

# Facts a table may ask for. All "days_since" count from the day of judging back to the last day.
INPUTS: Mapping[str, str] = {
    "days_since_high": "since the last day in a high-risk area",
    "days_since_medium": "since the last day in a medium-risk area",
    "days_since_low": "since the last day in a low-risk area",
    "days_since_listed": "since the last day in an area that a notice names",
    "days_since_outside": "since the last day outside the home area",
    "days_since_contact": "since the last contact with a case",
    "days_since_secondary": "since the last contact with a close contact",
    "temperature": "in degrees Celsius",
    "symptoms": "fever, cough, fatigue, breath",
    "age": "in whole years",
}
OUTPUTS = ("measure", "days", "then_measure", "then_days", "clause", "title_zh", "title_en")
HIT_POLICIES = ("first",)
QUALITIES = ("official", "reconstructed", "own")  # how the text reached us
HOME_DIGITS = {"province": 2, "prefecture": 4, "county": 6, "township": 9}


@dataclass(frozen=True, slots=True)
class Source:
    """The document that the pack puts into a table."""

    issuer: str
    title: str
    number: str
    date: date
    quality: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Protocol:
    """How one measure is carried out. `tests` are day numbers; `slots` times of day."""

    slots: tuple[str, ...] = ()
    tests: tuple[int, ...] = ()
    care_team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; the first row whose cells all hold decides."""

    name: str
    cells: tuple[tuple[str, Cell], ...]  # only those that are not "any"
    measure: str
    days: int
    clause: str
    title_zh: str
    title_en: str
    then_measure: str = ""
    then_days: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """Facts that must come out so: the test inside the pack."""

    name: str
    on: date
    facts: Mapping[str, object]
    measure: str
    until: date | None
    row: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of a policy. `digest` is the SHA-256 of its texts and so its identity."""

    code: str
    title_zh: str
    title_en: str
    source: Source
    valid_from: date
    valid_to: date | None  # the first day on which it is no longer in force
    jurisdiction: str  # a division code; empty = anywhere
    day_one: int
    fever: float
    home_digits: int
    hit_policy: str
    rows: tuple[Row, ...]
    protocols: Mapping[str, Protocol]
    examples: tuple[Example, ...]
    note: str = ""
    digest: str = field(default="", compare=False)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The facts that the table asks for, each once."""
        return tuple(dict.fromkeys(name for row in self.rows for name, _ in row.cells))

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def protocol(self, measure: str) -> Protocol:
        return self.protocols.get(measure, Protocol())

    def days_of(self, measure: str) -> int:
        """The usual length of a measure in this pack: that of the first row that gives it."""
        return next((row.days for row in self.rows if row.measure == measure), 0)

    def in_force(self, on: date) -> bool:
        """Whether the source document itself was in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
