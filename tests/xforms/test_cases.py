"""The table of cases (tests/xforms/cases): our evaluator, and web-forms' where it differs.

A case: ``is`` the expression, ``at`` the question it stands at (else ``/d/a``) and its ``row``,
``gives`` the text of its value, ``path`` the place of the question where rows are within rows.
Where web-forms gives another text, ``web_forms`` tells which and
``why``; the test fails when it gives anything else, also when the difference has gone.
"""

import json
import math
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree
from playwright.sync_api import Browser

from gridward.ground.xforms import rules
from gridward.ground.xforms.rules import functions
from gridward.ground.xforms.rules.lint.browser import UNKNOWN
from gridward.ground.xforms.rules.nodes import text_of
from tests.browsing import context_of
from tests.xforms.evaluating import AT

HERE = Path(__file__).parent
TABLES = {file.stem: json.loads(file.read_text()) for file in sorted(HERE.glob("cases/*.json"))}
HTML = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">'
    '<h:head><h:title>t</h:title><model odk:xforms-version="1.0.0">'
    "<instance>{data}</instance>{more}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
)

ANYWHERE = "https://localhost/"


def alike(left: str, right: str) -> bool:
    """Whether two texts are the same, or numbers that are as good as the same; NaN is empty."""
    if left == right or {left, right} == {"NaN", ""}:
        return True
    try:
        return math.isclose(float(left), float(right), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


@pytest.mark.parametrize("name", TABLES)
def test_our_evaluator(name):
    told = TABLES[name]["form"]
    root = etree.fromstring(
        f"<html><head><model><instance>{told['data']}</instance>{told.get('more', '')}</model>"
        f"</head><body>{told.get('body', '')}</body></html>"
    )
    definition, sent = rules.read(root, {}), etree.fromstring(told["data"])
    wrong = []
    for case in TABLES[name]["cases"]:
        value = rules.evaluate(
            definition, case["is"], sent, question=case.get("at", "/d/a"), row=case.get("row", 0),
            at=AT,
        )  # fmt: skip
        if not alike(text_of(value), case["gives"]):
            wrong.append(f"{case['is']}: {text_of(value)!r} instead of {case['gives']!r}")
    assert not wrong, "\n".join(wrong)


def forms(name: str) -> list[tuple[str, str, dict[str, Any]]]:
    """For each case a form that computes it, and the path of the question that does."""
    told, found = TABLES[name]["form"], []
    for case in TABLES[name]["cases"]:
        at = case.get("at", "/d/a")
        bind = f'<bind nodeset="{at}" type="string" calculate={quoteattr(case["is"])}/>'
        xml = HTML.format(
            data=told["data"], more=told.get("more", ""), binds=bind, body=told.get("body", "")
        )
        rows = at.rpartition("/")
        path = f"{rows[0]}[{case['row'] + 1}]/{rows[2]}" if "row" in case else at
        path = case.get("path", path)
        found.append((xml, path, case))
    return found


@pytest.fixture(scope="module")
def web_forms(chromium: Browser) -> Any:
    """A page with web-forms' engine, on the clock of the cases."""
    node = shutil.which("node")
    if node is None or not (HERE.parents[1] / "frontend/node_modules/@getodk").exists():
        pytest.skip("web-forms is not installed: npm ci in frontend/")
    script = subprocess.run(
        [node, str(HERE / "web_forms.mjs")], capture_output=True, text=True, check=True
    ).stdout
    context = context_of(chromium, timezone_id="Asia/Shanghai", locale="en-GB")
    page = context.new_page()
    page.clock.set_fixed_time(AT)
    page.route(ANYWHERE, lambda route: route.fulfill(body="<html></html>"))
    page.goto(ANYWHERE)  # a secure address: elsewhere browsers make no UUID
    page.add_script_tag(content=script, type="module")
    page.wait_for_function("!!globalThis.gwComputed")
    yield page
    context.close()


COMPUTED = """async (forms) => {
  const found = [];
  for (const [xml, path] of forms) {
    try { found.push((await gwComputed(xml))[path] ?? "(no such question)"); }
    catch (wrong) { found.push(`(${wrong.message ?? wrong})`); }
  }
  return found;
}"""


def computing(source: str) -> tuple[str, str]:
    """A form that computes this, and where."""
    data = "<data id='t'><a/><day>2020-02-01</day><m>2020-02-01T10:00:00.000+08:00</m></data>"
    bind = f'<bind nodeset="/data/a" type="string" calculate={quoteattr(source)}/>'
    return HTML.format(data=data, more="", binds=bind, body=""), "/data/a"


@pytest.mark.journey
def test_the_lint_knows_every_function_that_web_forms_lacks(web_forms):
    names = sorted(functions.KNOWN)
    told = web_forms.evaluate(COMPUTED, [computing(f"{name}()") for name in names])
    lacking = {n for n, said in zip(names, told, strict=True) if "is not defined" in said}
    assert lacking == set(UNKNOWN)


@pytest.mark.journey
def test_days_since_an_answer_open_in_web_forms(web_forms):
    since = "int(decimal-date-time(today()) - decimal-date-time(/data/day))"
    told = web_forms.evaluate(COMPUTED, [computing(since), computing("date(/data/m)")])
    assert told[0] == "19"
    assert not told[1].startswith("(")


@pytest.mark.journey
@pytest.mark.parametrize("name", TABLES)
def test_web_forms_differs_only_where_we_know(web_forms, name):
    given = forms(name)
    answers = web_forms.evaluate(COMPUTED, [[xml, path] for xml, path, _ in given])
    wrong = []
    for (_xml, _path, case), got in zip(given, answers, strict=True):
        expected = case.get("web_forms", case["gives"])
        if not (alike(got, expected) or (expected == "(error)" and got.startswith("("))):
            wrong.append(f"{case['is']}: web-forms gives {got!r}, the table says {expected!r}")
        elif "web_forms" in case and alike(got, case["gives"]):
            wrong.append(f"{case['is']}: web-forms differs no more")
    assert not wrong, "\n".join(wrong)
