"""Case texts at the desk: splitting what was pasted, the rows proposed from them, their answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from gridward.core.decision import Decision, Reason
from gridward.ground.places.rules.trips import Proposal, Reading
from gridward.ground.places.rules.trips.lexicon import short_name
from gridward.ground.roster.choices import CaseTextState as S
from gridward.ground.roster.rules import words

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.OPEN: frozenset({S.CONFIRMED, S.DROPPED}),
    S.CONFIRMED: frozenset({S.OPEN}),  # taken back while nothing was built on it
    S.DROPPED: frozenset({S.OPEN}),
}
MOST = 500  # texts at once
LONGEST = 20_000  # characters of one
_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")
_CASE = re.compile(r"^\W*((?:新增|确诊)?(?:病例|患者|第)[ \d一二三四五六七八九十百]{1,6}[例号]?)")
_KINDS = {"resident_id": "id_card", "foreign_residence": "permanent_residence"}
_MODES = frozenset({"train", "flight", "bus", "car", "other"})


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed stay as it stands in the table. Days are ISO texts or empty; ``start`` to
    ``end`` are the characters it was read from, equal for a row added by hand."""

    place: str
    arrived: str = ""
    left: str = ""
    transport: str = ""
    number: str = ""
    role: str = ""
    start: int = 0
    end: int = 0
    keep: str = "yes"  # or empty: stands there struck out, and is not declared

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def may_become(state: str, wanted: S) -> Decision:
    """Whether a case text in `state` may go to `wanted`."""
    if wanted in TRANSITIONS[S(state)]:
        return Decision.yes()
    return Decision.no(Reason.of("This text is decided already. Take the decision back first."))


def split(pasted: str) -> list[str]:
    """The texts in what was pasted: an empty line stands between two."""
    parts = _BLANK_LINE.split(pasted.replace("\r\n", "\n").replace("\r", "\n"))
    return [text for part in parts if (text := part.strip())]


def longest_cells(rows: Iterable[Sequence[str]]) -> list[str]:
    """The texts of a table: the column with the longest cells holds them."""
    cells = [list(row) for row in rows]
    width = max((len(row) for row in cells), default=0)
    lengths = [sum(len(row[n]) for row in cells if n < len(row)) for n in range(width)]
    if not lengths:
        return []
    column = lengths.index(max(lengths))
    return [text for row in cells if column < len(row) and len(text := row[column].strip()) > 12]


def title(text: str) -> str:
    """How the text calls its case (病例41); empty when it does not say."""
    found = _CASE.match(text)
    return found[1].strip() if found else ""


def rows_of(reading: Reading, own: Sequence[str] = ()) -> list[Row]:
    """The rows proposed for a text. `own`: names of the area the desk works for, the nearest first,
    for which one character may stand (返宁 in 宁乡市)."""
    return [_row(each, own) for each in reading.stays]


def _row(stay: Proposal, own: Sequence[str]) -> Row:
    place = stay.place
    if len(place) == 1:
        place = next((name for name in own if place in name[:2]), short_name(place) or place)
    return Row(
        place=place, arrived=_iso(stay.arrived),
        left=_iso(stay.left), transport=stay.transport, number=stay.number, role=stay.role,
        start=stay.source[0], end=stay.source[1],
    )  # fmt: skip


def _iso(day: date | None) -> str:
    return str(day) if day else ""


def stored(values: Iterable[Mapping[str, object]]) -> list[Row]:
    """Rows out of JSON."""
    return [Row(**value) for value in values]  # type: ignore[arg-type]  # written by as_json


def typed(given: Mapping[str, str], rows: Sequence[Row]) -> list[Row]:
    """The rows with what the page sends (``place-0``, ``keep-0`` ..), and one more when its last
    line was filled in."""
    changed = [_typed(given, number, row) for number, row in enumerate(rows)]
    added = _typed(given, len(rows), Row(""))
    return [*changed, *([replace(added, keep="yes")] if added.place else [])]


def _typed(given: Mapping[str, str], number: int, row: Row) -> Row:
    def told(field: str) -> str:
        return given.get(f"{field}-{number}", "").strip()

    mode = told("transport")
    return replace(
        row, place=told("place")[:200], arrived=_day(told("arrived")), left=_day(told("left")),
        transport=mode if mode in _MODES else "",
        number=told("number").upper().replace(" ", "")[:20], keep="yes" if told("keep") else "",
    )  # fmt: skip


def _day(text: str) -> str:
    found = words.day(text)
    return str(found) if found else ""


def may_declare(rows: Sequence[Row]) -> Decision:
    """Whether the kept rows can be declared as they stand."""
    kept = [row for row in rows if row.keep]
    if not kept:
        return Decision.no(Reason.of("Keep at least one stay, or drop the text."))
    for row in kept:
        if not row.place:
            return Decision.no(Reason.of("A stay without a place cannot be kept."))
        if row.arrived and row.left and row.left < row.arrived:
            reason = Reason.of("{place}: left before it was reached.", place=row.place)
            return Decision.no(reason)
    return Decision.yes()


def answers(person: Mapping[str, str], rows: Sequence[Row]) -> dict[str, Any]:
    """The answers of the screening form for a person of the register and the kept rows."""
    kind = person.get("document_type", "none")
    told = {**person, "document_type": _KINDS.get(kind, kind), "travelled": "y"}
    kept = [
        {
            "place": row.place, "arrived": row.arrived, "left": row.left,
            "transport": row.transport, "number": row.number if row.transport else "",
        }
        for row in rows
        if row.keep
    ]  # fmt: skip
    return {**{key: value for key, value in told.items() if value}, "trip": kept}
