"""A submission against its form: order of conditions, rows, choices, what the form computes."""
# ruff: noqa: E501 - XML in one line reads best

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.rules.check import off_at_first
from gridward.ground.xforms.rules.check.answers import same
from gridward.ground.xforms.rules.definition.asks import asked, dependencies, ordered, touches
from gridward.ground.xforms.rules.nodes import from_xml, string_of, text_of
from gridward.ground.xforms.rules.program import program
from gridward.ground.xforms.rules.xpath import read
from tests.xforms.evaluating import AT, form, found

REPEAT = '<group><repeat nodeset="/d/r"><input ref="/d/r/p"/></repeat></group>'
COUNTED = '<group><repeat nodeset="/d/r" jr:count="{}"><input ref="/d/r/p"/></repeat></group>'


def test_conditions_are_evaluated_behind_those_they_depend_on():
    """`b` applies because `a` does not count: it has an answer, but does not apply itself."""
    binds = """<bind nodeset="/d/b" relevant="/d/a = ''"/><bind nodeset="/d/a" relevant="/d/c = 'y'"/>"""
    definition = form(binds, "<d><b/><a/><c/></d>")
    assert found(definition, "<d><b>1</b><a>2</a><c>n</c></d>") == [("not_asked", "a")]
    assert [bind.path for bind in definition.shown_order] == ["/d/a", "/d/b"]


@pytest.mark.parametrize(
    ("binds", "circle"),
    [
        ('<bind nodeset="/d/a" calculate="/d/b"/><bind nodeset="/d/b" calculate="/d/a"/>', ("/d/a", "/d/b")),
        ("""<bind nodeset="/d/a" relevant="/d/b = 1"/><bind nodeset="/d/b" relevant="/d/a = 1"/>""", ("/d/a", "/d/b")),
        ('<bind nodeset="/d/a" calculate="once(.)"/>', None),
        ('<bind nodeset="/d/a" calculate="/d/a + 1"/>', None),
    ],
)  # fmt: skip
def test_circles_are_told(binds, circle):
    definition = form(binds, "<d><a/><b/></d>")
    assert definition.circles == (() if circle is None else (circle,))
    assert {kind for kind, _ in found(definition, "<d><a>1</a><b>1</b></d>")} <= {"calculated"}


@pytest.mark.parametrize(
    ("count", "rows", "expected"),
    [
        ("/d/n", 2, []),
        ("/d/n", 1, [("rows", "r")]),
        ("2", 3, [("rows", "r")]),
        ("2", 0, [("rows", "d")]),
        ("instance('far')/root", 3, []),
        ("'x'", 3, []),
    ],
)
def test_rows_are_counted_and_a_wrong_number_is_mild(count, rows, expected):
    definition = form("", "<d><n/><r><p/></r></d>", body=COUNTED.format(count))
    sent = f"<d><n>2</n>{'<r><p>1</p></r>' * rows}</d>"
    assert found(definition, sent) == expected
    assert all(f.mild for f in rules.check(definition, etree.fromstring(sent), at=AT))


def test_rows_that_do_not_apply_are_not_counted():
    definition = form(
        '<bind nodeset="/d/r" relevant="false()"/>', "<d><r><p/></r></d>", body=COUNTED.format("2")
    )
    assert found(definition, "<d><r/></d>") == []


@pytest.mark.parametrize(
    ("calculate", "kind"),
    [
        ("1 + 1", "calculated"),
        ("now()", None),
        ("uuid()", None),
        ("today()", "differs"),
        ("format-date(/d/b, '%Y')", "differs"),
        ("instance('far')/root/x", None),
        ("area('0 0;0 1;1 1')", "calculated"),
    ],
)
def test_what_differs_from_the_form_s_own_result(calculate, kind):
    definition = form(
        etree.tostring(etree.Element("bind", nodeset="/d/a", calculate=calculate)).decode(),
        "<d><a/><b/></d>",
    )
    expected = [] if kind is None else [(kind, "a")]
    assert found(definition, "<d><a>9</a><b>2020-02-20</b></d>") == expected


def test_centimetres_are_no_difference():
    definition = form("""<bind nodeset="/d/a" calculate="distance('0 0;0 1')"/>""", "<d><a/></d>")
    assert found(definition, "<d><a>111318.85</a></d>") == []
    assert found(definition, "<d><a>111318.8</a></d>") == [("calculated", "a")]


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_a_number_is_the_same_however_it_is_written(number):
    assert same(repr(number), f"{number:.12e}")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("int", "12", "1.5"), ("decimal", "1.5e2", "1,5"), ("date", "2020-02-10", "10.2.2020"),
        ("geopoint", "28.2 112.9 0 0", "here"), ("geotrace", "1 1;2 2 0 0", "1 1"),
        ("geoshape", "1 1;2 2;3 3;1 1", "1 1;2 2"), ("time", "08:30", "8h"),
        ("boolean", "true", "yes"), ("dateTime", "2020-02-10T08:00:00+08:00", "x"),
    ],
)  # fmt: skip
def test_kinds_of_answers(kind, good, bad):
    definition = form(f'<bind nodeset="/d/a" type="{kind}"/>', "<d><a/></d>")
    assert found(definition, f"<d><a>{good}</a></d>") == []
    assert found(definition, f"<d><a>{bad}</a></d>") == [("type", "a")]


