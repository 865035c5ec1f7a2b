"""Ways to nodes: steps, axes, conditions in brackets."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from gridward.ground.xforms.rules.compiled.code import Code, Nodes, Run, State, numbers, truths
from gridward.ground.xforms.rules.compiled.found import lookup
from gridward.ground.xforms.rules.functions.registry import ANY, NODES, NUMBER
from gridward.ground.xforms.rules.nodes import Node, Value, truth_of
from gridward.ground.xforms.rules.xpath.grammar import CURRENT, HERE, ROOT, Tree

Weave = Callable[[Tree], Code]
Find = Callable[[Node, State, Node], "list[Node]"]
Keep = Callable[["list[Node]", State], "list[Node]"]
_APART = {"child", "self", "attribute"}
_REVERSE = {"ancestor", "ancestor-or-self", "preceding-sibling", "preceding"}


def path(tree: tuple[Tree, ...], weave: Weave, rows: Mapping[str, int]) -> Code:
    """The code of ``("path", start, step, ...)``; `rows` numbers the questions by path."""
    start, steps = tree[1], [step for step in tree[2:] if isinstance(step, tuple)]
    if start == HERE and steps == [("self", "node()")]:
        return Code(lambda node, _state: [node], NODES, here=True)
    if start == ROOT and all(step[0] == "child" and len(step) == 2 for step in steps):
        known = rows.get("".join(f"/{step[1]}" for step in steps))
        if known is not None:
            row = known
            return Code(lambda _node, state: state.rows[row], NODES, row=row)
    begin, frozen = _start(start, weave)
    code, apart = begin, True
    for step in _shortened(steps):
        apart = apart and step[0] in _APART
        code = _step(code, step, weave, frozen=frozen, apart=apart)
    return Code(code, NODES, frozen=frozen)


def _start(start: Tree, weave: Weave) -> tuple[Nodes, bool]:
    if start == HERE:
        return (lambda node, _state: [node]), False
    if start == CURRENT:
        return (lambda _node, state: [state.current]), False
    if start == ROOT:
        return (lambda _node, state: [state.document]), False
    inner = weave(start)
    run = inner.run

    def begin(node: Node, state: State) -> list[Node]:
        value = run(node, state)
        return value if isinstance(value, list) else []

    return begin, inner.frozen


def _shortened(steps: Sequence[tuple[Tree, ...]]) -> Iterator[tuple[Tree, ...]]:
    """Without the steps that stay where they are."""
    for step in steps:
        if step != ("self", "node()"):
            yield step


def _step(
    before: Nodes, step: tuple[Tree, ...], weave: Weave, *, frozen: bool, apart: bool
) -> Nodes:
    """`apart`: no node so far stands within another, so that what is below stays in order."""
    axis, test, predicates = str(step[0]), str(step[1]), step[2:]
    if axis == "parent" and test == "node()" and not predicates:
        return _parents(before)
    named = axis == "child" and not test.endswith(")") and test != "*"
    quick = lookup(test, predicates, weave) if frozen and named else None
    if quick is not None:
        find, predicates = quick, predicates[1:]
    elif named:
        find = _children(test)
    else:
        find = _along(axis, test)
    conditions = [_condition(weave(predicate)) for predicate in predicates]
    return _kept(before, _filtering(find, conditions, reverse=axis in _REVERSE), apart=apart)


def _filtering(find: Find, conditions: Sequence[Keep], *, reverse: bool) -> Find:
    def of_one(context: Node, state: State, node: Node) -> list[Node]:
        found = find(context, state, node)
        for condition in conditions:
            found = condition(found, state)
        return found[::-1] if reverse else found

    return of_one


def _kept(before: Nodes, of_one: Find, *, apart: bool) -> Nodes:
    def run(node: Node, state: State) -> list[Node]:
        contexts = before(node, state)
        if len(contexts) == 1:
            return of_one(contexts[0], state, node)
        merged: dict[int, Node] = {}
        for context in contexts:
            merged.update((id(each), each) for each in of_one(context, state, node))
        found = list(merged.values())
        return found if apart or len(found) < 2 else _in_order(found, merged)

    return run


def _in_order(found: list[Node], wanted: Mapping[int, Node]) -> list[Node]:
    """In document order; what is no element (attributes, texts) as it came."""
    ordered = [node for node in found[0].root().all() if id(node) in wanted]
    return ordered if len(ordered) == len(found) else found


def _parents(before: Nodes) -> Nodes:
    def run(node: Node, state: State) -> list[Node]:
        contexts = before(node, state)
        if len(contexts) == 1:
            parent = contexts[0].parent
            return [] if parent is None else [parent]
        found = {id(n.parent): n.parent for n in contexts if n.parent is not None}
        return _in_order(list(found.values()), found) if len(found) > 1 else list(found.values())

    return run


def _children(name: str) -> Find:
    return lambda node, _state, _here: [child for child in node.children if child.name == name]


def _along(axis: str, test: str) -> Find:
    walk = _AXES[axis]
    if test == "text()":
        return lambda node, _state, _here: (
            [Node("#text", node.text, node)] if axis == "child" and node.text else []
        )
    if test == "node()":
        return lambda node, _state, _here: list(walk(node))
    if test == "*":
        return lambda node, _state, _here: [each for each in walk(node) if each.name]
    return lambda node, _state, _here: [each for each in walk(node) if each.name == test]


def _attributes(node: Node) -> Iterator[Node]:
    for name, text in (node.attributes or {}).items():
        yield Node(name, text, node)


def _ancestors(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _siblings(node: Node) -> tuple[list[Node], int]:
    if node.parent is None:
        return [node], 0
    there = node.parent.children
    return there, next((n for n, each in enumerate(there) if each is node), 0)


def _after(node: Node) -> Iterator[Node]:
    there, place = _siblings(node)
    yield from there[place + 1 :]


def _before(node: Node) -> Iterator[Node]:
    there, place = _siblings(node)
    yield from reversed(there[:place])


def _descendants(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield from child.all()


def _following(node: Node) -> Iterator[Node]:
    for each in (node, *_ancestors(node)):
        for sibling in _after(each):
            yield from sibling.all()


def _preceding(node: Node) -> Iterator[Node]:
    for each in (node, *_ancestors(node)):
        for sibling in _before(each):
            yield from reversed(list(sibling.all()))


_AXES: dict[str, Callable[[Node], Iterator[Node]]] = {
    "child": lambda node: iter(node.children),
    "parent": lambda node: iter([] if node.parent is None else [node.parent]),
    "self": lambda node: iter([node]),
    "attribute": _attributes,
    "descendant": _descendants,
    "descendant-or-self": lambda node: node.all(),
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: iter([node, *_ancestors(node)]),
    "following-sibling": _after,
    "preceding-sibling": _before,
    "following": _following,
    "preceding": _preceding,
}


def filtered(tree: tuple[Tree, ...], weave: Weave) -> Code:
    """The code of ``("filter", nodes, condition, ...)``."""
    begin, frozen = _start(tree[1], weave)
    conditions = [_condition(weave(predicate)) for predicate in tree[2:]]

    def run(node: Node, state: State) -> list[Node]:
        found = begin(node, state)
        for condition in conditions:
            found = condition(found, state)
        return found

    return Code(run, NODES, frozen=frozen)


def _condition(code: Code) -> Keep:
    if code.kind == NUMBER:
        return _at_place(code)
    truth: Run = code.run if code.kind == ANY else truths(code)

    def keep(found: list[Node], state: State) -> list[Node]:
        before = state.position, state.size
        state.size, kept = len(found), []
        for place, node in enumerate(found, 1):
            state.position = place
            if _holds(truth(node, state), place):
                kept.append(node)
        state.position, state.size = before
        return kept

    return keep


def _holds(value: Value, place: int) -> bool:
    if value is True or value is False:
        return value
    if isinstance(value, float):
        return value == place
    return truth_of(value)


def _at_place(code: Code) -> Keep:
    number = numbers(code)
    if isinstance(code.constant, float):
        wanted = code.constant
        place = int(wanted) - 1 if wanted == int(wanted) else -1
        return lambda found, _state: found[place : place + 1] if place >= 0 else []

    def keep(found: list[Node], state: State) -> list[Node]:
        before = state.position, state.size
        state.size, kept = len(found), []
        for place, node in enumerate(found, 1):
            state.position = place
            if number(node, state) == place:
                kept.append(node)
        state.position, state.size = before
        return kept

    return keep
