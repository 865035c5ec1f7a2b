"""Words of this room, one file per noun."""

from gridward.response.canvass.choices.campaign import Kind, Unit, outcome_word, state_word
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
    "Channel", "Event", "ItemState", "Kind", "Outcome", "PartOfDay", "RoundState", "Standing",
    "Unit",
    "Verdict", "outcome_word", "state_word",
]  # fmt: skip
