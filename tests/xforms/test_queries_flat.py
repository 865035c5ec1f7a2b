"""A row of the export says what the page of the submission says, however it was written."""
# ruff: noqa: E501 - one case a line reads best

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.actor import Actor, grants
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.queries.flat import Flat
from tests.make import forms as make

pytestmark = pytest.mark.django_db
NOBODY = Actor(user_id=1, name="x", grants=grants([Permission.SUBMISSIONS_VIEW], make.HQ))
FILL = {
    "plain": lambda xml: xml,
    "with a comment": lambda xml: xml.replace(b"<name>", b"<!-- <name>x</name> --><name>"),
    "with CDATA": lambda xml: xml.replace(b"<remark/>", b"<remark><![CDATA[<name>x</name>]]></remark>"),
    "in a namespace": lambda xml: xml.replace(b"<data ", b'<data xmlns="http://x.example/" '),
    "with entities": lambda xml: xml.replace("龙泉村".encode(), b"&#x9f99;&lt;name&gt;"),
    "with attributes": lambda xml: xml.replace(b"<name>", b'<name note="a>b">'),
    "with line breaks": lambda xml: xml.replace(b"><", b">\r\n<"),
    "meta first": lambda xml: xml.replace(b"<name>", b"<meta><name>x</name></meta><name>", 1),
}  # fmt: skip


def told_row(version, given, names):
    """What the page of the submission says, as one row."""
    row = []
    for name in names:
        value = given.get(name, "")
        if isinstance(value, list):
            inner = (queries.told(version, each, "zh") for each in value)
            row.append("；".join(" ".join(x.text for x in lines if x.text) for lines in inner))
        else:
            lines = queries.told(version, {name: value}, "zh")
            row.append(lines[0].text if lines else value)
    return row


@pytest.mark.parametrize("way", FILL)
@pytest.mark.parametrize("who", [Actor.system(), NOBODY])
def test_a_row_says_what_the_page_says(at, way, who):
    version = make.published(at)
    names = [name for name, _ in queries.columns(version, "zh")]
    trip = [{"place": "湖北", "transport": "train"}, {"place": "湖南省长沙市", "number": "=1+1"}]
    xml = FILL[way](make.xml(version, symptoms="fever cough", trip=trip))
    kept = actions.submit(
        version=version,
        xml=xml,
        attachments={},
        actor=Actor.resident(make.HQ),
        channel="self",
        at=at,
    )
    identified = who.may(Permission.PEOPLE_IDENTIFY, make.HQ)
    row = Flat(version, names, "zh").line(kept.xml, identified=identified)
    assert row == told_row(version, queries.answers_for(who, kept), names)
    assert ("张三丰" in row) is identified


def test_any_text_is_read_as_the_parser_reads_it(at):
    version = make.published(at)
    shape = queries.reading(version).form
    names = [name for name, _ in queries.columns(version, "zh")]
    flat = Flat(version, names, "zh")
    text = st.text(alphabet="<>&=\"'a张 \n;", max_size=12)

    @given(name=text, address=text, place=text)
    def same(name, address, place):
        xml = make.xml(version, name=name, address=address, trip=[{"place": place}])
        parsed = instance.answers(instance.read(xml).root, shape.repeats)
        assert flat.line(xml.decode(), identified=True) == told_row(version, parsed, names)

    same()
