"""A woven expression: a closure, and what kind of value it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from gridward.ground.xforms.rules.functions.registry import ANY, NODES, NUMBER, TEXT, TRUTH
from gridward.ground.xforms.rules.nodes import (
    Node,
    Unknowable,
    Value,
    number_of,
    number_of_text,
    string_of,
    text_of,
    truth_of,
)


class State:
    """What an expression may ask for besides its node. One for each check; never shared."""

    __slots__ = (
        "at", "current", "document", "labels", "lists", "position", "rows", "size", "version",
        "words",
    )  # fmt: skip

    def __init__(
        self, *, at: datetime, document: Node, rows: list[list[Node]], version: str = "",
        lists: Mapping[str, Node], labels: Mapping[str, Mapping[str, str]],
        words: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.at, self.document, self.rows, self.version = at, document, rows, version
        self.lists, self.labels, self.words = lists, labels, words
        self.current = document
        self.position = self.size = 1


Run: TypeAlias = Callable[[Node, State], Value]
Texts: TypeAlias = Callable[[Node, State], str]
Numbers: TypeAlias = Callable[[Node, State], float]
Truths: TypeAlias = Callable[[Node, State], bool]
Nodes: TypeAlias = Callable[[Node, State], "list[Node]"]


@dataclass(frozen=True, slots=True)
class Code:
    """`row`: the number of the question when the expression is a plain path to it; `here`: it is
    the node itself; `constant`: its value when it is always the same; `frozen`: nodes of a list
    inside the form, which never change."""

    run: Run
    kind: str = ANY
    row: int = -1
    here: bool = False
    constant: str | float | bool | None = None
    frozen: bool = False


def texts(code: Code) -> Texts:
    """The closure that gives a text."""
    run, row = code.run, code.row
    if code.kind == TEXT:
        return run  # type: ignore[return-value] # its kind says so
    if code.constant is not None:
        always = text_of(code.constant)
        return lambda _node, _state: always
    if row >= 0:

        def of_question(_node: Node, state: State) -> str:
            nodes = state.rows[row]
            return string_of(nodes[0]) if nodes else ""

        return of_question
    if code.here:
        return lambda node, _state: string_of(node)
    return lambda node, state: text_of(run(node, state))


def numbers(code: Code) -> Numbers:
    """The closure that gives a number."""
    run = code.run
    if code.kind == NUMBER:
        return run  # type: ignore[return-value] # its kind says so
    if code.constant is not None:
        always = number_of(code.constant)
        return lambda _node, _state: always
    if code.kind in {TEXT, NODES}:
        text = texts(code)
        return lambda node, state: number_of_text(text(node, state))
    return lambda node, state: number_of(run(node, state))


def truths(code: Code) -> Truths:
    """The closure that gives a truth."""
    run = code.run
    if code.kind == TRUTH:
        return run  # type: ignore[return-value] # its kind says so
    return lambda node, state: truth_of(run(node, state))


def nodes(code: Code) -> Nodes:
    """The closure that gives nodes; a value that is none cannot be known."""
    run = code.run
    if code.kind == NODES:
        return run  # type: ignore[return-value] # its kind says so

    def checked(node: Node, state: State) -> list[Node]:
        value = run(node, state)
        if not isinstance(value, list):
            raise Unknowable("questions are expected")
        return value

    return checked
