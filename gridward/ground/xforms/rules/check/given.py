"""What was sent, as nodes numbered like the questions of the form."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from lxml import etree

from gridward.ground.xforms.rules.check.finding import Finding, Kind
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Definition, Shape
from gridward.ground.xforms.rules.nodes import Node

# Added by phones and by the servers that handed out a form before.
_MOST_UNKNOWN = 30  # told; finding the place of one takes the number of its siblings
_ENVELOPE = frozenset({"meta", "formhub", "__version__", "_version_"})


def state_of(definition: Definition, root: Node, rows: list[list[Node]], at: datetime) -> State:
    """The state of an evaluation over `root`; `rows`: its nodes by the number of their question."""
    document = Node("")
    document.children.append(root)
    return State(
        at=at, document=document, rows=rows, version=definition.version, lists=definition.lists,
        labels=definition.labels, words=definition.words,
    )  # fmt: skip


def taken(
    definition: Definition, submitted: etree._Element, at: datetime
) -> tuple[State, list[Finding]]:
    """The state over what was sent, and what the form does not know.

    Clients leave out what is empty; it is put back, so that conditions can speak of it.
    """
    rows: list[list[Node]] = [[] for _ in range(definition.size)]
    unknown: list[Finding] = []

    def tell(finding: Callable[[], Finding]) -> None:
        if len(unknown) < _MOST_UNKNOWN:
            unknown.append(finding())

    root = _taken(submitted, definition.shape, None, rows, tell)
    return state_of(definition, root, rows, at), unknown


def _taken(
    element: etree._Element, shape: Shape, parent: Node | None, rows: list[list[Node]],
    tell: Callable[[Callable[[], Finding]], None],
) -> Node:  # fmt: skip
    node = Node(shape.name, element.text or "", parent)
    node.shape = shape.number
    rows[shape.number].append(node)
    if parent is None:
        node.attributes = {str(key): str(value) for key, value in element.attrib.items()}
    known, there = shape.children, node.children
    for child in element:
        below = known.get(child.tag)
        if below is not None:
            there.append(_taken(child, below, node, rows, tell))
        elif not _is_harmless(child, shape):
            tell(partial(_unknown, child, shape))
    if known:
        node.text = ""  # what stands between questions is layout
        _complete(node, shape, rows)
    return node


def _unknown(child: etree._Element, shape: Shape) -> Finding:
    return Finding(Kind.UNKNOWN, f"{shape.path}/{child.tag}", _place_of(child))


def _is_harmless(child: etree._Element, shape: Shape) -> bool:
    """Phones add what they know of themselves, and rich text to an answer."""
    if shape.is_root and child.tag in _ENVELOPE:
        return True
    return shape.name == "meta" or not shape.children


def _complete(node: Node, shape: Shape, rows: list[list[Node]]) -> None:
    names = {child.name for child in node.children}
    for one in shape.expected:
        if one.name not in names:
            node.children.append(empty(one, node, rows))


def rows_in(around: Node, name: str) -> tuple[list[Node], Node]:
    """The rows of a repeat in the group around it, and a place to ask at when there are none."""
    there = [child for child in around.children if child.name == name]
    return there, there[0] if there else Node(name, "", around)


def empty(shape: Shape, parent: Node, rows: list[list[Node]]) -> Node:
    """A question without an answer, with all below it but rows of repeats."""
    node = Node(shape.name, "", parent)
    node.shape = shape.number
    rows[shape.number].append(node)
    node.children = [empty(child, node, rows) for child in shape.expected]
    return node


def place(node: Node) -> str:
    """``trip[2]/arrived``: the way to an answer, with the row number where there are several."""
    steps: list[str] = []
    here = node
    while here.parent is not None:
        rows = [child for child in here.parent.children if child.name == here.name]
        number = next(n for n, row in enumerate(rows, 1) if row is here)
        steps.append(f"{here.name}[{number}]" if len(rows) > 1 else here.name)
        here = here.parent
    return "/".join(reversed(steps)) or node.name


def _place_of(element: etree._Element) -> str:
    """As `place`, for what is not among the nodes."""
    steps: list[str] = []
    here = element
    while (parent := here.getparent()) is not None:
        rows = [child for child in parent if child.tag == here.tag]
        steps.append(f"{here.tag}[{rows.index(here) + 1}]" if len(rows) > 1 else str(here.tag))
        here = parent
    return "/".join(reversed(steps))
