"""The only XML parser of this room: no document type, no entities, no network, no huge trees."""

import threading

from lxml import etree

JR = "{http://openrosa.org/javarosa}"
_DEEPEST = 60  # nested elements; forms in use stay under ten
_own = threading.local()


class BrokenXml(ValueError):
    """What was sent is no XML that this room reads; the text says why."""


def parse(content: bytes) -> etree._Element:
    """The root element. Raises `BrokenXml` on anything hostile or malformed."""
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise BrokenXml(str(wrong)) from wrong
    if etree.ElementTree(root).docinfo.doctype:  # type: ignore[attr-defined] # stubs lack it
        # Entities hide in document types (CWE-776, CWE-611); no form or client needs one.
        raise BrokenXml("A document type is not accepted.")
    return root


def _parser() -> etree.XMLParser:
    """The parser of this thread: making one costs as much as reading a submission."""
    parser: etree.XMLParser | None = getattr(_own, "parser", None)
    if parser is None:
        parser = _own.parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
    return parser


def plain(root: etree._Element) -> etree._Element:
    """The same tree without namespaces on its elements (changed in place).

    Clients disagree whether a submission stands in a namespace; expressions of forms name none.
    """
    todo = [(root, 1)]
    while todo:
        element, depth = todo.pop()
        if depth > _DEEPEST:
            raise BrokenXml("The elements are nested too deeply.")
        if str(element.tag).startswith("{"):
            element.tag = str(element.tag).partition("}")[2]
        todo.extend((child, depth + 1) for child in element)
    return root
