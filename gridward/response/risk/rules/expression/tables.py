"""The tables that a policy is judged on, and the table that comes out. Fixed schemas.

All dates are business dates (Asia/Shanghai). ``code`` holds the digits of a division that say
something, 2, 4, 6, 9 or 12 of them (42 = Hubei, 4201 = Wuhan ...), empty while nobody resolved
the place. Numbers are unique inside their table and below 10**18.
"""

from dataclasses import dataclass
from typing import Any

import ibis

PERSONS = {
    "person": "int64",
    "path": "string",  # where they are registered: "430182109/201/001/"
    "born": "date",
    "doses": "int64",  # of vaccine; null = not known
    "last_dose": "date",
    "worker": "string",  # kind of work under a rule of its own; empty = none
}
STAYS = {
    "stay": "int64",
    "person": "int64",
    "code": "string",
    "text": "string",  # as told, without blanks: it may name a part of a division
    "since": "date",
    "until": "date",  # the last day there; null = still there
}
EXPOSURES = {
    "exposure": "int64",
    "person": "int64",
    "kind": "string",  # close | secondary | casual | colocated
    "on": "date",
}
CODES = {
    "seen": "int64",
    "person": "int64",
    "colour": "string",  # as shown: red | yellow | grey | green ...; never computed by us
    "issuer": "string",
    "on": "date",
}
REPORTS = {  # of health; the newest of a person counts (by day, then by number)
    "report": "int64",
    "person": "int64",
    "on": "date",
    "temperature": "decimal(4, 1)",  # degrees Celsius; exact, so that 37.3 is 37.3 everywhere
    "symptoms": "string",  # "cough,fever"; empty = none
}
AREAS = {
    "area": "int64",
    "scheme": "string",
    "level": "string",
    "code": "string",
    "whole": "boolean",  # the whole division, or only the part that `text` names
    "text": "string",  # without blanks
    "since": "date",
    "until": "date",  # the first day on which it is no longer in force
}
CALENDAR = {"as_of": "date"}  # one row; only needed where the day is not known when compiling

JUDGEMENTS = {
    "person": "int64",
    "measure": "string",
    "row": "string",  # of the pack; "default" when no row holds
    "days": "int64",
    "starts_on": "date",  # the day the count starts from
    "ends_on": "date",  # the planned release, by `day_one` of the row
    "fact": "string",  # why: the fact that decided (one of `pack.INPUTS`), empty when none
    "source": "string",  # stay | exposure | code | report | person | (empty)
    "source_id": "int64",
    "happened_on": "date",
    "area": "int64",  # of a stay in a source area
    "code": "string",  # the division that matched
    "because": "string",  # all facts that the row asked for, see `evidence`
}
QUESTIONS = {
    "person": "int64",
    "stay": "int64",
    "areas": "int64",  # how many areas it may lie in; 0 = the place itself is not resolved
    "area_1": "int64",  # three of them, the smallest numbers
    "area_2": "int64",
    "area_3": "int64",
}
INPUT = {
    "persons": PERSONS, "stays": STAYS, "exposures": EXPOSURES, "codes": CODES,
    "reports": REPORTS, "areas": AREAS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tables:
    """One Ibis table for each input, of the schemas above; other columns are ignored."""

    persons: Any
    stays: Any
    exposures: Any
    codes: Any
    reports: Any
    areas: Any


def unbound(prefix: str = "") -> Tables:
    """Tables without data, to compile for any engine; their names are those of the fields."""
    return Tables(
        **{name: ibis.table(schema, name=prefix + name) for name, schema in INPUT.items()}
    )


def as_of() -> Any:
    """The day out of the table ``calendar``: one compiled text then serves every day."""
    day = ibis.table(CALENDAR, name="calendar").as_of.as_scalar()
    return day.cast("timestamp").cast("date")  # bare, Ibis writes its alias into other columns
