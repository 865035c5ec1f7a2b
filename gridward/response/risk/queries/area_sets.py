"""Area sets: everything that may matter on a day, under a version that names its content.

Two days, two servers and two imports with the same areas have the same version, so a run that names
its area set can be done again.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from gridward.response.risk.choices import Coverage
from gridward.response.risk.models import SourceArea

LOOK_BACK = timedelta(days=60)  # no measure of any protocol looks further back
SET_COLUMNS = ("area", "scheme", "level", "code", "whole", "text", "since", "until")
_TOLD = ("pk", "scheme", "level", "code", "coverage", "text", "valid_from", "valid_to")

AreaRow = tuple[int, str, str, str, bool, str, date, date | None]


@dataclass(frozen=True, slots=True)
class AreaSet:
    """The areas that may matter on a day; `rows()` gives them as `SET_COLUMNS` say.

    `version` is the SHA-256 over all of them but their numbers, which differ between servers.
    """

    on: date
    version: str
    count: int

    def rows(self) -> Iterator[AreaRow]:
        """The areas in the order of their content. ``text`` is without blanks."""
        return _rows(self.on)


def area_set_on(on: date) -> AreaSet:
    """The set of a day: what is in force, and what was lifted in the 60 days before. Areas whose
    place nobody knows are left out, since nothing can lie in them."""
    seen, count = hashlib.sha256(), 0
    for row in _rows(on):
        seen.update(repr(row[1:]).encode())
        count += 1
    return AreaSet(on, seen.hexdigest(), count)


def _rows(on: date) -> Iterator[AreaRow]:
    rows = SourceArea.objects.exclude(code="").filter(valid_from__lte=on)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on - LOOK_BACK))
    rows = rows.order_by("code", "key", "level", "scheme", "valid_from", "pk")
    for pk, scheme, level, code, coverage, text, since, until in rows.values_list(*_TOLD).iterator(
        chunk_size=10_000
    ):
        # What ends after the day is not known on that day: the set of a day never changes later.
        known = until if until is not None and until <= on else None
        whole = coverage == Coverage.WHOLE
        yield pk, scheme, level, code, whole, "".join(text.split()), since, known
