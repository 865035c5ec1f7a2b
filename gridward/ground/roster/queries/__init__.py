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

__all__ = [
    "columns_of", "head_of", "household_by_code", "households_visible_to", "ids_by_code",
    "imports_visible_to", "in_force", "needs_of", "rows_visible_to", "running_imports",
]  # fmt: skip
