"""Which column of a list holds what: guessed from its heading and from its contents."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from gridward.core.decision import Reason
from gridward.ground.roster.rules import documents, organisations, phones, plates
from gridward.ground.roster.rules.text import normal

_HEADER_ROWS = 15
_ENOUGH = 0.7
_SAMPLE = 50
_FAR = date(2100, 1, 1)  # only the shape counts here; a future birth is refused later
_NUMBERING = re.compile(
    r"^(?:[(（]?[0-9]+[)）.、．,:：\s]+|[*＊]\s*|您的|您|你的|请输入|请填写|请选择)+"
)
_REMARK = re.compile(r"[(（【\[].*?[)）】\]]|[:：*＊?？]|必填|选填")


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a column can be mapped to: its label, and the headings people give it."""

    key: str
    label: Reason
    words: tuple[str, ...] = ()
    kind: str = ""  # a key of `_SHAPES`
    is_needed: bool = False


def _share(test: Callable[[str], bool]) -> Callable[[Sequence[str]], float]:
    return lambda values: sum(map(test, values)) / len(values)


def _is_name(value: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,5}", value)) and value[-1] not in "村镇组号室户区"


_SHAPES: dict[str, Callable[[Sequence[str]], float]] = {
    "document": _share(lambda v: bool(documents.kind_of(v))),
    "phone": _share(lambda v: phones.phone(v).wrong is None),
    "plate": _share(lambda v: bool(plates.kind_of(plates.plate(v).value))),
    "uscc": _share(lambda v: organisations.uscc(v).wrong is None),
    "name": _share(_is_name),
    "sex": _share(lambda v: v in {"男", "女", "男性", "女性", "M", "F", "1", "2"}),
    "date": _share(lambda v: bool(re.fullmatch(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.*", v))),
    "address": _share(lambda v: bool(re.search(r"[村社组号栋室路镇]", v)) and len(v) > 4),
    "count": _share(lambda v: v.isdecimal() and len(v) < 5),
}
_TELLING = {"document": 0.9, "plate": 0.9, "uscc": 0.9, "phone": 0.75}  # contents alone say it


def plain(heading: str) -> str:
    """``2、您的手机号码（必填）:`` -> ``手机号码``."""
    text = _NUMBERING.sub("", normal(heading))
    return _REMARK.sub("", text).replace(" ", "").lower() or normal(heading).lower()


def header_row(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """The index of the row that holds the headings: the first row with most known ones."""
    known = {plain(word) for column in columns for word in column.words}
    best, most = 0, 0.0
    for index, cells in enumerate(rows[:_HEADER_ROWS]):
        filled = [plain(cell) for cell in cells if cell.strip()]
        if len(set(filled)) < len(filled) or not filled:
            continue
        score = sum(1.0 if cell in known else _near(cell, known) for cell in filled)
        if score > most + 0.5:
            best, most = index, score
    return best


def _near(cell: str, known: set[str]) -> float:
    return 0.7 if any(fuzz.ratio(cell, word) > 80 for word in known) else 0.0


def guess(
    headings: Sequence[str], samples: Sequence[Sequence[str]], columns: Sequence[Column]
) -> list[str]:
    """For each heading the key of the field it most likely holds, or an empty string.

    `samples` are rows below the heading. Each field is given to one column at the most.
    """
    scores: list[tuple[float, int, str]] = []
    for place, heading in enumerate(headings):
        values = [normal(row[place]) for row in samples[:_SAMPLE] if place < len(row)]
        filled = [value for value in values if value]
        for column in columns:
            score = _score(heading, filled, column)
            if score >= _ENOUGH:
                scores.append((score, place, column.key))
    chosen = [""] * len(headings)
    for _, place, key in sorted(scores, key=lambda one: (-one[0], one[1])):
        if not chosen[place] and key not in chosen:
            chosen[place] = key
    return chosen


def _score(heading: str, values: Sequence[str], column: Column) -> float:
    typed = plain(heading)
    words = [plain(word) for word in (column.key.replace("_", " "), *column.words)]
    title = max((_alike(typed, word) for word in words), default=0.0) if typed else 0.0
    if not column.kind or not values:
        return title
    share = _SHAPES[column.kind](values)
    telling = _TELLING.get(column.kind, 0.0) * share if share > 0.8 else 0.0
    return max(telling, 0.75 * title + 0.25 * share if title > 0.55 else 0.0)


def _alike(typed: str, word: str) -> float:
    if typed == word:
        return 1.0
    if len(word) > 1 and word in typed:
        return 0.8 + 0.15 * len(word) / len(typed)
    if len(typed) > 2 and typed in word:
        return 0.65 + 0.3 * len(typed) / len(word)
    return fuzz.ratio(typed, word) / 100 * 0.85


def layout_digest(target: str, headings: Sequence[str]) -> str:
    """What lists of one layout have in common: the same headings for the same target."""
    return hashlib.sha256("\x1f".join([target, *map(plain, headings)]).encode()).hexdigest()


def missing(
    fields: Sequence[str], columns: Sequence[Column], needs: Sequence[Sequence[str]]
) -> list[Reason]:
    """What a mapping lacks. `needs`: of each group one field at least."""
    labels: Mapping[str, Reason] = {column.key: column.label for column in columns}
    return [
        Reason.of("No column holds: {field}.", field=labels[group[0]])
        for group in needs
        if not any(key in fields for key in group)
    ]
