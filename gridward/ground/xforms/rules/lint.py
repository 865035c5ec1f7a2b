"""What speaks against publishing a form although the converter accepts it.

The converter passes Chinese question names, full-width signs, unknown functions and misspelt
columns without a word; the phone at the door is where they would be noticed.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gridward.core.decision import Reason
from gridward.ground.xforms.rules import functions, xpath

Rows = Iterable[tuple[int, Mapping[str, str]]]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]*?)\s*\}")
_TRANSLATED = re.compile(r"(.+?)\s*::?\s*(.+)")
_SHEETS = {"survey", "choices", "settings", "entities", "external_choices", "osm"}
_EXPRESSIONS = {
    "relevant", "constraint", "calculation", "required", "read_only", "choice_filter",
    "repeat_count",
}  # fmt: skip
_TEXTS = {
    "label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio",
    "video", "big-image", "media::image",
}  # fmt: skip
_SURVEY = {
    "type", "name", "default", "appearance", "parameters", "relevant", "constraint", "calculation",
    "required", "read_only", "readonly", "choice_filter", "repeat_count", "trigger", "note",
    "save_to", "hxl", "calculate", "intent", "autoplay", "rows", "query", "count", "relevance",
    "caption", "constraint message", "required message", "body::accuracyThreshold", "disabled",
    "value",
} | _TEXTS  # fmt: skip
_ALIASES = {"relevance": "relevant", "calculate": "calculation", "readonly": "read_only"}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to repair; `row` as Excel shows it, 0 for the whole sheet."""

    sheet: str
    row: int
    column: str
    reason: Reason


def flaws(survey: Rows, *, sheet_columns: Mapping[str, Iterable[str]]) -> list[Flaw]:
    """All flaws of a workbook: `survey` its rows, `sheet_columns` the heads of all its sheets."""
    rows = list(survey)
    found = list(_sheets(sheet_columns))
    found += _columns(sheet_columns.get("survey", ()))
    found += _translations(rows, sheet_columns.get("survey", ()))
    for number, row in rows:
        found += _name(number, row)
        found += _expressions(number, row)
    found += _circles(rows)
    return found


def _sheets(named: Iterable[str]) -> Iterator[Flaw]:
    names = list(named)
    if "survey" in names:
        return
    near = difflib.get_close_matches("survey", [name.lower() for name in names], 1, 0.6)
    if near:
        reason = Reason.of("The sheet “{sheet}” must be called survey.", sheet=near[0])
    else:
        reason = Reason.of("There is no sheet called survey.")
    yield Flaw("survey", 0, "", reason)


def _columns(columns: Iterable[str]) -> Iterator[Flaw]:
    for column in columns:
        found = _TRANSLATED.fullmatch(column)
        plain = found[1].strip() if found else column
        known = _TEXTS | {"media", "bind", "body", "instance"} if found else _SURVEY
        if not column or plain in known or column in _SURVEY:
            continue
        near = difflib.get_close_matches(plain, sorted(_SURVEY), 1, 0.6)
        if near:
            reason = Reason.of(
                "The column “{column}” is unknown. Is “{near}” meant?", column=column, near=near[0]
            )
        else:
            reason = Reason.of("The column “{column}” is unknown.", column=column)
        yield Flaw("survey", 1, column, reason)


def _name(number: int, row: Mapping[str, str]) -> Iterator[Flaw]:
    name = row.get("name", "")
    if name and not _NAME.fullmatch(name):
        yield Flaw(
            "survey", number, "name",
            Reason.of("“{name}” cannot name a question: only a-z, digits and _.", name=name),
        )  # fmt: skip


def _expressions(number: int, row: Mapping[str, str]) -> Iterator[Flaw]:
    for column, source in row.items():
        if _ALIASES.get(column, column) not in _EXPRESSIONS or source.lower() in {
            "yes",
            "no",
            "true",
            "false",
        }:
            continue
        try:
            read = xpath.read(_REFERENCE.sub("question", source))
        except xpath.BadExpression as wrong:
            problem = Reason.of("This rule cannot be read: {problem}.", problem=wrong)
            yield Flaw("survey", number, column, problem)
            continue
        for name in sorted(read.functions - functions.KNOWN):
            near = difflib.get_close_matches(name, sorted(functions.KNOWN), 1, 0.6)
            told = (
                "There is no function {name}()."
                if not near
                else "There is no function {name}(). Is {near}() meant?"
            )
            values = {"name": name, "near": near[0]} if near else {"name": name}
            yield Flaw("survey", number, column, Reason.of(told, **values))


def _translations(
    rows: Iterable[tuple[int, Mapping[str, str]]], columns: Iterable[str]
) -> Iterator[Flaw]:
    """A text that is given in one language and lacks in another one of the same sheet."""
    languages: dict[str, list[str]] = {}
    for column in columns:
        found = _TRANSLATED.fullmatch(column)
        if found and found[1].strip() in _TEXTS:
            languages.setdefault(found[1].strip(), []).append(column)
    for number, row in rows:
        for kind, names in languages.items():
            missing = [name for name in names if not row.get(name)]
            if missing and len(missing) < len(names):
                for name in missing:
                    language = name.rpartition(":")[2].strip()
                    reason = Reason.of(
                        "The {kind} lacks its text in {language}.", kind=kind, language=language
                    )
                    yield Flaw("survey", number, name, reason)


def _circles(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[Flaw]:
    """Questions whose calculation or relevance asks for itself by way of others."""
    asks: dict[str, set[str]] = {}
    at: dict[str, int] = {}
    for number, row in rows:
        name = row.get("name", "")
        if name:
            at[name] = number
            told = " ".join(
                row.get(c, "") for c in ("calculation", "calculate", "relevant", "relevance")
            )
            asks[name] = set(_REFERENCE.findall(told))
    for name in sorted(asks):
        if name in _reached(asks, name):
            reason = Reason.of("“{name}” depends on itself.", name=name)
            yield Flaw("survey", at[name], "calculation", reason)


def _reached(asks: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    todo = list(asks[start])
    while todo:
        each = todo.pop()
        if each not in reached:
            reached.add(each)
            todo.extend(asks.get(each, ()))
    return reached
