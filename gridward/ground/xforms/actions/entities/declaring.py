"""Lists that forms make: known from the moment the form is in force."""

from datetime import datetime

from gridward.core.errors import BadInput
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.entities.storing import declared
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.rules import entities as rules


def declare_entities(version: Version, *, at: datetime) -> None:
    """Make the lists and properties that an edition names. Raises `BadInput` with what is wrong."""
    plan = queries.plan_of(version)
    wrong = rules.flaws(plan)
    if wrong:
        raise BadInput(*wrong)
    for target in plan.targets:
        declared(target.list_name, target.properties.values(), at=at)
