"""A submission: who it is, what it answers, and how to write one from answers."""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from gridward.ground.xforms.formats.xml import BrokenXml, parse, plain

Answers: TypeAlias = dict[str, "str | list[Answers]"]
GivenAnswers: TypeAlias = Mapping[str, object]
_XFORMS = "http://www.w3.org/2002/xforms"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Instance:
    """A read submission. `root` is its tree without namespaces."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    root: etree._Element


def read(content: bytes) -> Instance:
    """Read what a client sent. Raises `BrokenXml` when it names no form."""
    parsed = parse(content)
    namespace = etree.QName(parsed).namespace or ""
    root = plain(parsed)
    # Some clients wrap the answers once more (`<data><screening id=...>`).
    if not root.get("id") and len(root) and root[0].get("id"):
        root = root[0]
    if not root.get("id") and namespace and namespace != _XFORMS:
        root.set("id", namespace)  # OpenRosa: a form without an id goes by the namespace
    instance_id = (root.findtext("./meta/instanceID") or root.get("instanceID") or "").strip()
    if not root.get("id"):
        raise BrokenXml("The submission does not name its form (attribute id).")
    if len(instance_id) > 80:
        raise BrokenXml("The instanceID is longer than 80 characters.")
    if not instance_id:  # forms of old make none; the same content is the same submission
        instance_id = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return Instance(
        form_id=root.get("id", ""), version=root.get("version", ""), instance_id=instance_id,
        deprecated_id=(root.findtext("./meta/deprecatedID") or "").strip(), root=root,
    )  # fmt: skip


def answers(root: etree._Element, repeats: Collection[str]) -> Answers:
    """``{question: text, repeat: [answers, ...]}``; groups are dissolved, `meta` is left out.

    A name used twice in different groups is told as ``group/name`` from the second on.
    """
    found: Answers = {}
    top = next((path.split("/")[1] for path in repeats), str(root.tag))
    _gather(root, f"/{top}", repeats, found)
    return found


def _gather(element: etree._Element, path: str, repeats: Collection[str], into: Answers) -> None:
    for child in element:
        name, here = str(child.tag), f"{path}/{child.tag}"
        if name == "meta":
            continue
        if here in repeats:
            inner: Answers = {}
            _gather(child, here, repeats, inner)
            rows = into.setdefault(name, [])
            if isinstance(rows, list):
                rows.append(inner)
        elif len(child):
            _gather(child, here, repeats, into)
        else:
            key = name if name not in into else f"{element.tag!s}/{name}"
            into[key] = child.text or ""


def write(
    template: etree._Element, given: GivenAnswers, *, instance_id: str, repeats: Collection[str]
) -> bytes:
    """The submission XML of `given` answers in the shape of the form's own instance `template`.

    Answers: text, number or date by question name; a repeat is a list of such mappings; what is not
    given has the form's default. Names the form does not know raise KeyError.
    """
    left = set(given)
    made = _written(template, f"/{template.tag}", given, repeats, left)
    if left:
        raise KeyError(", ".join(sorted(left)))
    for key in ("id", "version"):
        made.set(key, template.get(key, ""))
    meta = made.find("meta")
    if meta is None:
        meta = etree.SubElement(made, "meta")
    identity = meta.find("instanceID")
    if identity is None:
        identity = etree.SubElement(meta, "instanceID")
    identity.text = instance_id
    return etree.tostring(made, encoding="utf-8", xml_declaration=True)


def _written(
    template: etree._Element,
    path: str,
    given: GivenAnswers,
    repeats: Collection[str],
    left: set[str],
) -> etree._Element:
    made = etree.Element(str(template.tag))
    seen: set[str] = set()
    for child in template:
        name, here = str(child.tag), f"{path}/{child.tag}"
        if here in repeats:
            if name in seen:  # a form carries a template row and an empty first row
                continue
            seen.add(name)
            left.discard(name)
            rows = given.get(name) or ()
            assert isinstance(rows, Sequence)
            for row in rows:
                unknown = set(row)
                made.append(_written(child, here, row, repeats, unknown))
                left |= {f"{name}/{key}" for key in unknown}
        elif len(child):
            made.append(_written(child, here, given, repeats, left))
        else:
            left.discard(name)
            value = given.get(name, child.text)
            leaf = etree.SubElement(made, name)
            leaf.text = None if value is None else _NOT_XML.sub("", str(value))
    return made


def correcting(xml: bytes, earlier: str) -> bytes:
    """The submission as a correction of the one with the instanceID `earlier`."""
    parsed = parse(xml)
    identity = next(parsed.iter("{*}instanceID"))
    made = etree.Element(f"{identity.tag!s}".replace("instanceID", "deprecatedID"))
    made.text = _NOT_XML.sub("", earlier)[:80]
    identity.addnext(made)
    return etree.tostring(parsed, encoding="utf-8", xml_declaration=True)
