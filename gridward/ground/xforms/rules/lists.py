"""Lists that come beside a form, as its expressions see them: ``root`` with ``item`` rows."""

from collections.abc import Iterable, Mapping

from lxml import etree

from gridward.ground.xforms.rules.nodes import Node, from_xml


def from_rows(rows: Iterable[Mapping[str, str]]) -> Node:
    """The list of a table: each row an ``item``, each column a child. Source: ODK XForms
    specification, "Secondary Instances - External"."""
    top = Node("instance")
    rows_at = top.add("root")
    for row in rows:
        item = rows_at.add("item")
        for column, text in row.items():
            item.add(column, text)
    return top


def from_element(root: etree._Element) -> Node:
    """The list of an XML file (its root without namespaces)."""
    top = Node("instance")
    top.children.append(from_xml(root, top))
    return top
