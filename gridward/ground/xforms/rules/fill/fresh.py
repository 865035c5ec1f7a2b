"""A new record of a form, and records as XML."""

import re
import uuid
from collections.abc import Collection, Mapping

from lxml import etree

from gridward.core.clock import local
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Definition, Shape
from gridward.ground.xforms.rules.nodes import Node

_TEMPLATE = "{http://openrosa.org/javarosa}template"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def record(definition: Definition) -> Node:
    """The form's own instance with its defaults and without the templates of rows."""
    return _made(definition.data, definition.shape, None)


def _made(element: etree._Element, shape: Shape, parent: Node | None) -> Node:
    node = Node(shape.name, "" if shape.children else element.text or "", parent)
    node.shape = shape.number
    if parent is None:
        node.attributes = {str(key): str(value) for key, value in element.attrib.items()}
    node.children = [
        _made(child, shape.children[str(child.tag)], node)
        for child in element
        if child.get(_TEMPLATE) is None
    ]
    return node


def default(node: Node, shape: Shape) -> None:
    """Give a new row the answers that the form has ready."""
    node.text = shape.default
    for child in node.children:
        default(child, shape.children[child.name])


def numbered(definition: Definition, root: Node) -> list[list[Node]]:
    """All answers by the number of their question, in document order."""
    rows: list[list[Node]] = [[] for _ in range(definition.size)]
    for node in root.all():
        rows[node.shape].append(node)
    return rows


def preload(definition: Definition, state: State, known: Mapping[str, str]) -> None:
    """Source: ODK XForms specification, "Preload Attributes"."""
    now = local(state.at)
    moment = now.isoformat(timespec="milliseconds")
    for bind in definition.binds:
        kind, params = bind.preload
        if not kind:
            continue
        text = {
            "uid": f"uuid:{uuid.uuid4()}",
            "timestamp": moment,
            "date": now.date().isoformat(),
            "property": known.get(params.replace(" ", ""), ""),
        }.get(kind, "")
        for node in state.rows[bind.row]:
            node.text = text or node.text


def path_of(node: Node) -> str:
    """``/data/trip/place``: the question of an answer."""
    steps: list[str] = []
    here: Node | None = node
    while here is not None:
        steps.append(here.name)
        here = here.parent
    return "/" + "/".join(reversed(steps))


def shared_depth(one: Node, other: Node) -> int:
    """How many groups and rows two answers stand in together."""
    around = {id(each) for each in _around(one)}
    return sum(1 for each in _around(other) if id(each) in around)


def _around(node: Node) -> list[Node]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def element(node: Node, hidden: Collection[int]) -> etree._Element:
    """The record as XML without namespaces; what does not apply is left out."""
    made = etree.Element(node.name)
    made.text = _NOT_XML.sub("", node.text) or None
    for child in node.children:
        if id(child) not in hidden:
            made.append(element(child, hidden))
    return made
