"""Expressions beyond the table of cases: what cannot be read, and what cannot be known."""
# ruff: noqa: E501 - XML in one line reads best

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.rules import functions, xpath
from gridward.ground.xforms.rules.check.given import taken
from gridward.ground.xforms.rules.compiled import Code, State, woven
from gridward.ground.xforms.rules.definition import Formula
from gridward.ground.xforms.rules.functions.registry import TEXT, Function
from gridward.ground.xforms.rules.nodes import Node, Unknowable, from_xml, text_of
from tests.xforms.evaluating import AT, form, found, value


@pytest.mark.parametrize(
    "source",
    [
        "gone()", "if(1)", "true(1)", "count('x')", "$a", "a/odd::b", "(" * 80 + "1" + ")" * 80,
        "concat(1,, 2)", "translate('a')", "pulldata('l')", "a[", "regex('a')",
    ],
)  # fmt: skip
def test_what_cannot_be_read(source):
    with pytest.raises(xpath.BadExpression):
        value(source)


@pytest.mark.parametrize(
    "source",
    [
        "instance('far')/root/x", "pulldata('far', 'a', 'b', 'c')", "property('imei')", "lang('en')",
        "regex('a', '[')", "digest('a', 'CRC')", "digest('a', 'MD5', 'rot13')", "randomize('x')",
        "count(if(1 = 1, 'x', /d/a))",
    ],
)  # fmt: skip
def test_what_only_the_phone_knows(source):
    with pytest.raises(Unknowable):
        value(source)


def test_a_condition_that_cannot_be_evaluated_holds():
    bind = etree.tostring(
        etree.Element(
            "bind", nodeset="/d/a", constraint="regex(., '[')", calculate="regex(., '[')",
            relevant="regex(., '[')", required="regex(., '[')",
        )
    ).decode()  # fmt: skip
    assert found(form(bind, "<d><a/></d>"), "<d><a>1</a></d>") == []


def test_a_signed_message_is_taken_out_only_when_it_is_genuine():
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(
        key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ).decode()
    message = "430182109 张三".encode()
    signed = base64.b64encode(key.sign(message) + message).decode()
    forged = base64.b64encode(key.sign(message) + message[:-1]).decode()
    assert value(f"extract-signed('{signed}', '{public}')") == "430182109 张三"
    assert value(f"extract-signed('{forged}', '{public}')") == ""


def test_a_seed_gives_one_order_and_none_another_each_time():
    items = "".join(f"<i>{n}</i>" for n in range(40))
    xml = f"<d><a/>{items}</d>"
    assert value("join(' ', randomize(/d/i, 7))", xml) == value(
        "join(' ', randomize(/d/i, 7))", xml
    )
    assert value("join(' ', randomize(/d/i, 'x'))", xml) == value(
        "join(' ', randomize(/d/i, 0))", xml
    )
    orders = {text_of(value("join(' ', randomize(/d/i))", xml)) for _ in range(5)}
    assert len(orders) == 5


def test_choice_names_versions_and_random_texts():
    assert value("jr:choice-name('y', '/d/a')") == "是"
    assert value("jr:choice-name('q', '/d/a')") == ""
    assert value("version()", '<d version="7"><a/></d>') == "7"
    assert len(text_of(value("uuid(8)"))) == 8
    assert value("string-length(uuid())") == 36.0


def test_what_goes_wrong_inside_is_unknowable():
    def broken(_node: Node, _state: State) -> str:
        raise OverflowError("too large")

    formula = Formula("x", code=Code(broken))
    state = taken(form("", "<d/>"), etree.fromstring("<d/>"), AT)[0]
    with pytest.raises(Unknowable):
        formula.value(state.document, state)
    assert Formula("true()", constant=True).value(state.document, state) is True


def test_moments_without_an_offset_and_places_of_attributes():
    assert value("decimal-date-time('2020-02-10T12:00:00')") == 18302.5
    assert value("position(/d/@id)", '<d id="f"><a/></d>') == 0.0


