"""The interpreter of the light page, run by Node: ``ask([{"deed": "functions"}])``."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from gridward.ground.xforms.formats import xform
from gridward.ground.xforms.queries.light import made, nested
from gridward.ground.xforms.queries.reading import Reading
from gridward.ground.xforms.rules import read

SCRIPT = Path(__file__).with_name("light.mjs")


def node() -> str:
    """The program. On a desk without it these tests are left out; CI must have it."""
    found = shutil.which("node")
    if found is None:
        lacking = pytest.fail if os.environ.get("CI") else pytest.skip
        lacking("no Node on this machine")
    return str(found)


def ask(questions: list[dict[str, Any]]) -> list[Any]:
    """What the phone would say, in the order of the questions."""
    done = subprocess.run(
        [node(), str(SCRIPT)], input=json.dumps(questions), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def reading_of(root: etree._Element) -> Reading:
    """The reading of an XForm, also of one that is not published anywhere."""
    form = xform.read(etree.tostring(root))
    labels = {q.name: {c.value: form.told(c.labels) for c in q.choices} for q in form.questions}
    return Reading(form, read(form.root, labels))


def drawn(root: etree._Element) -> Any:
    """Its light page."""
    return made(reading_of(root), "zh")


def answers(root: etree._Element, repeats: Any) -> dict[str, Any]:
    return nested(root, repeats)
