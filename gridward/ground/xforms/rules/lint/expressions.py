"""Findings about rules written in cells: unreadable, unknown functions, traps."""

import re
from collections.abc import Collection, Iterator, Mapping

from gridward.core.decision import Reason
from gridward.ground.xforms.rules import functions, xpath
from gridward.ground.xforms.rules.lint import browser
from gridward.ground.xforms.rules.lint.columns import ENTITY_EXPRESSIONS, EXPRESSIONS
from gridward.ground.xforms.rules.lint.questions import REFERENCE, repeats
from gridward.ground.xforms.rules.lint.shape import Finding, Page, Row, Severity, nearest

_WORDS = {"yes", "no", "true", "false"}
_SMART = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_LITERAL = re.compile(r'"[^"]*"|\'[^\']*\'')
_WIDE = dict(
    zip(
        "＝（）＜＞！，＋－＊．／［］＂＇　｛｝＄：；、。", "=()<>!,+-*./[]\"' {}$:;,.", strict=True
    )
)
_WIDE_SIGN = re.compile("[" + re.escape("".join(_WIDE)) + "]")
# Functions of the converter's own, replaced before a phone sees the form.
_CONVERTERS = {"pulldata", "search", "once", "concat"}
_AXIS = re.compile(r"([\w-]+)\s*::")
_AXES = {
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self",
    "following", "following-sibling", "namespace", "parent", "preceding", "preceding-sibling",
    "self",
}  # fmt: skip
_PROSE = 3  # words
_RULE_SIGN = re.compile(r"[$=<>(){}\[\]+*/\"@＝（）＜＞]")
_COUNTED = re.compile(r"count\(\s*\$\{\s*([^}]*?)\s*\}\s*\)")


def expressions(pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Everything that is written as a rule, on the sheets survey and entities."""
    survey = pages["survey"]
    maybe = repeats(survey.rows)
    for row in survey.rows:
        for column in sorted(EXPRESSIONS):
            yield from _of(survey, row, column)
            yield from _counted(survey, row, column, maybe)
    entities = pages.get("entities")
    for row in entities.rows if entities else ():
        assert entities is not None
        for column in sorted(ENTITY_EXPRESSIONS):
            yield from _of(entities, row, column)


def _of(page: Page, row: Row, column: str) -> Iterator[Finding]:
    source, written = row.get(column), row.head(column)
    if not source or source.lower() in _WORDS:
        return
    plain = source.translate(_SMART)
    if is_prose(plain):
        yield page.says(
            Severity.WARNING, Reason.of("These are words, not a rule: they are left out."),
            Reason.of("Write a rule, or move the words to the column hint or note."),
            row=row.number, column=written, value=source,
        )  # fmt: skip
        return
    if asks_translated_column(plain):
        yield page.says(
            Severity.WARNING,
            Reason.of("A column with its language cannot be asked for: this is left out."),
            Reason.of("Give the choices a column of their own, such as group, and compare that."),
            row=row.number, column=written, value=source,
        )  # fmt: skip
        return
    wide = _WIDE_SIGN.findall(_LITERAL.sub("", plain))
    if wide:
        yield page.says(
            Severity.ERROR,
            Reason.of(
                "The full-width sign {signs} is no operator.", signs=" ".join(sorted(set(wide)))
            ),
            Reason.of("Type it with the half-width keyboard: {right}", right=narrowed(plain)),
            row=row.number, column=written, value=source,
        )  # fmt: skip
        return
    try:
        read = xpath.read(REFERENCE.sub("question", plain))
    except xpath.BadExpression as wrong:
        yield page.says(
            Severity.ERROR, Reason.of("This rule cannot be read: {problem}.", problem=wrong),
            Reason.of("Check brackets, quotes, and that and, or and = stand between two things."),
            row=row.number, column=written, value=source,
        )  # fmt: skip
        return
    for name in sorted(read.functions - functions.KNOWN - _CONVERTERS):
        near = nearest(name, functions.KNOWN, 0.65)
        yield page.says(
            Severity.ERROR, Reason.of("There is no function {name}().", name=name),
            Reason.of("Is {near}() meant?", near=near) if near
            else Reason.of("See the list of functions in the guide for form authors."),
            row=row.number, column=written, value=source,
        )  # fmt: skip
    for problem, instead in browser.obstacles(read.tree):
        yield page.says(
            Severity.WARNING, Reason.of("{problem} It will not open the form.", problem=problem),
            instead, row=row.number, column=written, value=source,
        )  # fmt: skip


def is_left_out(source: str) -> bool:
    """Whether no phone could read this, while nothing is lost without it."""
    return is_prose(source) or asks_translated_column(source)


def asks_translated_column(source: str) -> bool:
    """``label::English``: two colons stand for an axis in XPath, and there is none of that name."""
    return any(axis not in _AXES for axis in _AXIS.findall(_LITERAL.sub("", source)))


def is_prose(source: str) -> bool:
    """Whether somebody wrote a remark where a rule belongs: words alone, and no way to read it."""
    if len(source.split()) < _PROSE or _RULE_SIGN.search(source):
        return False
    try:
        xpath.read(source)
    except xpath.BadExpression:
        return True
    return False


def narrowed(source: str) -> str:
    """The expression with half-width signs outside of its literals."""
    made, last = "", 0
    for literal in _LITERAL.finditer(source):
        made += _narrow(source[last : literal.start()]) + literal[0]
        last = literal.end()
    return made + _narrow(source[last:])


def _narrow(text: str) -> str:
    return "".join(_WIDE.get(sign, sign) for sign in text)


def _counted(page: Page, row: Row, column: str, maybe: Collection[str]) -> Iterator[Finding]:
    """``count(${repeat})`` says 1 while the repeat does not apply, on every kind of phone."""
    source = row.get(column)
    for name in dict.fromkeys(_COUNTED.findall(source)):
        if name in maybe and "if(" not in source.replace(" ", ""):
            yield page.says(
                Severity.WARNING,
                Reason.of("The count of {name} is 1 while nobody is asked for it.", name=name),
                Reason.of("Write if(…, count({name}), 0) with the condition of the repeat.",
                          name=f"${{{name}}}"),
                row=row.number, column=row.head(column), value=source,
            )  # fmt: skip
