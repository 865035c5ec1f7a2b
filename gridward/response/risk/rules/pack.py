"""A policy pack: a dated decision table with its source, parameters and examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gridward.response.risk.rules.cells import Cell
from gridward.response.risk.rules.values import MEASURES

HIT_POLICIES = ("first", "unique")
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
    notice: str = ""


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
    day_one: int | None = None  # where this row counts otherwise than the pack
    tests: tuple[int, ...] | None = None  # these three: where the row differs from its measure
    slots: tuple[str, ...] | None = None
    care_team: tuple[str, ...] | None = None
    notice: str = ""  # the text for the person, when the row asks for one of its own
    document: str = ""  # of this row, where it is not that of the pack
    dated: date | None = None

    @property
    def severity(self) -> int:
        return MEASURES.index(self.measure)


DEFAULT = Row("default", (), "none", 0, "", "表中没有适用的条款", "No row of the table applies")


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

    @property
    def ordered(self) -> tuple[Row, ...]:
        """The rows in the order in which they are tried.

        Under "first" that of the table. Under "unique" no two rows may hold at once, so the order
        must not matter: should two hold all the same, the stricter decides, then the longer.
        """
        if self.hit_policy == "first":
            return self.rows
        return tuple(sorted(self.rows, key=lambda row: (-row.severity, -row.days, row.name)))

    def wait_of(self, row: Row) -> int:
        """Days from the day the count starts to the release, by the row's way of counting."""
        day_one = self.day_one if row.day_one is None else row.day_one
        return max(row.days - day_one, 0)

    def day_one_of(self, measure: str, row: str) -> int:
        """The number that the day of the last exposure bears, for a measure given by a row."""
        own = self.row(row)
        if own is None or own.measure != measure or own.day_one is None:
            return self.day_one
        return own.day_one

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def protocol(self, measure: str, row: str = "") -> Protocol:
        """How a measure is carried out, with what the row of this name says otherwise."""
        usual = self.protocols.get(measure, Protocol())
        own = self.row(row)
        if own is None or own.measure != measure:
            return usual
        return Protocol(
            slots=usual.slots if own.slots is None else own.slots,
            tests=usual.tests if own.tests is None else own.tests,
            care_team=usual.care_team if own.care_team is None else own.care_team,
            notice=own.notice or usual.notice,
        )

    def days_of(self, measure: str) -> int:
        """The usual length of a measure in this pack: that of the first row that gives it."""
        return next((row.days for row in self.rows if row.measure == measure), 0)

    def in_force(self, on: date) -> bool:
        """Whether the source document itself was in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
