"""Lists that come beside a form: CSV, XML and GeoJSON, as the form's expressions see them.

Source: ODK XForms specification, "Secondary Instances - External".
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import orjson
from lxml import etree

from gridward.ground.xforms.formats.xml import BrokenXml, parse, plain

Rows = Sequence[Mapping[str, str]]
LARGEST = 20_000_000  # bytes; larger ones stay with the phone
SHORT = 4_000  # rows of a list that a page may carry
_COLUMN = re.compile(r"[^\W\d][\w.-]*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SUFFIXES = (".csv", ".xml", ".geojson")


class BadList(ValueError):
    """The file is no list; the text says why."""


def read(name: str, content: bytes) -> Rows | etree._Element:
    """Rows of a table or a map; of an XML file its root. Raises `BadList`."""
    if len(content) > LARGEST:
        raise BadList(f"The list is larger than {LARGEST} bytes.")
    try:
        if name.endswith(".xml"):
            return plain(parse(content))
        if name.endswith(".geojson"):
            return list(_features(orjson.loads(content)))
        return list(_table(content.decode("utf-8-sig")))
    except (BrokenXml, ValueError, TypeError, KeyError, AttributeError, csv.Error) as wrong:
        raise BadList(f"{name}: {wrong}") from wrong


def inlined(model: etree._Element, given: Mapping[str, Rows | etree._Element]) -> None:
    """Put lists that came beside a form into its model, where all who read the form find them."""
    for instance in model.iterfind("instance[@src]"):
        found = given.get(instance.get("src", "").rpartition("/")[2])
        if found is None or len(instance):
            continue
        if isinstance(found, etree._Element):
            instance.append(deepcopy(found))
            continue
        root = etree.SubElement(instance, "root")
        for row in found:
            item = etree.SubElement(root, "item")
            for column, text in row.items():
                if _COLUMN.fullmatch(column):  # no expression could name another one
                    etree.SubElement(item, column).text = _NOT_XML.sub("", text)


def _table(text: str) -> Iterator[Mapping[str, str]]:
    head = text.partition("\n")[0]
    mark = ";" if head.count(";") > head.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    columns = [column.strip() for column in next(lines, [])]
    for line in lines:
        if any(line):
            yield {c: v for c, v in zip(columns, line, strict=False) if c}


def _features(told: Any) -> Iterator[Mapping[str, str]]:
    for feature in told["features"]:
        row = {str(k): _text(v) for k, v in (feature.get("properties") or {}).items()}
        if "id" in feature:
            row["id"] = _text(feature["id"])
        row["geometry"] = _places(feature["geometry"])
        yield row


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _places(geometry: Mapping[str, Any]) -> str:
    """``latitude longitude height accuracy`` of each point, as answers of phones have it."""
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        points = [points]
    elif geometry["type"] == "Polygon":
        points = points[0]
    return ";".join(f"{point[1]} {point[0]} 0 0" for point in points)
