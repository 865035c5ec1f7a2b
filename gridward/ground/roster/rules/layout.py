"""Which columns of a survey export hold one choice each, and which belong to further rows of a
repeat: guessed from headings as 问卷星, 腾讯问卷, 金数据, KoboToolbox and ODK write them. Pure."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from gridward.core.decision import Reason
from gridward.ground.roster.rules import options
from gridward.ground.roster.rules.columns import Column, guess, plain
from gridward.ground.roster.rules.survey import APART, Asked, field_of
from gridward.ground.roster.rules.text import normal

_SPLIT = re.compile(
    r"^(?P<head>.*?)\s*[:：/—\-_.(（\[【|]\s*(?P<tail>[^:：/—(（\[【|]+?)[)）\]】]?$"
)
_TICKS = re.compile(
    r"|0|1|0\.0|1\.0|-2|-3|true|false|是|否|√|✓|✔|x|选中|未选中|已选|未选|有|无", re.IGNORECASE
)
_NUMBERED = (
    re.compile(r"^(?P<repeat>[A-Za-z_]\w*)[\[/(](?P<n>\d{1,2})[\])]?[/.](?P<rest>\w+)$"),
    re.compile(
        r"^第(?P<n>[0-9一二三四五六七八九])[段次个条站][^:：\-—_.]*?[:：\-—_.]?\s*(?P<rest>[^\s:：\-—_.]{2,})$"
    ),
    re.compile(r"^[^\d]{1,8}(?P<n>\d{1,2})\s*[:：\-—_.]\s*(?P<rest>\D{2,})$"),
    re.compile(r"^(?P<rest>.*\D)[\s_\-(（\[【#]*(?P<n>\d{1,2})[)）\]】]?$"),
)
_ALIKE = 0.7
_MOST_ROWS = 20
_MOST_CHOICES = 40  # of one question as columns of their own


def guess_fields(
    headings: Sequence[str], samples: Sequence[Sequence[str]], columns: Sequence[Column],
    questions: Sequence[Asked],
) -> list[str]:  # fmt: skip
    """For each heading the field it most likely holds, or an empty string."""
    chosen = [""] * len(headings)
    for place, heading in enumerate(headings):
        values = [normal(row[place]) for row in samples if place < len(row)]
        field = _choice_column(heading, values, questions) or _numbered(heading, questions)
        if field and field not in chosen:
            chosen[place] = field
    if any(field_of(field).row > 1 for field in chosen):
        _first_rows(headings, chosen, questions)
    left = ["" if field else heading for field, heading in zip(chosen, headings, strict=True)]
    # A plain column of a question whose choices have columns says the same again: it may stay.
    taken = {field for field in chosen if field}
    rest = guess(left, samples, [column for column in columns if column.key not in taken])
    return [field or other for field, other in zip(chosen, rest, strict=True)]


def _choice_column(heading: str, values: Sequence[str], questions: Sequence[Asked]) -> str:
    found = _SPLIT.match(normal(heading))
    if not found:
        return ""
    for asked in questions:
        if not asked.is_multiple or not _is_heard(found["head"], asked):
            continue
        value = "" if found["tail"].isdecimal() else options.exact(found["tail"], asked.choices)
        if value and all(
            _TICKS.fullmatch(each) or options.exact(each, asked.choices) == value or "〖" in each
            for each in values
        ):
            return f"{asked.key}={value}"
    return ""


def _is_heard(heading: str, asked: Asked) -> bool:
    typed = plain(heading)
    words = {plain(word) for word in asked.words}
    return typed in words or any(
        fuzz.ratio(typed, word) / 100 >= _ALIKE or (len(word) > 3 and word in typed)
        for word in words
    )


def _numbered(heading: str, questions: Sequence[Asked]) -> str:
    """``trip[2]/place``, ``第2段行程：地名``, ``地名2`` -> ``trip[2].place``; the first too."""
    typed = normal(heading)
    for form in _NUMBERED:
        found = form.match(typed)
        if not found:
            continue
        n = found["n"]
        row = int(n) if n.isascii() else "一二三四五六七八九".index(n) + 1
        best = _best(found["rest"], [each for each in questions if "." in each.key])
        if best and 0 < row <= _MOST_ROWS:
            return numbered(best.key, row)
    return ""


def numbered(key: str, row: int) -> str:
    """The field of a repeat's question in its nth row: ``trip.place``, ``trip[2].place``."""
    repeat, _dot, name = key.rpartition(".")
    return f"{repeat}[{row}].{name}" if row > 1 else key


def _best(text: str, inside: Sequence[Asked]) -> Asked | None:
    typed = plain(text)
    scored = []
    for asked in inside:
        words = [plain(word) for word in asked.words]
        if typed in words:
            return asked
        scored.append((max((fuzz.ratio(typed, word) / 100 for word in words), default=0), asked))
    score, best = max(scored, key=lambda one: one[0], default=(0.0, None))
    return best if score >= _ALIKE else None


def _first_rows(headings: Sequence[str], chosen: list[str], questions: Sequence[Asked]) -> None:
    """Beside ``地名2`` a bare ``地名`` is the first row."""
    inside = [each for each in questions if "." in each.key]
    for place, heading in enumerate(headings):
        best = None if chosen[place] else _best(heading, inside)
        if best and best.key not in chosen:
            chosen[place] = best.key


def more_columns(questions: Sequence[Asked], fields: Sequence[str]) -> Iterator[Column]:
    """Further fields for the mapping page: the choices of multiple questions, and one row more of
    each repeat than the list uses."""
    rows = max((field_of(each).row for each in fields), default=1)
    for asked in questions:
        label = asked.labels[0] if asked.labels else asked.name
        if "." in asked.key:
            for row in range(2, min(rows + 1, _MOST_ROWS) + 1):
                told = Reason.of("{label} ({number})", label=label, number=row)
                yield Column(numbered(asked.key, row), told)
        if asked.is_multiple and len(asked.choices) <= _MOST_CHOICES:
            for value, labels in asked.choices.items():
                told = Reason.of(
                    "{label}: {choice}", label=label, choice=labels[0] if labels else value
                )
                yield Column(f"{asked.key}={value}", told)


def unasked(fields: Sequence[str], needed: Sequence[Asked]) -> list[Asked]:
    """Questions that must be answered and for which the list has no column."""
    given = {field_of(field).key for field in fields if field and field not in APART}
    return [asked for asked in needed if asked.key not in given]
