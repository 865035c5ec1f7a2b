"""Operators. Node-sets compare by whether any of their nodes does (XPath 1.0, section 3.4)."""

import operator
from collections.abc import Callable

from gridward.ground.xforms.rules.compiled.code import (
    Code,
    Nodes,
    Run,
    State,
    nodes,
    numbers,
    texts,
    truths,
)
from gridward.ground.xforms.rules.functions.numbers import divided, remainder
from gridward.ground.xforms.rules.functions.registry import ANY, NODES, NUMBER, TRUTH
from gridward.ground.xforms.rules.nodes import (
    Node,
    Value,
    number_of,
    number_of_text,
    string_of,
    text_of,
    truth_of,
)

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "div": divided, "mod": remainder,
}  # fmt: skip
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPERATORS = frozenset({*_ARITHMETIC, *_ORDER, "=", "!=", "and", "or", "|"})


def woven(sign: str, left: Code, right: Code) -> Code:
    """The code of an operator between two operands."""
    if sign in _ARITHMETIC:
        return _arithmetic(_ARITHMETIC[sign], left, right)
    if sign in _ORDER:
        return Code(_ordered(sign, left, right), TRUTH)
    if sign in {"and", "or"}:
        return _joined(sign, left, right)
    if sign == "|":
        return Code(_union(nodes(left), nodes(right)), NODES)
    return Code(_equal(left, right, same=sign == "="), TRUTH)


def negative(inner: Code) -> Code:
    if isinstance(inner.constant, float):
        minus = -inner.constant
        return Code(lambda _node, _state: minus, NUMBER, constant=minus)
    value = numbers(inner)
    return Code(lambda node, state: -value(node, state), NUMBER)


def _arithmetic(reckon: Callable[[float, float], float], left: Code, right: Code) -> Code:
    first, second = numbers(left), numbers(right)
    return Code(lambda node, state: reckon(first(node, state), second(node, state)), NUMBER)


def _joined(sign: str, left: Code, right: Code) -> Code:
    first, second = truths(left), truths(right)
    if sign == "and":
        return Code(lambda node, state: first(node, state) and second(node, state), TRUTH)
    return Code(lambda node, state: first(node, state) or second(node, state), TRUTH)


def _ordered(sign: str, left: Code, right: Code) -> Run:
    if {left.kind, right.kind} & {ANY, NODES} and not (left.here or right.here):
        return _any_ordered(sign, left, right)
    compare, first, second = _ORDER[sign], numbers(left), numbers(right)
    return lambda node, state: compare(first(node, state), second(node, state))


def _any_ordered(sign: str, left: Code, right: Code) -> Run:
    if left.kind == NODES and right.kind not in {ANY, NODES}:
        return _nodes_ordered(_ORDER[sign], left, right)
    if right.kind == NODES and left.kind not in {ANY, NODES}:
        return _nodes_ordered(_ORDER[_TURNED[sign]], right, left)
    compare, one, other = _ORDER[sign], left.run, right.run

    def run(node: Node, state: State) -> bool:
        firsts, seconds = _all_numbers(one(node, state)), _all_numbers(other(node, state))
        return any(compare(a, b) for a in firsts for b in seconds)

    return run


def _nodes_ordered(compare: Callable[[float, float], bool], many: Code, one: Code) -> Run:
    found, number = nodes(many), numbers(one)

    def run(node: Node, state: State) -> bool:
        limit = number(node, state)
        return any(compare(number_of_text(string_of(each)), limit) for each in found(node, state))

    return run


def _all_numbers(value: Value) -> list[float]:
    if isinstance(value, list):
        return [number_of_text(string_of(node)) for node in value]
    return [number_of(value)]


def _equal(left: Code, right: Code, *, same: bool) -> Run:
    kinds = {left.kind, right.kind}
    if ANY in kinds or (kinds == {NODES} and not (left.here and right.here)):
        one, other = left.run, right.run
        return lambda node, state: equal(one(node, state), other(node, state), same=same)
    if NODES in kinds:
        many, single = (left, right) if left.kind == NODES else (right, left)
        return _nodes_equal(many, single, same=same)
    convert = truths if TRUTH in kinds else numbers if NUMBER in kinds else texts
    first, second = convert(left), convert(right)
    if same:
        return lambda node, state: first(node, state) == second(node, state)
    return lambda node, state: first(node, state) != second(node, state)


def _nodes_equal(many: Code, single: Code, *, same: bool) -> Run:
    if single.kind == TRUTH:
        truth, other = truths(many), truths(single)
        return lambda node, state: (truth(node, state) == other(node, state)) is same
    if single.kind == NUMBER:
        found, number = nodes(many), numbers(single)

        def by_number(node: Node, state: State) -> bool:
            wanted = number(node, state)
            return any(
                (number_of_text(string_of(each)) == wanted) is same for each in found(node, state)
            )

        return by_number
    return _texts_equal(many, single, same=same)


def _texts_equal(many: Code, single: Code, *, same: bool) -> Run:
    text = texts(single)
    if many.here:
        return lambda node, state: (string_of(node) == text(node, state)) is same
    found = nodes(many)

    def by_text(node: Node, state: State) -> bool:
        wanted = text(node, state)
        return any((string_of(each) == wanted) is same for each in found(node, state))

    return by_text


def equal(left: Value, right: Value, *, same: bool) -> bool:
    """Whether two values are equal (`same`) or differ, whatever they are."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (truth_of(left) == truth_of(right)) is same
    if isinstance(left, list) and isinstance(right, list):
        others = [string_of(node) for node in right]
        return any((string_of(node) == other) is same for node in left for other in others)
    if isinstance(left, list) or isinstance(right, list):
        many, single = (left, right) if isinstance(left, list) else (right, left)
        assert isinstance(many, list)
        if isinstance(single, float | int):
            return any((number_of_text(string_of(node)) == single) is same for node in many)
        return any((string_of(node) == single) is same for node in many)
    if isinstance(left, float | int) or isinstance(right, float | int):
        return (number_of(left) == number_of(right)) is same
    return (text_of(left) == text_of(right)) is same


def _union(first: Nodes, second: Nodes) -> Run:
    def run(node: Node, state: State) -> list[Node]:
        found = {id(each): each for each in (*first(node, state), *second(node, state))}
        return sorted(found.values(), key=_place)

    return run


def _place(node: Node) -> list[int]:
    """Where a node stands in its document."""
    place: list[int] = []
    while node.parent is not None:
        place.append(next(n for n, child in enumerate(node.parent.children) if child is node))
        node = node.parent
    return place[::-1]
