"""Rows of a list found by a column without reading them all.

``instance('x')/root/item[column = ...]`` is asked for every choice and every phone call of a round;
a list may have a hundred thousand rows. Lists never change, so each column is indexed once.
"""

from collections.abc import Callable, Sequence

from gridward.ground.xforms.rules.compiled.code import Code, State
from gridward.ground.xforms.rules.functions.registry import NODES, TEXT
from gridward.ground.xforms.rules.nodes import Node, Value, string_of
from gridward.ground.xforms.rules.xpath.grammar import HERE, Tree


def lookup(
    name: str, predicates: Sequence[Tree], weave: Callable[[Tree], Code]
) -> Callable[[Node, State, Node], list[Node]] | None:
    """The way to the children called `name` that the first predicate keeps, if it is of a kind
    that an index answers: a column equals something that does not depend on the row."""
    predicate = predicates[0] if predicates else None
    if not isinstance(predicate, tuple) or predicate[0] != "=":
        return None
    for column, other in ((predicate[1], predicate[2]), (predicate[2], predicate[1])):
        key = _column(column)
        if key and not _depends_on_row(other):
            code = weave(other)
            if code.kind in {TEXT, NODES}:
                return _by_index(name, key, code)
    return None


def _column(tree: Tree) -> str:
    """``kind`` of a path that is just this child's name."""
    if not isinstance(tree, tuple) or tree[:2] != ("path", HERE) or len(tree) != 3:
        return ""
    step = tree[2]
    if not isinstance(step, tuple) or len(step) != 2 or step[0] != "child":
        return ""
    return "" if str(step[1]) == "*" or str(step[1]).endswith(")") else str(step[1])


def _depends_on_row(tree: Tree) -> bool:
    """Whether anything in it is asked at the row. Nested conditions ask at rows of their own, but
    to be on the safe side they count too."""
    if not isinstance(tree, tuple):
        return False
    if tree[:2] == ("path", HERE) or (tree[:1] == ("call",) and tree[1] in _AT_ROW):
        return True
    return any(_depends_on_row(part) for part in tree)


_AT_ROW = {"position", "last", "string", "string-length", "normalize-space", "name", "once"}


def _by_index(name: str, key: str, code: Code) -> Callable[[Node, State, Node], list[Node]]:
    wanted = code.run

    def find(node: Node, state: State, here: Node) -> list[Node]:
        rows = _indexed(node, name, key)
        value: Value = wanted(here, state)
        if isinstance(value, str):
            return rows.get(value, [])
        assert isinstance(value, list)
        if len(value) == 1:
            return rows.get(string_of(value[0]), [])
        texts = {string_of(each) for each in value}
        found = {id(row): row for text in texts for row in rows.get(text, ())}
        return [child for child in node.children if id(child) in found]

    return find


def _indexed(node: Node, name: str, key: str) -> dict[str, list[Node]]:
    if node.index is None:
        node.index = {}
    rows = node.index.get((name, key))
    if rows is None:
        rows = {}
        for child in node.children:
            if child.name == name:
                for text in {string_of(c) for c in child.children if c.name == key}:
                    rows.setdefault(text, []).append(child)
        node.index[name, key] = rows
    return rows