def test_a_range_has_bounds():
    body = '<range ref="/d/a" start="10" end="1" step="1"/><range ref="/d/b" step="1"/>'
    definition = form("", "<d><a/><b/></d>", body=body)
    assert found(definition, "<d><a>10</a><b>99</b></d>") == []
    assert found(definition, "<d><a>11</a><b/></d>") == [("choice", "a")]


def test_choices_from_the_rows_of_a_repeat_and_from_a_computed_value():
    body = f"""{REPEAT}<select1 ref="/d/a"><itemset nodeset="/d/r[p != '']"><value ref="p"/></itemset></select1>
      <select ref="/d/b"><itemset nodeset="instance('l')/root/item"><value ref="concat(v, 1)"/></itemset></select>"""
    more = '<instance id="l"><root><item><v>x</v></item></root></instance>'
    definition = form("", "<d><a/><b/><r><p/></r></d>", body=body, more=more)
    assert found(definition, "<d><a>li</a><b>x1</b><r><p>li</p></r></d>") == []
    assert found(definition, "<d><a>wu</a><b>x</b><r><p>li</p></r></d>") == [
        ("choice", "a"),
        ("choice", "b"),
    ]


def test_choices_that_depend_on_no_answer_are_known_beforehand():
    more = """<instance id="l"><root><item><v>x</v><k>1</k></item><item><v>y</v><k>2</k></item></root></instance>"""
    body = """<select1 ref="/d/a"><itemset nodeset="instance('l')/root/item"><value ref="v"/></itemset></select1>
      <select1 ref="/d/b"><itemset nodeset="instance('l')/root/item[k = /d/a]"><value ref="v"/></itemset></select1>"""
    definition = form("", "<d><a/><b/></d>", body=body, more=more)
    options = [definition.by_path[path].options for path in ("/d/a", "/d/b")]
    assert [each and each.always for each in options] == [{"x", "y"}, None]
    assert found(definition, "<d><a>x</a></d>") == []
    assert found(definition, "<d><a>z</a></d>") == [("choice", "a")]


def test_bodies_name_their_questions_in_many_ways():
    """By the id of a bind, relative to the group around, with a prefix, with steps upwards."""
    body = """<group ref="/d/g"><input ref="x"/><input ref="../a"/><input ref="."/><input ref="a b"/></group>
      <select1 bind="here"><item><value>1</value></item></select1><input bind="gone"/>
      <select1 ref="/d/orx:o"><item><value>1</value></item></select1><group><input ref="b"/></group><input/>"""
    definition = form(
        '<bind id="here" nodeset="/d/c"/>', "<d><a/><b/><c/><o/><g><x/></g></d>", body=body
    )
    assert set(definition.by_path) == {"/d/a", "/d/b", "/d/c", "/d/o", "/d/g", "/d/g/x"}
    assert found(definition, "<d><c>2</c><o>2</o></d>") == [("choice", "c"), ("choice", "o")]


def test_what_applies_before_anything_is_answered():
    binds = """<bind nodeset="/d/a" relevant="/d/b = 'y'"/><bind nodeset="/d/b" relevant="/d/c = ''"/>
      <bind nodeset="/d/c" relevant="today() = '1999-01-01'"/>"""
    data = "<d><a/><b/><c/></d>"
    assert off_at_first(form(binds, data), etree.fromstring(data), at=AT) == {"/d/a"}


def test_a_flood_of_answers_is_not_checked_one_by_one():
    definition = form('<bind nodeset="/d/r/p" type="int"/>', "<d><r><p/></r></d>", body=REPEAT)
    assert found(definition, f"<d>{'<r><p>1</p></r>' * 10_001}</d>") == [("large", "d")]
    wrong = found(definition, f"<d>{'<r><p>x</p></r>' * 900}</d>")
    assert 100 < len(wrong) < 120
    assert len(found(definition, f"<d><r/>{'<zz/>' * 900}</d>")) == 30


def test_hundreds_of_conditions_in_one_rule():
    many = " or ".join(f"/d/a = '{n}'" for n in range(800))
    both = " and ".join(f"/d/a != '{n}'" for n in range(800, 1_600))
    bind = etree.tostring(
        etree.Element("bind", nodeset="/d/a", constraint=f"({many}) and {both}")
    ).decode()
    definition = form(bind, "<d><a/></d>")
    assert found(definition, "<d><a>799</a></d>") == []
    assert found(definition, "<d><a>800</a></d>") == [("constraint", "a")]
    endless = etree.tostring(
        etree.Element("bind", nodeset="/d/a", calculate=" + ".join(["1"] * 5_000))
    ).decode()
    assert found(form(endless, "<d><a/></d>"), "<d><a>1</a></d>") == [("form", "a")]


