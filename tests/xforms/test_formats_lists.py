"""Lists beside a form: tables, maps, XML."""

import pytest
from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.formats import lists
from gridward.ground.xforms.rules.lists import from_element, from_rows
from gridward.ground.xforms.rules.nodes import text_of
from tests.xforms.evaluating import AT

MAP = b"""{"type": "FeatureCollection", "features": [
 {"id": "a", "properties": {"name": "well", "deep": true, "depth": 3, "none": null},
  "geometry": {"type": "Point", "coordinates": [112.9, 28.2]}},
 {"properties": {"name": "road"},
  "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}},
 {"properties": null,
  "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}}]}"""


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("name,label\np,Pear\n\nq,Quince\n",
         [{"name": "p", "label": "Pear"}, {"name": "q", "label": "Quince"}]),
        ("name;label\np;梨\n", [{"name": "p", "label": "梨"}]),
        ('\ufeffname ,label,\np,"a, b",x\n', [{"name": "p", "label": "a, b"}]),
        ("", []),
    ],
)  # fmt: skip
def test_tables(content, rows):
    assert lists.read("l.csv", content.encode()) == rows


def test_maps_become_rows_with_a_place():
    rows = lists.read("l.geojson", MAP)
    assert rows[0] == {
        "name": "well", "deep": "true", "depth": "3", "none": "", "id": "a",
        "geometry": "28.2 112.9 0 0",
    }  # fmt: skip
    assert rows[1]["geometry"] == "2 1 0 0;4 3 0 0"
    assert rows[2] == {"geometry": "0 0 0 0;1 0 0 0;1 1 0 0;0 0 0 0"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("l.csv", b"\xff\xfe"), ("l.xml", b"<a>"), ("l.geojson", b"{}"), ("l.geojson", b"["),
     ("l.geojson", b'{"features": [1]}'), ("l.csv", b"x" * (lists.LARGEST + 1))],
)  # fmt: skip
def test_what_is_no_list_is_told(name, content):
    with pytest.raises(lists.BadList):
        lists.read(name, content)


@pytest.mark.parametrize("kind", ["csv", "xml"])
def test_a_form_looks_into_the_list_beside_it(kind):
    if kind == "csv":
        given = from_rows(lists.read("l.csv", b"name,label\np,Pear\nq,Quince\n"))
    else:
        told = lists.read("l.xml", b"<root><item><name>q</name><label>Quince</label></item></root>")
        assert isinstance(told, etree._Element)
        given = from_element(told)
    root = etree.fromstring(
        "<html><head><model><instance><d><a/></d></instance>"
        '<instance id="l" src="jr://file-csv/fruit"/></model></head><body/></html>'
    )
    definition = rules.read(root, {}, {"fruit": given})
    sent = etree.fromstring("<d><a>q</a></d>")
    source = "instance('l')/root/item[name = /d/a]/label"
    assert text_of(rules.evaluate(definition, source, sent, question="/d/a", at=AT)) == "Quince"
