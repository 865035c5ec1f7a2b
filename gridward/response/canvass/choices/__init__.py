"""Words of this room, one file per noun."""

from gridward.response.canvass.choices.campaign import (
    CALLED,
    REACHED,
    VISITED,
    Kind,
    Unit,
    outcome_word,
    state_word,
)
from gridward.response.canvass.choices.group import CheckInKind, CheckInState
from gridward.response.canvass.choices.reconcile import (
    DiscrepancyKind,
    DiscrepancyState,
    Source,
)
from gridward.response.canvass.choices.report import Standing
from gridward.response.canvass.choices.round import (
    Channel,
    Event,
    ItemState,
    Outcome,
    PartOfDay,
    RoundState,
    Verdict,
)

__all__ = [
    "CALLED",
    "REACHED",
    "VISITED",
    "Channel",
    "CheckInKind",
    "CheckInState",
    "DiscrepancyKind",
    "DiscrepancyState",
    "Event",
    "ItemState",
    "Kind",
    "Outcome",
    "PartOfDay",
    "RoundState",
    "Source",
    "Standing",
    "Unit",
    "Verdict",
    "outcome_word",
    "state_word",
]  # fmt: skip
