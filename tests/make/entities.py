"""Makers: forms with entities, written as XLSForms, and filled ones as an app sends them."""

import io
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from lxml import etree
from openpyxl import Workbook

from gridward.core.actor import Actor
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Version
from tests.make import forms as make

Sheets = Mapping[str, Sequence[Sequence[str]]]
TREES: Sheets = {
    "survey": [
        ["type", "name", "label", "save_to"],
        ["text", "species", "Species", "species"],
        ["geopoint", "where", "Where", "geometry"],
        ["text", "remark", "Remark", ""],
    ],
    "settings": [["form_id", "version", "form_title"], ["tree_new", "1", "树木登记"]],
    "entities": [["list_name", "label"], ["trees", "${species}"]],
}
VISITS: Sheets = {
    "survey": [
        ["type", "name", "label", "save_to", "calculation"],
        ["select_one_from_file trees.csv", "tree", "Tree", "", ""],
        ["text", "species", "Species", "species", ""],
        ["integer", "girth", "Girth", "girth", ""],
    ],
    "settings": [["form_id", "version", "form_title"], ["tree_visit", "1", "树木复查"]],
    "entities": [["list_name", "entity_id", "label"], ["trees", "${tree}", "${species}"]],
}
FAMILY: Sheets = {
    "survey": [
        ["type", "name", "label", "save_to"],
        ["text", "house", "House", "houses#address"],
        ["begin_repeat", "person", "Person", ""],
        ["text", "full_name", "Name", "people#full_name"],
        ["end_repeat", "", "", ""],
    ],
    "settings": [["form_id", "version", "form_title"], ["family", "1", "家庭登记"]],
    "entities": [["list_name", "label"], ["houses", "${house}"], ["people", "${full_name}"]],
}


def workbook(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def published(
    sheets: Sheets, at: datetime, *, path: str = make.HQ, open_to_all: str = "no"
) -> Version:
    return actions.publish(
        xlsform=workbook(sheets), path=path, purpose="other", public=open_to_all == "yes",
        actor=Actor.system(), at=at,
    )  # fmt: skip


def xml(version: Version, answers: Mapping[str, object], *entities: Mapping[str, str]) -> bytes:
    """A filled form. Each of `entities` goes over one `meta/entity` in document order: its
    attributes, and ``label`` for the child. The key ``instance`` of the first is the instanceID."""
    told = [dict(each) for each in entities]
    identity = told[0].pop("instance", "") if told else ""
    replaced = told[0].pop("deprecated", "") if told else ""
    written = actions.written(version, answers, instance_id=identity or f"uuid:{uuid.uuid4()}")
    root = etree.fromstring(written)
    template = queries.reading(version).form.root.find("./head/model/instance")[0]  # type: ignore[index] # every form has one
    patterns = {_path(each): each for each in template.iterfind(".//entity")}
    for element, given in zip(root.iterfind(".//entity"), told, strict=False):
        pattern = patterns[_path(element)]
        for name, value in pattern.attrib.items():
            element.set(name, value)
        label = given.pop("label", None)
        for name, value in given.items():
            element.set(name, value)
        if label is not None:
            child = element.find("label")
            assert child is not None
            child.text = label
    if replaced:
        meta = root.find("meta")
        assert meta is not None
        etree.SubElement(meta, "deprecatedID").text = replaced
    return etree.tostring(root, encoding="utf-8")


def _path(element: etree._Element) -> str:
    return "/".join(
        str(each.tag) for each in [*reversed(list(element.iterancestors()))][-6:]
    ).partition("data")[2]
