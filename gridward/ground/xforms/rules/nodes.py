"""Answers and lists as trees of light nodes, and the three conversions of XPath.

Elements of lxml cost a microsecond at every touch; a submission is asked some hundred times.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from lxml import etree

from gridward.ground.xforms.rules import dates

Value: TypeAlias = "list[Node] | str | float | bool"
Index: TypeAlias = "dict[tuple[str, str], dict[str, list[Node]]]"
_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class Unknowable(Exception):
    """The server cannot compute this (a list that only the phone has)."""


class Node:
    """One element (or attribute: its name starts with ``@``); `shape` numbers its question."""

    __slots__ = ("attributes", "children", "index", "name", "parent", "shape", "text")

    def __init__(self, name: str, text: str = "", parent: "Node | None" = None) -> None:
        self.name = name
        self.text = text
        self.parent = parent
        self.children: list[Node] = []
        self.attributes: Mapping[str, str] | None = None
        self.shape = -1
        self.index: Index | None = None

    def add(self, name: str, text: str = "") -> "Node":
        child = Node(name, text, self)
        self.children.append(child)
        return child

    def root(self) -> "Node":
        here = self
        while here.parent is not None:
            here = here.parent
        return here

    def all(self) -> Iterator["Node"]:
        """The node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.all()

    def find(self, name: str) -> "Node | None":
        return next((child for child in self.children if child.name == name), None)


def from_xml(element: etree._Element, parent: Node | None = None) -> Node:
    """The tree of an element without namespaces; for lists and hand-written answers."""
    node = Node(str(element.tag), element.text or "", parent)
    if element.attrib:
        node.attributes = {str(k).rpartition("}")[2]: str(v) for k, v in element.attrib.items()}
    for child in element:
        node.children.append(from_xml(child, node))
    return node


def string_of(node: Node) -> str:
    """XPath's string value: the text of the node and of all below it."""
    if not node.children:  # most are answers, not groups
        return node.text
    return node.text + "".join(string_of(child) for child in node.children)


def text_of(value: Value) -> str:
    """XPath 1.0 string(): the first node's text; whole numbers without a point."""
    if value.__class__ is str:
        return value
    if isinstance(value, list):
        return string_of(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(float(value))


def plain(number: float) -> str:
    """12.0 -> ``12``; 0.1 -> ``0.1``; as XPath writes what is no number and what has no end."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < 1e15 and number == int(number):
        return str(int(number))
    return repr(number)


def number_of_text(text: str) -> float:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    found = dates.days(text)
    if found is None:
        found = dates.part_of_day(text)
    return math.nan if found is None else found


def number_of(value: Value) -> float:
    """The number of a value; a date is its number of days; anything else is NaN."""
    if isinstance(value, float | int):
        return float(value)
    return number_of_text(text_of(value))


def truth_of(value: Value) -> bool:
    """Whether a condition holds; a question without an answer does not, as on Collect."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float | int):
        return value != 0 and not math.isnan(value)
    return text_of(value) != ""


def texts_of(values: Sequence[Value]) -> Iterator[str]:
    """The texts of all values; of a node-set, of each node."""
    for value in values:
        if isinstance(value, list):
            yield from map(string_of, value)
        else:
            yield text_of(value)
