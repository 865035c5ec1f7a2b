"""What the light page for residents can draw and reckon. Anything else goes to the full page.

The functions are those of frontend/src/light/functions.js; a test compares the two lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gridward.core.decision import Reason

FUNCTIONS = frozenset({
    "abs", "acos", "asin", "atan", "atan2", "boolean", "boolean-from-string", "ceiling",
    "checklist", "coalesce",
    "concat", "contains", "cos", "count", "count-non-empty", "count-selected", "current", "date",
    "date-time", "decimal-date-time", "decimal-time", "ends-with", "exp", "exp10", "false", "floor",
    "format-date", "format-date-time", "if", "indexed-repeat", "instance", "int", "is-selected",
    "join", "jr:choice-name", "last", "local-name", "log", "log10", "max", "min", "name",
    "normalize-space", "not", "now", "number", "once", "pi", "position", "pow", "pulldata",
    "random", "regex", "round", "selected", "selected-at", "sin", "sqrt", "starts-with", "string",
    "string-length", "substr", "substring", "substring-after", "substring-before", "sum", "tan",
    "time", "today", "translate", "true", "uuid", "version",
    "weighted-checklist",
})  # fmt: skip
AXES = frozenset({
    "child", "parent", "self", "ancestor", "ancestor-or-self", "descendant", "descendant-or-self",
    "preceding-sibling", "following-sibling",
})  # fmt: skip
_PLAIN_TYPES = {
    "string", "int", "integer", "decimal", "date", "time", "dateTime", "boolean", "select",
    "select1", "binary", "barcode",
}  # fmt: skip
_TYPES = {  # by control
    "input": _PLAIN_TYPES - {"binary", "barcode", "boolean"}, "select1": _PLAIN_TYPES,
    "select": _PLAIN_TYPES, "range": {"int", "integer", "decimal"}, "trigger": _PLAIN_TYPES,
    "upload": {"binary"}, "secret": {"string"},
}  # fmt: skip
# Appearances that change what is stored or need a widget of their own. All others are only looks.
_NEEDS_MORE = frozenset({
    "signature", "draw", "annotate", "map", "image-map", "placement-map", "maps", "month-year",
    "year", "ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian",
    "vertical", "picker", "rating", "printer", "hidden-answer", "masked", "counter",
})  # fmt: skip
_PICTURES = ("image/",)
MOST_OPTIONS = 4_000  # in all lists together; each takes a line of the page
MOST_QUESTIONS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as far as it decides about the page."""

    name: str
    control: str
    data: str
    appearance: frozenset[str] = frozenset()
    mediatype: str = ""
    options: int = 0
    has_media: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What one expression needs; `broken` tells why it cannot be read."""

    question: str
    functions: frozenset[str] = frozenset()
    axes: frozenset[str] = frozenset()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """What belongs to no single question: expressions by question, lists from files, actions."""

    expressions: tuple[Used, ...] = ()
    files: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    entities: bool = False


_ACTIONS = {"setvalue"}


def obstacles(questions: Iterable[Asked], whole: Whole) -> list[Reason]:
    """Why a form needs the full page; nothing when the light one does."""
    asked = list(questions)
    found = [reason for each in asked for reason in _of_question(each)]
    found += [reason for used in whole.expressions for reason in _of_expression(used)]
    found += [Reason.of("The list {name} is a file of its own.", name=name) for name in whole.files]
    found += [
        Reason.of("The form does {name} by itself.", name=name)
        for name in sorted(set(whole.actions) - _ACTIONS)
    ]
    if whole.entities:
        found.append(Reason.of("The form writes entities."))
    if sum(each.options for each in asked) > MOST_OPTIONS or len(asked) > MOST_QUESTIONS:
        found.append(Reason.of("The form is too long for one light page."))
    return found


def _of_question(asked: Asked) -> Iterator[Reason]:
    if asked.data not in _TYPES.get(asked.control, ()):
        yield Reason.of(
            "{question}: a question of the kind {kind} needs the full page.",
            question=asked.name, kind=asked.data if asked.control == "input" else asked.control,
        )  # fmt: skip
    elif asked.control == "upload" and not asked.mediatype.startswith(_PICTURES):
        yield Reason.of(
            "{question}: a question of the kind {kind} needs the full page.",
            question=asked.name, kind=asked.mediatype,
        )  # fmt: skip
    for sign in sorted(asked.appearance):
        if sign in _NEEDS_MORE or sign.startswith(("ex:", "search(", "printer:")):
            yield Reason.of(
                "{question}: the appearance {name} needs the full page.",
                question=asked.name, name=sign,
            )  # fmt: skip
    if asked.has_media:
        yield Reason.of("{question}: it speaks through a picture or sound.", question=asked.name)


def _of_expression(used: Used) -> Iterator[Reason]:
    if used.broken:
        yield Reason.of(
            "{question}: an expression cannot be read: {problem}",
            question=used.question, problem=used.broken,
        )  # fmt: skip
    for name in sorted((used.functions - FUNCTIONS) | (used.axes - AXES)):
        yield Reason.of(
            "{question}: the function {name}() needs the full page.",
            question=used.question, name=name,
        )  # fmt: skip
