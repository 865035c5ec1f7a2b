"""Checks what was sent against the form, as the phone should have done already.

Public addresses must not trust the client, and rows of survey tools pass the same door. Nothing is
refused here: findings are stored beside the submission and put before a person.
"""

import math
from datetime import datetime

from lxml import etree

from gridward.ground.xforms.rules import xpath
from gridward.ground.xforms.rules.check.answers import of_answer
from gridward.ground.xforms.rules.check.finding import MILD, Finding, Kind
from gridward.ground.xforms.rules.check.given import place, rows_in, taken
from gridward.ground.xforms.rules.check.relevance import Hidden, hide, off_at_first
from gridward.ground.xforms.rules.compiled import State, woven
from gridward.ground.xforms.rules.definition import Definition
from gridward.ground.xforms.rules.nodes import Unknowable, Value, number_of, text_of

# Anybody may send to a public form; expressions over rows take the square of their number.
MOST_ANSWERS = 20_000
MOST_FINDINGS = 100  # a person reads them

__all__ = ["MILD", "Finding", "Kind", "check", "evaluate", "off_at_first"]


def check(definition: Definition, submitted: etree._Element, *, at: datetime) -> list[Finding]:
    """All findings, in the order of the form. `submitted` (no namespaces) is left as it is.

    `at` is the moment that ``today()`` and ``now()`` mean. A submission with findings that are all
    `mild` is in order. After `MOST_FINDINGS` the rest is not looked at.
    """
    if not definition.is_root(submitted):
        return [Finding(Kind.UNKNOWN, f"/{submitted.tag}", str(submitted.tag))]
    state, found = taken(definition, submitted, at)
    answers = sum(map(len, state.rows))
    if answers > MOST_ANSWERS:
        path = definition.shape.path
        return [*found, Finding(Kind.LARGE, path, definition.shape.name, str(answers))]
    hidden = hide(definition, state)
    found += _of_binds(definition, state, hidden)
    if definition.counts and len(found) <= MOST_FINDINGS:
        found += _rows(definition, state, hidden)
    return found


def _of_binds(definition: Definition, state: State, hidden: Hidden) -> list[Finding]:
    found: list[Finding] = []
    for bind in definition.binds:
        for node in state.rows[bind.row]:
            if hidden and id(node) in hidden:
                if hidden[id(node)]:
                    found.append(Finding(Kind.NOT_ASKED, bind.path, place(node)))
            else:
                found.extend(of_answer(bind, node, state))
            if len(found) > MOST_FINDINGS:
                return found
    return found


def _rows(definition: Definition, state: State, hidden: Hidden) -> list[Finding]:
    """Repeats with more or fewer rows than the form counts."""
    found = []
    for path, formula in definition.counts.items():
        name = path.rpartition("/")[2]
        for around in state.rows[definition.rows[path.rpartition("/")[0]]]:
            there, asked_at = rows_in(around, name)
            if id(around) in hidden or (there and id(there[0]) in hidden):
                continue
            try:
                wanted = number_of(text_of(formula.value(asked_at, state)))
            except Unknowable:
                continue
            if math.isfinite(wanted) and max(0, int(wanted)) != len(there):
                where = place(there[0]).removesuffix("[1]") if there else place(around)
                found.append(Finding(Kind.ROWS, path, where, str(len(there))))
    return found


def evaluate(
    definition: Definition, source: str, submitted: etree._Element, *, question: str, at: datetime,
    row: int = 0,
) -> Value:  # fmt: skip
    """The value of an expression, as if it stood at a question of the form (its `row`-th answer).

    Raises `xpath.BadExpression`, `Unknowable`.
    """
    state, _unknown = taken(definition, submitted, at)
    hide(definition, state)
    read = xpath.read(source.strip(), context=question, repeats=definition.repeats)
    node = state.rows[definition.rows[question]][row]
    state.current = node
    return woven(read.tree, definition.rows).run(node, state)
