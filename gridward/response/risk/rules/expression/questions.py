"""What is not certain: stays that may lie in a source area, places that nobody resolved."""

from typing import Any

import ibis

from gridward.response.risk.rules.expression.places import doubtful
from gridward.response.risk.rules.expression.tables import Tables

_NAMED = 3


def questions(tables: Tables, as_of: Any) -> Any:
    """One line for each stay that has to be asked about, schema `QUESTIONS`.

    `areas` counts the areas it may lie in and ``area_1`` .. ``area_3`` are those of the smallest
    numbers; 0 means that the place itself is not resolved. Such a stay is never taken for a visit.
    """
    day = as_of if hasattr(as_of, "delta") else ibis.literal(as_of, type="date")
    unsure = doubtful(tables.stays, tables.areas, day)
    each = ibis.window(group_by=[unsure.person, unsure.stay], order_by=unsure.area)
    placed = unsure.mutate(place=ibis.row_number().over(each).cast("int64"))
    asked = placed.group_by("person", "stay").aggregate(
        areas=placed.area.count().cast("int64"),
        **{f"area_{n + 1}": placed.area.max(where=placed.place == n) for n in range(_NAMED)},
    )
    nothing = ibis.literal(None, type="int64")
    stays = tables.stays.filter(tables.stays.code == "")
    unresolved = stays.select(
        "person", "stay", areas=ibis.literal(0, type="int64"),
        area_1=nothing, area_2=nothing, area_3=nothing,
    )  # fmt: skip
    return ibis.union(asked, unresolved)
