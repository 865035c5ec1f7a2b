"""What becomes of each row of a chunk: new, there already, or refused with its reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import orjson

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.core.tables import Numbered
from gridward.ground.roster.actions import storing
from gridward.ground.roster.choices import RowOutcome
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.households import ids_by_code
from gridward.ground.roster.queries.imports import homes_at, known_digests, tree_of
from gridward.ground.roster.rules.reading import READERS, Home, Spot, spot
from gridward.ground.roster.rules.records import Row
from gridward.ground.roster.rules.text import normal
from gridward.ground.roster.rules.tree import Tree
from gridward.ground.roster.rules.values import Finding

EMPTY = Reason("None of the chosen columns is filled in this row.")
TOTAL = Reason("This row is a line of totals.")
_TOTALS = {"合计", "总计", "小计", "汇总", "总数", "total", "sum"}


@dataclass(slots=True)
class Outcome:
    """One row: as typed, and its end. `findings` name the columns as the file does."""

    number: int
    cells: Mapping[str, str]
    typed: Sequence[str]
    digest: str
    outcome: RowOutcome = RowOutcome.ADDED
    row: Row | None = None
    subject_id: int | None = None
    submission_id: UUID | None = None
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, *findings: Finding) -> None:
        self.outcome = RowOutcome.REFUSED
        self.findings.extend(findings)

    def return_(self, *findings: Finding) -> None:
        """Kept all the same, but a person should mend it."""
        if findings:
            self.outcome = RowOutcome.RETURNED
            self.findings.extend(findings)

    def pass_over(self, why: Reason) -> None:
        """No record at all: an empty row, a line of totals."""
        self.outcome = RowOutcome.BLANK
        self.findings.append(Finding("", "", why))


class Register:
    """Lists of households, persons, enterprises, places, vehicles, and lists from above."""

    chunk = 2_000  # rows in one transaction

    def __init__(self, item: Import, *, at: datetime) -> None:
        self.item, self.at = item, at
        self.fields: list[str] = item.mapping["fields"]
        self.headings: list[str] = item.mapping.get("headings", [])
        self.today: date = local_date(at)
        self.tree: Tree = tree_of(item.path, on=self.today)
        self.subject_type = item.target

    def judge(self, chunk: Sequence[Numbered]) -> list[Outcome]:
        """Decide each row; nothing is stored."""
        outcomes = outcomes_of(chunk, self.fields, self.item.target)
        mark_known(outcomes, self.item.target)
        fresh = [one for one in outcomes if one.outcome is RowOutcome.ADDED]
        spots = [spot(one.cells, self.tree) for one in fresh]
        homes = self._homes(fresh, spots)
        read = READERS[self.item.target]
        for one, at, home in zip(fresh, spots, homes, strict=True):
            reading = read(one.cells, at, self.today, home)
            one.row = reading.row
            if reading.findings:
                one.refuse(*(self._named(finding) for finding in reading.findings))
        self._compare([one for one in fresh if one.outcome is RowOutcome.ADDED])
        return outcomes

    def store(self, fresh: Sequence[Outcome], actor: Actor) -> None:
        """Store the rows judged new and note their ids."""
        rows = [one.row for one in fresh if one.row is not None]
        for one, pk in zip(fresh, storing.store(rows, self.item, actor, self.at), strict=True):
            one.subject_id = pk

    def rehearse(self, fresh: Sequence[Outcome], actor: Actor) -> None:
        """Nothing more is found wrong when rows are stored."""

    def _homes(self, fresh: Sequence[Outcome], spots: Sequence[Spot]) -> list[Home | None]:
        if self.item.target == "household":
            return [None] * len(fresh)
        codes = [normal(one.cells.get("household_code", "")) for one in fresh]
        by_code = ids_by_code({code for code in codes if code})
        keys = [None if code else at.key for code, at in zip(codes, spots, strict=True)]
        doors = homes_at((k for k in keys if k), [v.path for v in self.tree.villages])
        found: list[Home | None] = []
        for code, key in zip(codes, keys, strict=True):
            behind = doors.get(key, []) if key else []
            home = by_code.get(code) if code else behind[0] if len(behind) == 1 else None
            found.append(home if home and home[1].startswith(self.item.path) else None)
        return found

    def _compare(self, fresh: Sequence[Outcome]) -> None:
        there = storing.there([one.row for one in fresh if one.row])
        seen: dict[str, tuple[object, ...]] = {}
        for one in fresh:
            if one.row is None:
                continue
            key, content = storing.key_of(one.row), storing.content_of(one.row)
            known = there.get(key)
            earlier = known[1] if known else seen.get(key)
            if earlier is None:
                seen[key] = content
            elif earlier == content:
                one.outcome = RowOutcome.UNCHANGED
                one.subject_id = known[0] if known else None
            else:
                why = storing.OTHER if known else storing.SAME_KEY
                one.refuse(Finding("", "", why))

    def _named(self, finding: Finding) -> Finding:
        """The same finding with the heading that the file has for the field."""
        # Lists without a column for the grid name it by village or within the address.
        places = ("grid", "village", "address") if finding.column == "grid" else (finding.column,)
        for one in places:
            if one not in self.fields:
                continue
            place = self.fields.index(one)
            if place < len(self.headings) and self.headings[place]:
                return Finding(self.headings[place], finding.value, finding.reason)
        return finding


def outcomes_of(
    chunk: Sequence[Numbered], fields: Sequence[str], target: str, *, apart: Collection[str] = ()
) -> list[Outcome]:
    """The rows of a chunk with their digests; the number of the row plays no part in it, nor do
    the fields `apart`."""
    found = []
    for number, typed in chunk:
        cells = {
            key: value
            for key, value in zip(fields, typed, strict=False)
            if key and value and not value.isspace()
        }
        plain = {key: normal(value) for key, value in cells.items() if key not in apart}
        seal = digest(
            orjson.dumps([target, plain], option=orjson.OPT_SORT_KEYS).decode(), label="row"
        )
        found.append(Outcome(number, cells, typed, seal))
    return found


def _is_total(typed: Sequence[str]) -> bool:
    first = next((normal(cell) for cell in typed if cell.strip()), "")
    return first.rstrip(":").replace(" ", "").lower() in _TOTALS


def mark_known(outcomes: Sequence[Outcome], target: str) -> None:
    """Rows an import has brought in before, and rows that stand twice in this chunk."""
    known = known_digests({one.digest for one in outcomes}, target)
    for one in outcomes:
        if one.digest in known:
            one.outcome = RowOutcome.UNCHANGED
        elif not one.cells:
            one.pass_over(EMPTY)
        elif _is_total(one.typed):
            one.pass_over(TOTAL)
        else:
            known.add(one.digest)
