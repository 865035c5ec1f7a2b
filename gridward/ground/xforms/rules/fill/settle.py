"""Computes what a form computes, until nothing changes any more."""

from typing import Protocol

from gridward.ground.xforms.rules.check.given import rows_in
from gridward.ground.xforms.rules.check.relevance import hide
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Definition, Shape
from gridward.ground.xforms.rules.functions import ALWAYS_NEW
from gridward.ground.xforms.rules.nodes import Node, Unknowable, number_of, text_of

_ROUNDS = 30  # forms settle in two or three; circles never do
_MOST_ROWS = 500


class Open(Protocol):
    """A record that is being filled in."""

    definition: Definition
    state: State

    kept: frozenset[int]
    counts_rows: bool

    def add_row(self, around: Node, repeat: Shape) -> Node: ...
    def renumber(self) -> None: ...


def settle(filling: Open) -> frozenset[int]:
    """Compute answers and rows in place; the ids of the nodes that do not apply."""
    hidden: frozenset[int] = frozenset()
    for number in range(_ROUNDS):
        kept = {id(node): (node, node.text) for node in filling.state.document.all() if node.text}
        hidden = frozenset(hide(filling.definition, filling.state))
        changed = _compute(filling, hidden, first=number == 0)
        for key, (node, text) in kept.items():
            if key in hidden:
                node.text = text  # comes back when it applies again
        if filling.counts_rows:
            changed = _count(filling, hidden) or changed
        if not changed:
            break
    return hidden


def _compute(filling: Open, hidden: frozenset[int], *, first: bool) -> bool:
    changed = False
    for bind in filling.definition.computed_order:
        formula = bind.formulas["calculate"]
        once = bool(formula.functions & ALWAYS_NEW)
        for node in filling.state.rows[bind.row]:
            if not _may_compute(filling, node, hidden) or (once and (node.text or not first)):
                continue
            try:
                text = text_of(formula.value(node, filling.state))
            except Unknowable:
                continue
            text = "" if text == "NaN" else text
            changed = changed or text != node.text
            node.text = text
    return changed


def _may_compute(filling: Open, node: Node, hidden: frozenset[int]) -> bool:
    return not (id(node) in hidden or id(node) in filling.kept or node.children)


def _count(filling: Open, hidden: frozenset[int]) -> bool:
    """As many rows as the form counts."""
    changed = False
    definition = filling.definition
    for path, formula in definition.counts.items():
        around_path, _slash, name = path.rpartition("/")
        for around in list(filling.state.rows[definition.rows[around_path]]):
            if id(around) in hidden:
                continue
            there, asked_at = rows_in(around, name)
            try:
                wanted = number_of(text_of(formula.value(asked_at, filling.state)))
            except Unknowable:
                continue
            many = min(max(0, int(wanted)), _MOST_ROWS) if wanted < float("inf") else len(there)
            changed = changed or many != len(there)
            for _ in range(len(there), many):
                filling.add_row(around, _shape(definition, path))
            if many < len(there):
                extra = {id(row) for row in there[many:]}
                around.children = [c for c in around.children if id(c) not in extra]
                filling.renumber()
    return changed


def _shape(definition: Definition, path: str) -> Shape:
    shape = definition.shape
    for step in path.split("/")[2:]:
        shape = shape.children[step]
    return shape