def test_mixed_text_and_attributes_of_nodes():
    node = from_xml(etree.fromstring('<a jr="1" xmlns:x="u" x:y="2">one<b>two</b></a>'))
    assert string_of(node) == "onetwo"
    assert node.attributes == {"jr": "1", "y": "2"}
    assert node.children[0].root() is node
    assert text_of([]) == ""


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("/d/a + ../b", {"/d/a", "/d/b"}), (". + 1", set()), ("/d/*", {"/d/*"}), ("//x", {"/*"}),
        ("instance('l')/root/item[k = /d/a]/v", {"/d/a"}), ("/d/g[x = 1]/y", {"/d/g/x", "/d/g/y"}),
        ("current()/../b", {"/d/b"}), ("/d/a/text()", {"/d/a"}), ("following-sibling::*", {"/*"}),
        ("(/d/a)[1]", {"/d/a"}), ("/d/*/x", {"/d/*"}),
    ],
)  # fmt: skip
def test_the_questions_an_expression_asks(source, paths):
    assert asked(read(source).tree, "/d/q") == paths


def test_whom_a_hidden_group_concerns():
    assert touches("/d/g/x", "/d/g")
    assert touches("/d/g", "/d/g/x")
    assert touches("/d/*", "/d/x")
    assert not touches("/d/x", "/d/y")
    needs = dependencies({"/d/q": ["/d/*"], "/d/z": ["/d/g/x"]}, ["/d/q", "/d/g", "/d/z"])
    assert needs == {"/d/q": ["/d/g", "/d/z"], "/d/z": ["/d/g"]}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh"))))
def test_order_puts_everything_behind_its_needs_or_tells_a_circle(needs):
    order, circles = ordered(needs)
    assert sorted(order) == sorted(needs)
    if not circles:
        for name, wanted in needs.items():
            for other in wanted & set(needs):
                assert order.index(other) < order.index(name)
    for circle in circles:
        for here, following in zip(circle, circle[1:] + circle[:1], strict=True):
            assert following in needs[here]


def test_the_program_is_plain_json():
    body = f"""{COUNTED.format("/d/n")}<range ref="/d/n" start="1" end="3" step="1"/>
      <select1 ref="/d/a"><itemset nodeset="instance('l')/root/item[v != '']"><value ref="v"/></itemset></select1>
      <select1 ref="/d/b"><item><value>1</value></item></select1>"""
    binds = """<bind nodeset="/d/a" relevant="/d/b = '1'" required="true()" constraint="foo()"/>
      <bind nodeset="/d/b" jr:preload="date" jr:preloadParams="today" xmlns:jr="http://openrosa.org/javarosa"/>
      <setvalue event="odk-instance-first-load" ref="/d/b" value="1 + 1"/><setvalue event="x" ref="/d/b">2</setvalue>"""
    more = """<instance id="l"><root><item><v>p</v></item></root></instance><instance id="far" src="jr://file/f.xml"/>
      <instance id="deep"><root><item><v><w>1</w></v></item><note/></root></instance>
      <instance id="two"><root><item><v/></item><other><v/></other></root></instance>"""
    definition = form(
        binds, '<d id="f" version="1"><a/><b>1</b><n/><r><p/></r></d>', body=body, more=more
    )
    made = json.loads(json.dumps(program(definition)))
    nodes = {node["path"]: node for node in made["nodes"]}
    assert nodes["/d/a"]["relevant"] == [
        "=",
        ["path", "root", ["child", "d"], ["child", "b"]],
        ["text", "1"],
    ]
    assert nodes["/d/a"]["required"] is True
    assert nodes["/d/a"]["constraint"] is None
    assert nodes["/d/b"] == {
        "path": "/d/b", "type": "string", "group": False, "default": "1", "control": "select1",
        "listed": ["1"], "preload": ["date", "today"],
    }  # fmt: skip
    assert nodes["/d/n"]["bounds"] == [1.0, 3.0]
    assert nodes["/d/a"]["value"] == ["path", "here", ["child", "v"]]
    assert made["repeats"]["/d/r"]["count"][0] == "path"
    assert made["lists"]["l"] == {"root": "root", "row": "item", "rows": [{"v": "p"}]}
    assert made["lists"]["deep"]["tree"][0]["children"][0]["children"][0]["text"] == "1"
    assert "tree" in made["lists"]["two"]
    assert made["outside"] == {"far": "jr://file/f.xml"}
    assert [action["value"] for action in made["actions"]] == [["+", 1.0, 1.0], None]
