"""A hand-written form, and what the evaluator says of it; shared by the tests of the rules."""

from datetime import UTC, datetime

from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.rules.nodes import Value

AT = datetime(2020, 2, 20, 1, tzinfo=UTC)


def form(binds: str, data: str, *, body: str = "", more: str = "") -> rules.Definition:
    """A definition of a hand-written XForm without namespaces."""
    model = f"<model><instance>{data}</instance>{more}{binds}</model>"
    inside = f"<head>{model}</head><body>{body}</body>"
    root = etree.fromstring(
        f'<html xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="o">{inside}</html>'
    )
    return rules.read(root, {"a": {"y": "是"}})


def found(definition: rules.Definition, xml: str) -> list[tuple[str, str]]:
    sent = etree.fromstring(xml)
    before = etree.tostring(sent)
    findings = rules.check(definition, sent, at=AT)
    assert etree.tostring(sent) == before, "the submission itself is never changed"
    return [(f.kind.value, f.place) for f in findings]


def value(expression: str, xml: str = "<d><a/><b/></d>", at: str = "/d/a") -> Value:
    """What `expression` gives at the question `a`."""
    return rules.evaluate(form("", xml), expression, etree.fromstring(xml), question=at, at=AT)
