"""Checks what was sent against the form, as the phone should have done already.

Public addresses must not trust the client, and rows of survey tools pass the same door. Nothing is
refused here: findings are stored beside the submission and put before a person.
"""

import copy
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from lxml import etree

from gridward.ground.xforms.rules import dates, xpath
from gridward.ground.xforms.rules.definition import Bind, Definition, Formula
from gridward.ground.xforms.rules.functions import (
    VOLATILE,
    Unknowable,
    Value,
    number_of,
    text_of,
    truth_of,
)


class Kind(StrEnum):
    """What is wrong with one answer."""

    MISSING = "missing"
    CONSTRAINT = "constraint"
    NOT_ASKED = "not_asked"  # answered though the question does not apply
    TYPE = "type"  # no number, no date
    CHOICE = "choice"  # not among the choices
    CALCULATED = "calculated"  # differs from what the form computes
    UNKNOWN = "unknown"  # a question that the form does not have
    FORM = "form"  # the form's own expression cannot be read


@dataclass(frozen=True, slots=True)
class Finding:
    """`question` is the absolute path in the form, `place` the same with row numbers."""

    kind: Kind
    question: str
    place: str
    detail: str = ""


_CHILD = re.compile(r"[\w.-]+")
_SHAPES = {
    "int": re.compile(r"[+-]?\d{1,18}"),
    "integer": re.compile(r"[+-]?\d{1,18}"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?"),
    "geopoint": re.compile(r"-?\d+(\.\d+)? -?\d+(\.\d+)?( -?\d+(\.\d+)?){0,2}"),
    "time": re.compile(r"\d{2}:\d{2}.*"),
}


def check(definition: Definition, submitted: etree._Element, *, at: datetime) -> list[Finding]:
    """All findings, in the order of the form. `submitted` (no namespaces) is left as it is.

    `at` is the moment that ``today()`` and ``now()`` mean.
    """
    definition.clock.at = at
    root = copy.deepcopy(submitted)
    found = list(_unknown(definition.template, root, f"/{root.tag}", definition))
    if root.tag != definition.template.tag:
        return found or [Finding(Kind.UNKNOWN, f"/{root.tag}", str(root.tag))]
    _complete(definition.template, root, f"/{root.tag}", definition)
    nodes = {bind.path: _nodes(root, bind.path) for bind in definition.binds}
    hidden = _hidden(definition, nodes)
    for bind in definition.binds:
        for node in nodes[bind.path]:
            if node in hidden:
                if hidden[node]:
                    found.append(_at(Kind.NOT_ASKED, bind, node))
            else:
                found.extend(_of_answer(bind, node))
    return found


def _nodes(root: etree._Element, path: str) -> list[etree._Element]:
    steps = path.split("/")[2:]
    if path.split("/")[1:2] != [str(root.tag)]:
        return []
    here = [root]
    for step in steps:
        name = step.rpartition(":")[2]
        here = [child for node in here for child in node.iterchildren(name)]
    return here


def _unknown(
    template: etree._Element, given: etree._Element, path: str, definition: Definition
) -> Iterator[Finding]:
    known = {str(child.tag): child for child in template}
    for child in given:
        here = f"{path}/{child.tag}"
        if child.tag == "meta" and path.count("/") == 1:
            continue
        if str(child.tag) not in known:
            yield Finding(Kind.UNKNOWN, here, _place(child))
        elif len(known[str(child.tag)]):
            yield from _unknown(known[str(child.tag)], child, here, definition)


def _complete(
    template: etree._Element, given: etree._Element, path: str, definition: Definition
) -> None:
    """Put back, empty, what clients leave out, so that conditions can speak of it."""
    for child in template:
        here = f"{path}/{child.tag}"
        there = given.findall(str(child.tag))
        if not there and here not in definition.repeats:
            empty = etree.SubElement(given, str(child.tag))
            there = [empty]
        for each in there:
            _complete(child, each, here, definition)


def _hidden(
    definition: Definition, nodes: dict[str, list[etree._Element]]
) -> dict[etree._Element, bool]:
    """The nodes that do not apply, and whether each had an answer. Their answers are taken out.

    Taking one out may make another condition false, hence the rounds; each takes out at least one.
    """
    hidden: dict[etree._Element, bool] = {}
    conditions = [b for b in definition.binds if "relevant" in b.formulas]
    changed = True
    while changed:
        changed = False
        for bind in conditions:
            for node in nodes[bind.path]:
                if node not in hidden and not _holds(bind.formulas["relevant"], node, unknown=True):
                    changed = _hide(node, hidden) or changed
    return hidden


def _hide(node: etree._Element, hidden: dict[etree._Element, bool]) -> bool:
    """Take the answers out of a branch; whether there were any."""
    any_answer = False
    for each in node.iter():
        if each in hidden:
            continue
        answered = not len(each) and (each.text or "").strip() != ""
        hidden[each] = answered
        any_answer = any_answer or answered
        each.text = None
    return any_answer


def evaluate(formula: Formula, node: etree._Element) -> Value:
    """The value of an expression at a node. Raises `Unknowable`."""
    if formula.constant is not None:
        return formula.constant
    if formula.compiled is None:
        raise Unknowable(formula.broken)
    compiled = cast("Callable[..., Value]", formula.compiled)  # stubs know no nodes as variables
    given = {}
    if xpath.CURRENT in formula.variables:
        given[xpath.CURRENT] = [node]
    if xpath.ROOT in formula.variables:
        given[xpath.ROOT] = [node.getroottree().getroot()]
    try:
        value = compiled(node, **given)
    except (etree.XPathError, ArithmeticError, ValueError, RecursionError) as wrong:
        raise Unknowable(str(wrong)) from wrong
    return value


def _holds(formula: Formula, node: etree._Element, *, unknown: bool) -> bool:
    try:
        return truth_of(evaluate(formula, node))
    except Unknowable:
        return unknown


def _of_answer(bind: Bind, node: etree._Element) -> Iterator[Finding]:
    """Findings about one question that applies."""
    for formula in bind.formulas.values():
        if formula.broken:
            yield _at(Kind.FORM, bind, node, formula.broken)
    answer = "" if len(node) else (node.text or "")
    if answer.strip() == "" and not len(node):
        required = bind.formulas.get("required")
        if required and _holds(required, node, unknown=False):
            yield _at(Kind.MISSING, bind, node)
        return
    if not _typed(bind.kind, answer):
        yield _at(Kind.TYPE, bind, node, answer[:40])
        return
    if not _chosen(bind, node, answer):
        yield _at(Kind.CHOICE, bind, node, answer[:40])
    constraint = bind.formulas.get("constraint")
    if constraint and not _holds(constraint, node, unknown=True):
        yield _at(Kind.CONSTRAINT, bind, node)
    yield from _of_calculation(bind, node, answer)


def _of_calculation(bind: Bind, node: etree._Element, answer: str) -> Iterator[Finding]:
    calculate = bind.formulas.get("calculate")
    if calculate is None or calculate.functions & VOLATILE or len(node):
        return
    try:
        computed = evaluate(calculate, node)
    except Unknowable:
        return
    if not _same(text_of(computed), answer):
        yield _at(Kind.CALCULATED, bind, node, answer[:40])


def _same(computed: str, answer: str) -> bool:
    if computed.strip() == answer.strip() or computed == "NaN":
        return True
    left, right = number_of(computed), number_of(answer)
    return not math.isnan(left) and math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


def _typed(kind: str, answer: str) -> bool:
    if kind in {"date", "dateTime"}:
        return dates.days(answer.strip()) is not None
    shape = _SHAPES.get(kind)
    return shape is None or shape.fullmatch(answer.strip()) is not None


def _chosen(bind: Bind, node: etree._Element, answer: str) -> bool:
    if bind.options is None and not bind.listed:
        return True
    wanted = set(answer.split()) if bind.many else {answer.strip()}
    allowed = bind.listed
    if bind.options is not None:
        try:
            items = evaluate(bind.options, node)
        except Unknowable:
            return True
        if not isinstance(items, list) or not _CHILD.fullmatch(bind.option_value):
            return True
        allowed = allowed | {item.findtext(bind.option_value, "").strip() for item in items}
    return wanted <= allowed


def _at(kind: Kind, bind: Bind, node: etree._Element, detail: str = "") -> Finding:
    return Finding(kind, bind.path, _place(node), detail)


def _place(node: etree._Element) -> str:
    """``trip[2]/arrived``: the way to an answer, with the row number where there are several."""
    steps: list[str] = []
    here: etree._Element | None = node
    while here is not None and here.getparent() is not None:
        parent = here.getparent()
        assert parent is not None
        rows = [child for child in parent if child.tag == here.tag]
        steps.append(f"{here.tag}[{rows.index(here) + 1}]" if len(rows) > 1 else str(here.tag))
        here = parent
    return "/".join(reversed(steps)) or str(node.tag)
