"""What is to be said of the answers to one question."""

import math
import re
from collections.abc import Iterator, Set

from gridward.ground.xforms.rules import dates
from gridward.ground.xforms.rules.check.finding import Finding, Kind
from gridward.ground.xforms.rules.check.given import place
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Bind, Formula
from gridward.ground.xforms.rules.definition.bind import offered
from gridward.ground.xforms.rules.functions import ALWAYS_NEW, DRIFTING, MEASURING
from gridward.ground.xforms.rules.nodes import (
    Node,
    Unknowable,
    number_of_text,
    text_of,
)

_POINT = r"-?\d+(\.\d+)?([eE]-?\d+)? -?\d+(\.\d+)?([eE]-?\d+)?( -?\d+(\.\d+)?([eE]-?\d+)?){0,2}"
_SHAPES = {
    "int": re.compile(r"[+-]?\d{1,18}"),
    "integer": re.compile(r"[+-]?\d{1,18}"),
    "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?"),
    "geopoint": re.compile(_POINT),
    "geotrace": re.compile(rf"{_POINT}(; ?{_POINT})+;?"),
    "geoshape": re.compile(rf"{_POINT}(; ?{_POINT}){{2,}};?"),
    "time": re.compile(r"\d{2}:\d{2}.*"),
    "boolean": re.compile(r"true|false|0|1"),
}
_DAYS = {"date", "dateTime"}
_LOOSE = frozenset({"string", "select", "select1", "binary", "barcode", "intent", "rank", ""})


def of_answer(bind: Bind, node: Node, state: State) -> Iterator[Finding]:
    """Findings about one question that applies."""
    for formula in bind.formulas.values():
        if formula.broken:
            yield at(Kind.FORM, bind, node, formula.broken)
    if node.children:
        return
    answer = node.text
    if answer and not answer.isspace():
        yield from _of_given(bind, node, state)
        return
    required = bind.formulas.get("required")
    if required and required.holds(node, state, unknown=False):
        yield at(Kind.MISSING, bind, node)


def _of_given(bind: Bind, node: Node, state: State) -> Iterator[Finding]:
    answer, formulas = node.text, bind.formulas
    if bind.kind not in _LOOSE and not _typed(bind.kind, answer.strip()):
        yield at(Kind.TYPE, bind, node, answer[:40])
        return
    if (bind.options or bind.listed or bind.bounds) and not _chosen(bind, node, answer, state):
        yield at(Kind.CHOICE, bind, node, answer[:40])
    constraint = formulas.get("constraint")
    if constraint and not constraint.holds(node, state, unknown=True):
        yield at(Kind.CONSTRAINT, bind, node)
    calculate = formulas.get("calculate")
    if calculate and not calculate.functions & ALWAYS_NEW:
        yield from _of_calculation(bind, calculate, node, state)


def _of_calculation(bind: Bind, calculate: Formula, node: Node, state: State) -> Iterator[Finding]:
    try:
        computed = text_of(calculate.value(node, state))
    except Unknowable:
        return
    coarse = bool(calculate.functions & MEASURING)
    if not same(computed, node.text, within=0.006 if coarse else 1e-9):
        drifts = bool(calculate.functions & DRIFTING) or bind.kind in _DAYS
        kind = Kind.DIFFERS if drifts else Kind.CALCULATED
        yield at(kind, bind, node, node.text[:40])


def same(computed: str, answer: str, *, within: float = 1e-9) -> bool:
    """Whether an answer is what was computed, but for how numbers are written."""
    if computed.strip() == answer.strip() or computed == "NaN":
        return True
    left, right = number_of_text(computed), number_of_text(answer)
    return not math.isnan(left) and math.isclose(left, right, rel_tol=1e-9, abs_tol=within)


def _typed(kind: str, answer: str) -> bool:
    if kind in _DAYS:
        return dates.days(answer) is not None
    shape = _SHAPES.get(kind)
    return shape is None or shape.fullmatch(answer) is not None


def _chosen(bind: Bind, node: Node, answer: str, state: State) -> bool:
    if bind.bounds is not None:
        number = number_of_text(answer)
        return bind.bounds[0] <= number <= bind.bounds[1]
    wanted = set(answer.split()) if bind.many else {answer.strip()}
    if wanted <= bind.listed:
        return True
    return bind.options is not None and wanted <= bind.listed | _offered(bind, node, state, wanted)


def _offered(bind: Bind, node: Node, state: State, otherwise: set[str]) -> Set[str]:
    """The values of the choices that are offered; `otherwise` when that cannot be known."""
    options = bind.options
    assert options is not None
    if options.always is not None:
        return options.always
    try:
        return offered(options.items, options.value, node, state)
    except Unknowable:
        return otherwise


def at(kind: Kind, bind: Bind, node: Node, detail: str = "") -> Finding:
    return Finding(kind, bind.path, place(node), detail)
