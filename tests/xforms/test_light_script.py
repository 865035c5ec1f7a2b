"""The phone and the server mean the same: one table of cases for both, and the same flaws."""

import math

import pytest
from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.queries import reading
from gridward.ground.xforms.queries.light import light, nested
from gridward.ground.xforms.queries.light.program import shape
from gridward.ground.xforms.rules import xpath
from gridward.ground.xforms.rules.light import AXES, FUNCTIONS
from tests.make import forms as make
from tests.xforms.evaluating import AT
from tests.xforms.in_node import answers, ask
from tests.xforms.test_cases import TABLES, alike


def axes(tree):
    if not isinstance(tree, tuple):
        return set()
    steps = {step[0] for step in tree[2:]} if tree[0] == "path" else set()
    return steps.union(*(axes(part) for part in tree))


def listed(root):
    found = {}
    for instance in root.findall(".//instance")[1:]:
        items = instance.findall(".//item")
        columns = list(dict.fromkeys(cell.tag for item in items for cell in item))
        rows = [[item.findtext(column) or "" for column in columns] for item in items]
        found[instance.get("id")] = {"columns": columns, "rows": rows}
    return found


def table(name):
    """The cases of a table that the light page takes, and what Node is asked."""
    told = TABLES[name]["form"]
    root = etree.fromstring(
        f"<html><head><model><instance>{told['data']}</instance>{told.get('more', '')}</model>"
        f"</head><body>{told.get('body', '')}</body></html>"
    )
    data = root.find("./head/model/instance")[0]
    repeats = {each.get("nodeset"): None for each in root.iterfind(".//repeat")}
    cases, trees = [], []
    for case in TABLES[name]["cases"]:
        at = case.get("at", "/d/a")
        read = xpath.read(case["is"], context=at, repeats=list(repeats))
        if read.functions <= FUNCTIONS and axes(read.tree) <= AXES:
            cases.append(case)
            trees.append((read.tree, at, case.get("row", 0)))
    program = {
        "id": "f", "version": data.get("version", ""), "shape": shape(data), "binds": [],
        "repeats": repeats, "lists": listed(root), "choices": {}, "sets": [], "said": [],
        "names": {},
    }  # fmt: skip
    values = answers(data, repeats)
    question = {
        "deed": "evaluate", "program": program, "at": AT.isoformat(), "values": values,
        "expressions": trees,
    }  # fmt: skip
    return cases, question


def test_the_lists_of_functions_are_the_same():
    assert ask([{"deed": "functions"}])[0] == sorted(FUNCTIONS)


def test_the_phone_means_what_the_server_means():
    asked = {name: table(name) for name in TABLES}
    found = ask([question for _cases, question in asked.values()])
    wrong, count = [], 0
    for (name, (cases, _question)), values in zip(asked.items(), found, strict=True):
        for case, value in zip(cases, values, strict=True):
            count += 1
            if value is None or not alike(value, case["gives"]):
                wrong.append(f"{name}: {case['is']}: {value!r} instead of {case['gives']!r}")
    assert not wrong, "\n".join(wrong)
    assert count > 250


FILLED = [
    {},
    {"name": "王"},
    {"document_no": "110105194912310021"},
    {"document_type": "none", "document_no": ""},
    {"document_type": "passport", "document_no": "E1"},
    {"phone": "12"},
    {"household_size": "51"},
    {"household_size": "drei"},
    {"travelled": "n", "trip": []},
    {"trip": [{"place": "", "arrived": "2020-01-10"}]},
    {"trip": [{"place": "武汉", "arrived": "2020-02-21", "left": "2020-02-20"}]},
    {"trip": [{"place": "武汉", "arrived": "2020-01-10", "left": "2020-01-09"},
              {"place": "孝感", "arrived": "2020-01-11", "transport": "train", "number": ""}]},
    {"contact": "y"},
    {"contact": "y", "contact_date": "2020-02-19"},
    {"temperature": "47"},
    {"symptoms": "none fever"},
    {"symptoms": ""},
]  # fmt: skip
_KINDS = {"required": "missing", "type": "type", "constraint": "constraint"}


@pytest.mark.django_db
def test_the_phone_finds_the_flaws_that_the_server_finds(version, at):
    """And what it writes passes the server's check without a finding of another kind."""
    shape_, program = reading(version), light(version, "zh").program
    sent = [etree.fromstring(make.xml(version, **changed)) for changed in FILLED]
    found = ask([
        {"deed": "fill", "program": program, "at": at.isoformat(),
         "values": nested(root, shape_.definition.repeats)}
        for root in sent
    ])  # fmt: skip
    for changed, root, told in zip(FILLED, sent, found, strict=True):
        findings = rules.check(shape_.definition, root, at=at)
        wanted = {(f.question, f.kind.value) for f in findings if f.kind.value in _KINDS.values()}
        mine = {(path.partition("[")[0] + path.rpartition("]")[2] if "[" in path else path,
                 _KINDS[kind]) for path, kind in told["flaws"].items()}  # fmt: skip
        assert mine == wanted, changed
        if not mine:
            again = rules.check(shape_.definition, xform_root(told["xml"]), at=at)
            assert [f for f in again if f.kind.value != "calculated"] == []


def xform_root(xml):
    root = etree.fromstring(xml.encode())
    for each in root.iter():
        each.tag = etree.QName(each).localname
    return root


def test_numbers_that_the_table_does_not_hold():
    """Halves, ends and nothing: written the same on both sides."""
    cases = ["round(2.5)", "round(-2.5)", "1 div 0", "-1 div 0", "0 div 0", "5 mod -3", "-5 mod 3"]
    program = {"id": "f", "version": "", "shape": ["d", [["a"]]], "binds": [], "repeats": {},
               "lists": {}, "choices": {}, "sets": [], "said": [], "names": {}}  # fmt: skip
    trees = [(xpath.read(case, context="/d/a").tree, "/d/a", 0) for case in cases]
    [values] = ask([{"deed": "evaluate", "program": program, "at": AT.isoformat(), "values": {},
                     "expressions": trees}])  # fmt: skip
    root = etree.fromstring(
        "<html><head><model><instance><d><a/></d></instance></model></head><body/></html>"
    )
    definition = rules.read(root, {})
    for case, value in zip(cases, values, strict=True):
        ours = rules.evaluate(
            definition, case, etree.fromstring("<d><a/></d>"), question="/d/a", at=AT
        )
        number = float(value.replace("Infinity", "inf"))
        assert number == ours or (math.isnan(number) and math.isnan(ours)), case
