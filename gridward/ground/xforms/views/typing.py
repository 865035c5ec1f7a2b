"""What was typed into the paper screen: text by field, answers, and what is wrong with them."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gridward.ground.xforms import queries, rules


@dataclass(slots=True)
class Cell:
    """One input: its field, its name in the page, what was typed, what is wrong with it."""

    field: queries.Field
    key: str
    text: str = ""
    error: object = None  # a reason, in its stored or in its living form
    findings: list[Mapping[str, object]] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A section with its cells; of a repeat `rows` are the lines of its table."""

    section: queries.Section
    cells: list[Cell]
    rows: list[list[Cell]]


@dataclass(slots=True)
class Typed:
    blocks: list[Block]
    answers: dict[str, object]
    errors: int = 0
    others: list[Mapping[str, object]] = dataclasses.field(
        default_factory=list
    )  # findings without an input

    @classmethod
    def of(cls, sheet: queries.Sheet, given: Mapping[str, str], *, today: date) -> "Typed":
        """Read the whole screen; an empty `given` makes an empty screen."""
        made = cls([], {})
        for section in sheet.sections:
            asked = [f for f in section.fields if f.kind != "note"]
            if not section.repeat:
                cells = [made.read(f, f.name, given, today, made.answers) for f in asked]
                made.blocks.append(Block(section, cells, []))
                continue
            rows, told = [], []
            for number in range(queries.LINES):
                answers: dict[str, object] = {}
                prefix = f"{section.repeat}.{number}."
                rows.append([made.read(f, prefix + f.name, given, today, answers) for f in asked])
                if answers:
                    told.append(answers)
            if told:
                made.answers[section.repeat] = told
            made.blocks.append(Block(section, [], rows))
        return made

    def read(
        self, asked: queries.Field, key: str, given: Mapping[str, str], today: date,
        into: dict[str, object],
    ) -> Cell:  # fmt: skip
        cell = Cell(asked, key, given.get(key, "").strip())
        try:
            answer = _answer(asked, cell.text, today)
        except rules.Unreadable as wrong:
            cell.error = wrong.reason
            self.errors += 1
            return cell
        if answer:
            into[asked.name] = answer
        return cell

    def mark(self, reasons: Iterable[Mapping[str, object]]) -> None:
        """Put each finding of the check beside the input that it is about."""
        cells = {_place(c): c for block in self.blocks for c in block.cells}
        for block in self.blocks:
            filled = [row for row in block.rows if any(cell.text for cell in row)]
            for number, row in enumerate(filled, 1):
                for cell in row:
                    head, _slash, tail = _place(cell).rpartition("/")
                    numbered = f"{head}[{number}]" if len(filled) > 1 else head
                    cells[f"{numbered}/{tail}"] = cell
        for reason in reasons:
            found = cells.get(str(reason["place"]))
            if found is None:
                self.others.append(reason)
            elif reason.get("kind") == "type" and found.field.kind in {"int", "decimal"}:
                whole = found.field.kind == "int"
                found.findings.append(rules.no_number(found.text, whole=whole).as_json())
            else:
                found.findings.append(reason)

    @property
    def findings(self) -> int:
        told = [c for b in self.blocks for row in [b.cells, *b.rows] for c in row]
        return len(self.others) + sum(len(cell.findings) for cell in told)

    def digest(self, serial: str) -> str:
        """What was shown with its findings: sending exactly this again means "keep it so"."""
        return hashlib.sha256(f"{serial} {self.answers}".encode()).hexdigest()[:16]


def _place(cell: Cell) -> str:
    """The question as findings name it: below the root of the form."""
    return "/".join(cell.field.path.split("/")[2:])


def _answer(asked: queries.Field, text: str, today: date) -> str:
    if asked.kind in {"choice", "many"}:
        most = 1 if asked.kind == "choice" else len(asked.options)
        return rules.chosen(text, asked.options, most=most)
    if asked.kind == "date":
        return rules.dated(text, today=today)
    if asked.kind == "time":
        return rules.timed(text)
    return rules.numbered(text) if asked.kind in {"int", "decimal"} else text
