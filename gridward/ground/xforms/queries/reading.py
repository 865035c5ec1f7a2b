"""Forms read into memory, and the workbooks that ship with the project."""

import contextlib
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
    form = xform.read(text.encode())
    labels = {
        q.name: {choice.value: form.told(choice.labels) for choice in q.choices}
        for q in form.questions
    }
    return Reading(form, rules.read(form.root, labels, _lists(version, form.root)))


def _lists(version: Version, root: etree._Element) -> dict[str, Node]:
    """The lists that were uploaded with an edition and that its expressions look into."""
    addresses = {i.get("src", "") for i in root.iterfind("./head/model/instance")}
    names = {address.rpartition("/")[2] for address in addresses} - {""}
    files = Media.objects.filter(version=version, name__in=names, size__lte=lists.LARGEST)
    found = {}
    for name, content in files.values_list("name", "content") if names else ():
        with contextlib.suppress(lists.BadList):  # told when it was uploaded
            told = lists.read(name, bytes(content))
            if isinstance(told, etree._Element):
                found[name] = from_element(told)
            else:
                found[name] = from_rows(told)
    return found


@lru_cache(maxsize=8)
def shipped(name: str) -> bytes:
    """The XLSForm of a form that comes with the project (`SHIPPED`)."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (resources.files("gridward.ground.xforms") / "data" / f"{name}.xlsx").read_bytes()
