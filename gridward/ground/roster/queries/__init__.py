"""Reading the register."""

from gridward.ground.roster.queries.fields import columns_of, needs_of
from gridward.ground.roster.queries.households import (
    household_by_code,
    households_visible_to,
    ids_by_code,
    in_force,
)
from gridward.ground.roster.queries.imports import (
    head_of,
    imports_visible_to,
    rows_visible_to,
    running_imports,
)
from gridward.ground.roster.queries.people import (
    enterprises_visible_to,
    households_at,
    other_registers,
    search,
    vehicles_visible_to,
    visible_to,
)
from gridward.ground.roster.queries.showing import (
    Shown,
    door_of,
    full,
    identify,
    identify_many,
    masked,
    open_person,
)

__all__ = [
    "Shown", "columns_of", "door_of", "enterprises_visible_to", "full", "head_of",
    "household_by_code", "households_at", "households_visible_to", "identify", "identify_many",
    "ids_by_code", "imports_visible_to", "in_force", "masked", "needs_of", "open_person",
    "other_registers", "rows_visible_to", "running_imports", "search", "vehicles_visible_to",
    "visible_to",
]  # fmt: skip
