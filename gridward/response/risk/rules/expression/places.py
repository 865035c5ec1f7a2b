"""Which stays touch which source areas, and on which day they last counted."""

from typing import Any

import ibis

from gridward.response.risk.rules.areas import WIDTHS

MIN_TEXT = 3  # shorter area texts ("东区") say too little to be found in what people type


def begun(stays: Any, as_of: Any) -> Any:
    """The stays that have begun, with ``last``: the last day there, never after `as_of`."""
    known = stays.filter(stays.since.isnull() | (stays.since <= as_of))
    return known.mutate(last=ibis.least(known.until.fill_null(as_of), as_of))


def listed(areas: Any, as_of: Any) -> Any:
    """The areas in force on `as_of` or before."""
    known = areas.filter((areas.since <= as_of) & (areas.code != ""))
    return known.select(
        "area", "level", "whole", area_code="code", area_text="text", area_since="since",
        area_until="until",
    )  # fmt: skip


def visits(stays: Any, areas: Any, as_of: Any, levels: tuple[str, ...]) -> Any:
    """Each certain visit: stay, person, area, level, area_code, and ``on``, the day that counts.

    A stay is a visit when the area is a whole division that holds the place, or when the typed
    place names the listed part.
    """
    there = begun(stays, as_of)
    wanted = listed(areas, as_of)
    touching = there.join(
        holding(there, wanted.filter(wanted.level.isin(levels))), "code"
    )  # fmt: skip
    certain = touching.filter(touching.whole | _says(touching))
    return _exposed(certain, as_of)


def doubtful(stays: Any, areas: Any, as_of: Any) -> Any:
    """Each (person, stay, area) that may be a visit: the stay is too coarse, or only a part of
    its division is listed and nobody said which part they were in."""
    there = begun(stays, as_of)
    wanted = listed(areas, as_of)
    parts = there.join(holding(there, wanted.filter(~wanted.whole)), "code")
    part = _exposed(parts.filter(~_says(parts)), as_of)
    coarse = _exposed(there.join(_inside(there, wanted), "code"), as_of)
    columns = ("person", "stay", "area")
    return ibis.union(part.select(*columns), coarse.select(*columns), distinct=True)


def holding(there: Any, areas: Any) -> Any:
    """For each division somebody was in, the areas of the divisions that hold it.

    Joined on the distinct divisions, not on the stays: millions of stays have few of them.
    """
    codes = there.filter(there.code != "").select("code").distinct()
    prefixes = [
        codes.filter(codes.code.length() >= width).mutate(area_code=codes.code.substr(0, width))
        for width in WIDTHS
    ]
    return ibis.union(*prefixes).join(areas, "area_code")


def _inside(there: Any, areas: Any) -> Any:
    """For each division somebody was in, the areas of smaller divisions inside it."""
    codes = there.filter(there.code != "").select("code").distinct()
    prefixes = [
        areas.filter(areas.area_code.length() > width).mutate(code=areas.area_code.substr(0, width))
        for width in WIDTHS[:-1]
    ]
    return codes.join(ibis.union(*prefixes), "code")


def _says(touching: Any) -> Any:
    """Whether what somebody typed names the listed part (and so is no coarser than it)."""
    named = touching.text.contains(touching.area_text)
    return (touching.area_text.length() >= MIN_TEXT) & named


def _exposed(touching: Any, as_of: Any) -> Any:
    """Adds ``on``: the last day of the stay that counts for the area, and drops those that never
    meet. Leaving before the area was listed still counts while it is listed: cases there are found
    days after people were exposed."""
    lifted = touching.area_until
    current = lifted.isnull() | (lifted > as_of)
    # The day before it was lifted. Ibis takes date - interval for a date; DuckDB and PostgreSQL
    # make a timestamp of it, hence both casts.
    before = (lifted - ibis.interval(days=1)).cast("timestamp").cast("date")
    ends = ibis.least(touching.last, before)
    begins = ibis.greatest(touching.since.fill_null(touching.area_since), touching.area_since)
    met = touching.filter(current | (begins <= ends))
    return met.mutate(on=ibis.ifelse(current, touching.last, ends))
