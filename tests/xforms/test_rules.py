"""The evaluator: expressions, and a submission against its form."""
# ruff: noqa: E501 - one case a line reads best

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gridward.core.clock import BUSINESS_ZONE
from gridward.ground.xforms import rules
from gridward.ground.xforms.rules import dates, nodes, told, xpath
from gridward.ground.xforms.rules.check import Kind
from tests.xforms.evaluating import AT, form, found, value

# -- expressions


def test_now_is_the_moment_of_the_check():
    assert value("now()") == AT.astimezone(BUSINESS_ZONE).isoformat(timespec="milliseconds")


def test_chance_and_identity_are_computed_at_all():
    assert 0 <= value("random()") < 1
    assert len(value("uuid()")) == 36


@pytest.mark.parametrize(
    "source",
    [
        "1 +",
        "(1",
        "'open",
        "a ＝ 1",
        "（1）",
        "a and",
        "if(a, b",
        "a b",
        "[1]",
        "/a/",
        "#",
        "a[1",
        "f(a b)",
    ],
)
def test_what_cannot_be_read_is_told(source):
    with pytest.raises(xpath.BadExpression):
        xpath.read(source)


@given(st.text(max_size=30))
def test_reading_never_fails_otherwise(source):
    with contextlib.suppress(xpath.BadExpression):
        xpath.read(source)


@given(st.text(alphabet="ab/.*[]()+-=<>'1 ,|@:$", max_size=14))
def test_whatever_is_read_becomes_a_formula_or_a_reason(source):
    definition = form(
        etree.tostring(etree.Element("bind", nodeset="/d/a", constraint=source)).decode(),
        "<d><a/></d>",
    )
    for kind, _place in found(definition, "<d><a>1</a></d>"):
        assert kind in {"constraint", "form"}


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-5000, 5000))
def test_days_and_dates_are_one(day, more):
    number = dates.days(day.isoformat())
    assert number is not None
    assert dates.iso(number + more) == (day + timedelta(days=more)).isoformat()


@pytest.mark.parametrize("text", ["2020-13-01", "2020-02-30T08:00:00", "20200201", "x"])
def test_what_is_no_date(text):
    assert dates.days(text) is None


def test_beyond_the_calendar():
    assert dates.iso(9e9) == dates.iso(-719_500.0) == ""
    assert dates.moment(9e9) is None
    assert dates.moment(-719_500.0) is None
    assert dates.part_of_day("25:00") is None


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_numbers_survive_as_text(number):
    assert nodes.number_of(nodes.text_of(float(number))) == number


@given(st.sets(st.sampled_from("abcdef")), st.sampled_from("abcdef"))
def test_selected_is_membership(chosen, choice):
    expression = f"selected('{' '.join(sorted(chosen))}', '{choice}')"
    assert value(expression) is (choice in chosen)


# -- a submission against its form

BINDS = """
<bind nodeset="/d/a" type="string" required="true()"/>
<bind nodeset="/d/n" type="int" relevant="/d/a = 'y'" constraint=". &gt;= 1 and . &lt;= 5" required="/d/a = 'y'"
  jr:constraintMsg="1-5" xmlns:jr="http://openrosa.org/javarosa"/>
<bind nodeset="/d/g" relevant="/d/n &gt; 3"/>
<bind nodeset="/d/g/t" type="decimal"/>
<bind nodeset="/d/r/p" type="date" required="true()" constraint=". &lt;= today()"/>
<bind nodeset="/d/r/q" type="date" constraint=". &gt;= /d/r/p"/>
<bind nodeset="/d/c" type="string" calculate="/d/n * 2"/>
<bind nodeset="/d/s" type="string"/>
<bind nodeset="/d/m" type="string"/>
"""
DATA = "<d><a/><n/><g><t/></g><r><p/><q/></r><c/><s/><m/><meta><instanceID/></meta></d>"
BODY = """<input ref="/d/a"/><group><repeat nodeset="/d/r"><input ref="/d/r/p"/></repeat></group>
<select1 ref="/d/s"><item><label/><value>1</value></item><item><label/><value>2</value></item></select1>
<select ref="/d/m"><itemset nodeset="instance('l')/root/item[x = /d/a]"><value ref="v"/><label ref="v"/></itemset></select>"""
LIST = '<instance id="l"><root><item><v>p</v><x>y</x></item><item><v>q</v><x>n</x></item></root></instance>'


@pytest.fixture(scope="module")
def hand() -> rules.Definition:
    return form(BINDS, DATA, body=BODY, more=LIST)


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<d><a>y</a><n>2</n><c>4</c></d>", []),
        ("<d><a>y</a><n>2</n><c>4.0</c></d>", []),
        ("<d><a>n</a></d>", []),
        ("<d><a/></d>", [("missing", "a")]),
        ("<d/>", [("missing", "a")]),
        ("<d><a> </a></d>", [("missing", "a")]),
        ("<d><a>y</a></d>", [("missing", "n")]),
        ("<d><a>y</a><n>9</n><c>18</c></d>", [("constraint", "n")]),
        ("<d><a>y</a><n>two</n></d>", [("type", "n")]),
        ("<d><a>n</a><n>2</n></d>", [("not_asked", "n")]),
        ("<d><a>n</a><n>9</n><g><t>1</t></g></d>", [("not_asked", "n"), ("not_asked", "g/t")]),
        ("<d><a>y</a><n>4</n><g><t>x</t></g><c>8</c></d>", [("type", "g/t")]),
        ("<d><a>y</a><n>2</n><c>5</c></d>", [("calculated", "c")]),
        ("<d><a>n</a><r><p>2020-02-20</p></r></d>", []),
        ("<d><a>n</a><r><p>2020-02-21</p></r></d>", [("constraint", "r/p")]),
        ("<d><a>n</a><r/><r><p>x</p></r></d>", [("missing", "r[1]/p"), ("type", "r[2]/p")]),
        ("<d><a>n</a><r><p>2020-02-01</p><q>2020-02-02</q></r><r><p>2020-02-09</p><q>2020-02-02</q></r></d>",
         [("constraint", "r[2]/q")]),
        ("<d><a>n</a><s>1</s></d>", []),
        ("<d><a>n</a><s>3</s></d>", [("choice", "s")]),
        ("<d><a>n</a><m>q</m></d>", []),
        ("<d><a>n</a><m>q p</m></d>", [("choice", "m")]),
        ("<d><a>n</a><zz>1</zz><g><yy/></g></d>", [("unknown", "zz"), ("unknown", "g/yy")]),
        ("<other><zz/></other>", [("unknown", "other")]), ("<other><a>n</a></other>", []), ("<d><a>n</a><formhub><uuid>x</uuid></formhub></d>", []),
        ("<other/>", [("unknown", "other")]),
    ],
)  # fmt: skip
def test_findings(hand, xml, expected):
    assert found(hand, xml) == expected


