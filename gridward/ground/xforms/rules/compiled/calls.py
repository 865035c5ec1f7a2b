"""Calls of functions; a few evaluate their arguments only when they are needed."""

from collections.abc import Callable, Sequence

from gridward.ground.xforms.rules.compiled.code import (
    Code,
    Run,
    State,
    nodes,
    numbers,
    texts,
    truths,
)
from gridward.ground.xforms.rules.functions import TABLE
from gridward.ground.xforms.rules.functions.registry import (
    ANY,
    NODES,
    NUMBER,
    TEXT,
    TRUTH,
    Function,
)
from gridward.ground.xforms.rules.nodes import Node, Value, string_of
from gridward.ground.xforms.rules.xpath import BadExpression, Tree

_CONVERT: dict[str, Callable[[Code], Run]] = {
    TEXT: texts, NUMBER: numbers, TRUTH: truths, NODES: nodes, ANY: lambda code: code.run,
}  # fmt: skip


def call(tree: tuple[Tree, ...], weave: Callable[[Tree], Code]) -> Code:
    """The code of ``("call", name, argument, ...)``. Raises `BadExpression`."""
    name, given = str(tree[1]), [weave(part) for part in tree[2:]]
    function = TABLE.get(name)
    if function is None:
        raise BadExpression(f"{name}()")
    if refusal := function.refuses(len(given)):
        raise BadExpression(refusal)
    for place, code in enumerate(given):
        if function.kind(place) == NODES and code.kind not in {NODES, ANY}:
            raise BadExpression(f"{name}() needs questions")
    special = _SPECIAL.get(name)
    if special is not None:
        return special(given)
    arguments = [_CONVERT[function.kind(place)](code) for place, code in enumerate(given)]
    run = _inward(function, arguments) if function.inward else _outward(function, arguments)
    return Code(run, function.gives, frozen=name == "instance")


def _outward(function: Function, arguments: Sequence[Run]) -> Run:
    made = function.call
    match arguments:
        case []:
            return lambda _node, _state: made()
        case [one]:
            return lambda node, state: made(one(node, state))
        case [one, two]:
            return lambda node, state: made(one(node, state), two(node, state))
        case _:
            return lambda node, state: made(*[argument(node, state) for argument in arguments])


def _inward(function: Function, arguments: Sequence[Run]) -> Run:
    made = function.call

    def run(node: Node, state: State) -> Value:
        return made(state, node, *[argument(node, state) for argument in arguments])

    return run


def _if(given: Sequence[Code]) -> Code:
    condition, (yes, no) = truths(given[0]), (given[1].run, given[2].run)
    kind = given[1].kind if given[1].kind == given[2].kind else ANY
    return Code(lambda n, s: yes(n, s) if condition(n, s) else no(n, s), kind)


def _coalesce(given: Sequence[Code]) -> Code:
    readings = [texts(code) for code in given]

    def run(node: Node, state: State) -> str:
        for reading in readings:
            text = reading(node, state)
            if text:
                return text
        return ""

    return Code(run, TEXT)


def _once(given: Sequence[Code]) -> Code:
    """The present answer when there is one, else the value."""
    value = texts(given[0])
    return Code(lambda node, state: string_of(node) or value(node, state), TEXT)


def _selected(given: Sequence[Code]) -> Code:
    """The most frequent call of all, with a choice that is written down."""
    answer, choice = texts(given[0]), given[1].constant
    if isinstance(choice, str):
        wanted = choice.strip()
        return Code(lambda node, state: wanted in answer(node, state).split(), TRUTH)
    other = texts(given[1])
    return Code(lambda n, s: other(n, s).strip() in answer(n, s).split(), TRUTH)


_SPECIAL: dict[str, Callable[[Sequence[Code]], Code]] = {
    "if": _if, "coalesce": _coalesce, "once": _once, "selected": _selected,
}  # fmt: skip