STEPS = st.tuples(
    st.sampled_from(["", "", "", "descendant-or-self::", "following-sibling::", "preceding-sibling::",
                     "ancestor::", "descendant::", "following::", "preceding::", "self::"]),
    st.sampled_from(["g", "x", "y", "*", "d"]),
    st.sampled_from(["", "", "[1]", "[2]", "[last()]", "[position() < 3]", "[. = '1']", "[x = 2]"]),
).map("".join)  # fmt: skip
TREE = "<d><g><x>1</x><y>2</y><g><x>2</x><x>1</x></g></g><x>3</x><g><y>1</y><x>2</x></g><y/></d>"


@example(["descendant::x"], "/..")
@given(
    st.lists(STEPS | st.just("."), min_size=1, max_size=5),
    st.sampled_from(["", "/..", "/parent::*"]),
)
def test_ways_lead_where_libxml2_goes(steps, end):
    source = f"/d/{'/'.join(steps)}{end}"
    root = etree.fromstring(TREE)
    there = root.xpath(source)
    assert isinstance(there, list)
    top, document = from_xml(root), Node("")
    document.children.append(top)
    state = State(at=AT, document=document, rows=[], lists={}, labels={}, words={})
    got = woven(xpath.read(source).tree, {}).run(top, state)
    assert isinstance(got, list)
    order = {node: number for number, node in enumerate(root.iter())}
    mine = {node: number for number, node in enumerate(top.all())}
    assert [mine[node] for node in got] == [order[node] for node in there if node in order]


def test_texts_of_a_form_by_their_id():
    more = """<itext><translation lang="en"><text id="w"><value>Words</value></text></translation>
      <translation lang="zh" default="true()"><text id="w"><value form="image">x</value><value>话</value></text>
        <text id="p"><value form="image">x</value></text></translation></itext>"""
    definition = form("", "<d><a/></d>", more=more)
    assert definition.words == {"w": "话"}


def test_instances_may_be_empty():
    definition = form("", "<d><a/></d>", more='<instance id="e"/>')
    assert definition.lists == {}
    assert definition.outside == {}


def test_hidden_before_its_group_in_a_circle_is_told_once():
    binds = """<bind nodeset="/d/g" relevant="/d/g/t = 'x'"/>
      <bind nodeset="/d/g/t" relevant="false()"/>"""
    definition = form(binds, "<d><g><t/></g></d>")
    assert definition.circles == (("/d/g", "/d/g/t"),)
    assert found(definition, "<d><g><t>1</t></g></d>") == [("not_asked", "g/t")]


def test_numbers_of_arguments_are_told_in_words():
    once = Function("f", str, TEXT)
    assert once.refuses(0) == "f() needs 1 arguments"
    assert once.refuses(2) == "f() takes no more than 1 arguments"
    assert once.refuses(1) == ""
    assert {"if", "once", "coalesce", "current", "pulldata"} <= functions.KNOWN


def test_a_list_is_searched_once_for_each_column():
    rows = "".join(f"<item><k>{n % 100}</k><v>{n}</v></item>" for n in range(1_000))
    more = f'<instance id="l"><root><note/>{rows}</root></instance>'
    definition = form("", "<d><a/><b/></d>", more=more)
    sent = etree.fromstring("<d><a>7</a><b>9</b></d>")

    def ask(source: str) -> str:
        return text_of(rules.evaluate(definition, source, sent, question="/d/a", at=AT))

    assert ask("count(instance('l')/root/item[k = /d/a])") == "10"
    top = definition.lists["l"].children[0]
    assert top.index is not None
    assert set(top.index) == {("item", "k")}
    assert ask("instance('l')/root/item[k = '8'][2]/v") == "108"
    assert ask("count(instance('l')/root/item[k = current()/../a])") == "10"
    assert ask("count(instance('l')/root/item[k = /d/*])") == "20"
    assert ask("count(instance('l')/root/item[k[1] = '8'])") == "10"
    assert ask("count(instance('l')/root/item[if(k = '8', 'yes', 1 = 2)])") == "10"
