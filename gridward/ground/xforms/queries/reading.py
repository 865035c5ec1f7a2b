"""Forms read into memory, and the workbooks that ship with the project."""

import contextlib
import re
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources

from lxml import etree

from gridward.ground.xforms import rules
from gridward.ground.xforms.formats import lists, xform
from gridward.ground.xforms.models import Media, Version
from gridward.ground.xforms.rules.lists import from_element, from_rows
from gridward.ground.xforms.rules.nodes import Node

SHIPPED = (
    "screening", "household_visit", "temperature_round", "rental_visit", "vaccination_call",
    "enterprise_visit", "task_result",
)  # fmt: skip


_KEPT = 64  # read forms in memory
_NAMED = re.compile(r"""\bsrc=["']jr://[^"']*?([^"'/]+)["']""")


@dataclass(frozen=True, slots=True)
class Reading:
    """A version as people see it (`form`) and as the checks see it (`definition`)."""

    form: xform.XForm
    definition: rules.Definition


_readings: dict[tuple[int, str, datetime], Reading] = {}


_lock = threading.Lock()


def reading(version: Version) -> Reading:
    """The read form of a version; kept in memory once it is in force, since then neither it nor its
    files change."""
    if version.published_at is None:
        return _read(version)
    key = (version.pk, version.md5, version.published_at)
    with _lock:
        found = _readings.get(key)
    if found is None:
        found = _read(version)
        with _lock:
            while len(_readings) >= _KEPT:
                _readings.pop(next(iter(_readings)))
            _readings[key] = found
    return found


def _read(version: Version) -> Reading:
    text = Version.objects.values_list("xform", flat=True).get(pk=version.pk)
    beside = _lists(version, text)
    short = {
        name: told for name, told in beside.items()
        if isinstance(told, etree._Element) or len(told) <= lists.SHORT
    }  # fmt: skip
    form = xform.read(text.encode(), short)
    labels = {
        q.name: {choice.value: form.told(choice.labels) for choice in q.choices}
        for q in form.questions
    }
    long = {name: _node(told) for name, told in beside.items() if name not in short}
    return Reading(form, rules.read(form.root, labels, long))


def _lists(version: Version, text: str) -> dict[str, lists.Rows | etree._Element]:
    """The lists that were uploaded with an edition and that it looks into."""
    names = {name for name in _NAMED.findall(text) if name.endswith(lists.SUFFIXES)}
    files = Media.objects.filter(version=version, name__in=names, size__lte=lists.LARGEST)
    found = {}
    for name, content in files.values_list("name", "content") if names else ():
        with contextlib.suppress(lists.BadList):  # told when it was uploaded
            found[name] = lists.read(name, bytes(content))
    return found


def _node(told: lists.Rows | etree._Element) -> Node:
    return from_element(told) if isinstance(told, etree._Element) else from_rows(told)


@lru_cache(maxsize=8)
def shipped(name: str) -> bytes:
    """The XLSForm of a form that comes with the project (`SHIPPED`)."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (resources.files("gridward.ground.xforms") / "data" / f"{name}.xlsx").read_bytes()
