"""The fields of an import's target, survey forms included."""

from collections.abc import Sequence

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.ground.roster.rules.columns import Column
from gridward.ground.roster.rules.targets import COLUMNS, NEEDS


def columns_of(target: str) -> Sequence[Column]:
    """What columns of a list for `target` can hold. Raises `BadInput` for an unknown target."""
    if target not in COLUMNS:
        raise BadInput(Reason.of("Say what the list holds."))
    return COLUMNS[target]


def needs_of(target: str) -> Sequence[Sequence[str]]:
    return NEEDS.get(target, ())


def form_targets(actor: Actor) -> list[tuple[str, str]]:
    """Survey forms into which a list can be brought."""
    return []
