"""Reading the register."""

from gridward.ground.roster.queries.households import (
    household_by_code,
    households_visible_to,
    ids_by_code,
    in_force,
)

__all__ = ["household_by_code", "households_visible_to", "ids_by_code", "in_force"]
