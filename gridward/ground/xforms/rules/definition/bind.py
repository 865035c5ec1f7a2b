"""What a form says of one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridward.ground.xforms.rules.compiled import Code, State, truths
from gridward.ground.xforms.rules.compiled.code import Truths
from gridward.ground.xforms.rules.nodes import Node, Unknowable, Value, texts_of
from gridward.ground.xforms.rules.xpath import Tree

CONDITIONS = ("relevant", "required", "constraint", "calculate", "readonly")


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression. `broken` tells why it cannot be evaluated; then it never is.

    `tree` is what `rules.program` hands to the phone; `asks` are the questions it looks at.
    """

    source: str
    tree: Tree = ("text", "")
    functions: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    constant: bool | None = None
    code: Code | None = None
    truth: Truths | None = None
    broken: str = ""

    def value(self, node: Node, state: State) -> Value:
        """The value at a node. Raises `Unknowable`."""
        if self.constant is not None:
            return self.constant
        if self.code is None:
            raise Unknowable(self.broken)
        state.current = node
        try:
            return self.code.run(node, state)
        except (ArithmeticError, ValueError, RecursionError) as wrong:
            raise Unknowable(str(wrong)) from wrong

    def holds(self, node: Node, state: State, *, unknown: bool) -> bool:
        """Whether the condition holds at a node; `unknown` when that cannot be told."""
        if self.constant is not None:
            return self.constant
        if self.truth is None:
            return unknown
        state.current = node
        try:
            return self.truth(node, state)
        except (Unknowable, ArithmeticError, ValueError, RecursionError):
            return unknown


def formula(
    source: str, tree: Tree, functions: frozenset[str], asks: frozenset[str], code: Code
) -> Formula:
    """A formula that can be evaluated."""
    return Formula(source, tree, functions, asks, code=code, truth=truths(code))


def offered(items: Formula, value: Formula, node: Node, state: State) -> frozenset[str]:
    """The values of the choices that a question offers at a node. Raises `Unknowable`."""
    found = items.value(node, state)
    if not isinstance(found, list):
        raise Unknowable("no list of choices")
    return frozenset(
        text.strip() for text in texts_of([value.value(item, state) for item in found])
    )


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of a question that the form looks up: items, and where their value stands."""

    items: Formula
    value: Formula
    label: str = "label"
    always: frozenset[str] | None = None  # the values, when they depend on no answer


@dataclass(frozen=True, slots=True)
class Bind:
    """What the form says of one question; `path` is absolute, `row` its number in the shape."""

    path: str
    row: int
    kind: str
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    said: str = ""  # the form's words for a broken constraint: plain or a reference
    preload: tuple[str, str] = ("", "")
    control: str = ""
    options: Options | None = None
    listed: frozenset[str] = frozenset()  # choices that are written down one by one
    many: bool = False
    bounds: tuple[float, float] | None = None  # of a range
