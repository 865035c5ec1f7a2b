"""Forms read into memory, and the workbooks that ship with the project."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from gridward.ground.xforms import rules
from gridward.ground.xforms.formats import xform
from gridward.ground.xforms.models import Version

SHIPPED = ("screening", "household_visit", "temperature_round")


_KEPT = 64  # read forms in memory


@dataclass(frozen=True, slots=True)
class Reading:
    """A version as people see it (`form`) and as the checks see it (`definition`)."""

    form: xform.XForm
    definition: rules.Definition


_readings: dict[tuple[int, str], Reading] = {}


_lock = threading.Lock()


def reading(version: Version) -> Reading:
    """The read form of a version; kept in memory, since an edition never changes."""
    key = (version.pk, version.md5)
    with _lock:
        found = _readings.get(key)
    if found is None:
        text = Version.objects.values_list("xform", flat=True).get(pk=version.pk)
        form = xform.read(text.encode())
        labels = {
            q.name: {choice.value: form.told(choice.labels) for choice in q.choices}
            for q in form.questions
        }
        found = Reading(form, rules.read(form.root, labels))
        with _lock:
            while len(_readings) >= _KEPT:
                _readings.pop(next(iter(_readings)))
            _readings[key] = found
    return found


@lru_cache(maxsize=8)
def shipped(name: str) -> bytes:
    """The XLSForm of a form that comes with the project (`SHIPPED`)."""
    if name not in SHIPPED:
        raise KeyError(name)
    return (resources.files("gridward.ground.xforms") / "data" / f"{name}.xlsx").read_bytes()
