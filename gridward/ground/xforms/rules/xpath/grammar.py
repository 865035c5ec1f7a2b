"""Reads an ODK XPath expression into a tree.

A tree is made of tuples that JSON writes as arrays, so that the phone's page evaluates the same one
(docs/reference/xforms.md). Source: XPath 1.0, and ODK XForms specification, "Languages".
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from gridward.ground.xforms.rules.xpath.tokens import END, BadExpression, Token, tokens

Tree: TypeAlias = "float | str | tuple[Tree, ...]"
HERE, ROOT, CURRENT = "here", "root", "current"  # where a path starts
_UP: Tree = ("parent", "node()")
_SELF: Tree = ("self", "node()")
_DEEP: Tree = ("descendant-or-self", "node()")
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
AXES = frozenset({
    "child", "parent", "self", "attribute", "descendant", "descendant-or-self", "ancestor",
    "ancestor-or-self", "following-sibling", "preceding-sibling", "following", "preceding",
})  # fmt: skip
_DEEPEST = 60  # brackets within brackets; forms in use stay under twenty


@dataclass(slots=True)
class Reader:
    """Recursive descent, loosest binding first. `context`: absolute path of the question."""

    source: str
    context: str = ""
    repeats: Collection[str] = ()
    tokens: list[Token] = field(default_factory=list)
    at: int = 0
    functions: set[str] = field(default_factory=set)
    paths: list[str] = field(default_factory=list)
    all_rows: int = 0  # inside indexed-repeat, paths mean all rows
    depth: int = 0

    def whole(self) -> Tree:
        self.tokens = tokens(self.source)
        tree = self.either()
        if self.peek() is not END:
            raise BadExpression(f"“{self.peek().text}” is too much")
        return tree

    # -- signs

    def peek(self, ahead: int = 0) -> Token:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else END

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def is_sign(self, *values: str) -> bool:
        kind, value = self.peek()
        return kind == "sign" and value in values

    def expect(self, value: str) -> None:
        if not self.is_sign(value):
            raise BadExpression(f"“{value}” is missing before “{self.peek().text or 'the end'}”")
        self.at += 1

    # -- operators

    def either(self) -> Tree:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise BadExpression("the brackets are nested too deeply")
        parts = [self.both()]
        while self.is_sign("or"):
            self.take()
            parts.append(self.both())
        self.depth -= 1
        return _joined("or", parts)

    def both(self) -> Tree:
        parts = [self.equality()]
        while self.is_sign("and"):
            self.take()
            parts.append(self.equality())
        return _joined("and", parts)

    def equality(self) -> Tree:
        left = self.relation()
        while self.is_sign("=", "!="):
            left = (self.take().text, left, self.relation())
        return left

    def relation(self) -> Tree:
        left = self.sum()
        while self.is_sign("<", "<=", ">", ">="):
            left = (self.take().text, left, self.sum())
        return left

    def sum(self) -> Tree:
        left = self.product()
        while self.is_sign("+", "-"):
            left = (self.take().text, left, self.product())
        return left

    def product(self) -> Tree:
        left = self.unary()
        while self.is_sign("div", "mod") or self.peek().kind == "times":
            left = (self.take().text, left, self.unary())
        return left

    def unary(self) -> Tree:
        if self.is_sign("-"):
            signs = 0
            while self.is_sign("-"):
                self.take()
                signs += 1
            inner = self.union()
            return ("neg", inner) if signs % 2 else ("neg", ("neg", inner))
        return self.union()

    def union(self) -> Tree:
        left = self.path()
        while self.is_sign("|"):
            left = (self.take().text, left, self.path())
        return left

    # -- operands

    def path(self) -> Tree:
        kind, value = self.peek()
        if kind == "number":
            self.take()
            return float(value)
        if kind == "literal":
            self.take()
            return ("text", value[1:-1])
        if kind == "variable":
            raise BadExpression(f"“{value}” is no question")
        is_call = kind == "name" and self.peek(1) == ("sign", "(") and value not in _NODE_TYPES
        if not is_call and not self.is_sign("("):
            return self.location()
        start = self.primary()
        predicates = self.predicates()
        if predicates:
            start = ("filter", start, *predicates)
        if not self.is_sign("/", "//"):
            return start
        steps = [_DEEP] if self.take().text == "//" else []
        inner = start if isinstance(start, tuple) else ("text", "")
        return ("path", inner if inner != ("current",) else CURRENT, *steps, *self.steps())

    def primary(self) -> Tree:
        if self.is_sign("("):
            self.take()
            tree = self.either()
            self.expect(")")
            return tree
        name = self.take().text
        self.take()
        self.functions.add(name)
        self.all_rows += name == "indexed-repeat"
        arguments: list[Tree] = []
        while not self.is_sign(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.either())
        self.take()
        self.all_rows -= name == "indexed-repeat"
        return (CURRENT,) if name == "current" and not arguments else ("call", name, *arguments)

    def predicates(self) -> list[Tree]:
        found: list[Tree] = []
        while self.is_sign("["):
            self.take()
            found.append(self.either())
            self.expect("]")
        return found

    # -- locations

    def location(self) -> Tree:
        first = self.at
        if not self.is_sign("/", "//"):
            steps = self.steps()
            self.paths.append(self.written(first))
            return ("path", HERE, *steps)
        deep = self.take().text == "//"
        alone = not deep and self.peek().kind not in {"name", "sign"}
        steps = [] if alone or not self.starts_step() else self.steps()
        if deep:
            steps = [_DEEP, *steps]
        written = self.written(first)
        self.paths.append(written)
        return self.same_row(written, steps)

    def starts_step(self) -> bool:
        return self.peek().kind == "name" or self.is_sign(".", "..", "@", "*")

    def written(self, first: int) -> str:
        return "".join(token.text for token in self.tokens[first : self.at])

    def steps(self) -> list[Tree]:
        found = [self.step()]
        while self.is_sign("/", "//"):
            if self.take().text == "//":
                found.append(_DEEP)
            found.append(self.step())
        return found

    def step(self) -> Tree:
        if self.is_sign(".", ".."):
            base = _SELF if self.take().text == "." else _UP
            assert isinstance(base, tuple)
            return (*base, *self.predicates())
        axis = "child"
        if self.is_sign("@"):
            self.take()
            axis = "attribute"
        elif self.peek(1) == ("sign", "::"):
            axis = self.take().text
            self.take()
            if axis not in AXES:
                raise BadExpression(f"“{axis}::” is no axis")
        kind, value = self.take()
        if kind == "name" and value in _NODE_TYPES and self.is_sign("("):
            self.take()
            self.expect(")")
            return (axis, f"{value}()", *self.predicates())
        if kind != "name" and value != "*":
            raise BadExpression(f"“{value or 'the end'}” stands where a question is expected")
        # The evaluated trees carry no namespaces.
        return (axis, value.rpartition(":")[2], *self.predicates())

    def same_row(self, written: str, steps: list[Tree]) -> Tree:
        """An absolute path into the repeat in which the question stands means the same row.

        Source: ODK XForms specification, "A Big Deviation with XForms". The rows of the repeat
        itself are meant all, within the same row of the repeats around it.
        """
        absolute: Tree = ("path", ROOT, *steps)
        if self.all_rows or "[" in written or "//" in written:
            return absolute
        shared = [
            repeat
            for repeat in self.repeats
            if written.startswith(f"{repeat}/") and f"{self.context}/".startswith(f"{repeat}/")
        ]
        return self.from_row(max(shared, key=len), steps) if shared else absolute

    def from_row(self, row: str, steps: list[Tree]) -> Tree:
        up = self.context[len(row) :].count("/")
        down = steps[row.count("/") :]
        return ("path", CURRENT, *([_UP] * up or [_SELF]), *down)


def _joined(sign: str, parts: Sequence[Tree]) -> Tree:
    """A chain as a balanced tree: forms join hundreds of conditions, and trees are walked down."""
    if len(parts) == 1:
        return parts[0]
    half = (len(parts) + 1) // 2
    return (sign, _joined(sign, parts[:half]), _joined(sign, parts[half:]))