def test_the_words_of_the_form_are_known(hand):
    assert hand.said("/d/n") == "1-5"
    assert hand.said("/d/nothing") == ""


@pytest.mark.parametrize("expression", ["foo(1)", "1 +", "if(1)", "instance('gone')/root", "regex(., '[')", "area(.)",
        "translate(1)", "count(1)",
                                        "pulldata('l', 'x')"])  # fmt: skip
def test_a_broken_rule_never_breaks_the_check(expression):
    bind = etree.tostring(
        etree.Element("bind", nodeset="/d/a", constraint=expression, calculate=expression)
    ).decode()
    kinds = {kind for kind, _ in found(form(bind, "<d><a/></d>"), "<d><a>1</a></d>")}
    assert kinds <= {"form", "constraint"}
    known = {"instance('gone')/root", "regex(., '[')", "area(.)"}
    assert ("form" in kinds) == (expression not in known)


def test_lists_that_only_the_phone_has_are_not_checked():
    body = '<select1 ref="/d/a"><itemset nodeset="instance(\'far\')/root/item"><value ref="name"/></itemset></select1>'
    odd = '<select1 ref="/d/a"><itemset nodeset="1"/></select1>'
    for controls in (body, odd):
        definition = form('<bind nodeset="/d/a" type="string"/>', "<d><a/></d>", body=controls)
        assert found(definition, "<d><a>anything</a></d>") == []


def test_a_condition_that_cannot_be_known_shows_the_question():
    definition = form('<bind nodeset="/d/a" relevant="foo()" required="foo()"/>', "<d><a/></d>")
    assert found(definition, "<d><a/></d>") == [("form", "a"), ("form", "a")]


def test_constant_false_hides_and_pulldata_looks_up():
    more = '<instance id="l"><root><item><k>1</k><v>one</v></item></root></instance>'
    binds = """<bind nodeset="/d/a" relevant="false()"/>
      <bind nodeset="/d/b" constraint="pulldata('l', 'v', 'k', .) = 'one'"/>"""
    definition = form(binds, "<d><a/><b/></d>", more=more)
    assert found(definition, "<d><a/><b>1</b></d>") == []
    assert found(definition, "<d><a>1</a><b>2</b></d>") == [("not_asked", "a"), ("constraint", "b")]


def test_a_hidden_group_around_a_hidden_question():
    binds = """<bind nodeset="/d/g/t" relevant="/d/a = 'y'"/><bind nodeset="/d/g" relevant="/d/a = 'y'"/>
      <bind nodeset="/d/b" relevant="/d/g/t = '1'"/>"""
    definition = form(binds, "<d><a/><g><t/><u/></g><b/></d>")
    xml = "<d><a>n</a><g><t>1</t><u>2</u></g><b>3</b></d>"
    assert found(definition, xml) == [("not_asked", "g/t"), ("not_asked", "b")]


def test_indexed_repeat_takes_the_wanted_row():
    binds = """<bind nodeset="/d/a" calculate="indexed-repeat(/d/r/p, /d/r, 2)"/>
      <bind nodeset="/d/b" calculate="indexed-repeat(/d/r/p, /d/r, 7)"/>"""
    body = '<group><repeat nodeset="/d/r"/></group>'
    definition = form(binds, "<d><a/><b/><r><p/></r></d>", body=body)
    rows = "<r><p>one</p></r><r><p>two</p></r>"
    assert found(definition, f"<d><a>two</a><b/>{rows}</d>") == []
    assert found(definition, f"<d><a>one</a><b>x</b>{rows}</d>") == [
        ("calculated", "a"),
        ("calculated", "b"),
    ]


def test_a_bind_of_another_instance_is_left_alone():
    assert (
        found(form('<bind nodeset="/x/a" required="true()"/>', "<d><a/></d>"), "<d><a/></d>") == []
    )


def test_no_finding_with_an_unchecked_function_in_a_group():
    definition = form(
        '<bind nodeset="/d/g" required="true()" calculate="1"/>', "<d><g><t/></g></d>"
    )
    assert found(definition, "<d><g><t>1</t></g></d>") == []


def test_every_kind_has_a_sentence():
    for kind in Kind:
        finding = rules.Finding(kind, "/d/a", "a", "x")
        assert "姓名" in str(rules.reason(finding, label="姓名", said=""))
        stored = rules.as_json(finding, label="", said="")
        assert stored["place"] == "a"
        assert stored["kind"] == kind.value
    assert told.NO_WORDS in str(
        rules.reason(rules.Finding(Kind.CONSTRAINT, "/d/a", "a"), label="", said="")
    )
