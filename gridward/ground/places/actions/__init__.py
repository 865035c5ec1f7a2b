"""What is done with place names: ask, decide, learn, and keep the street's own register."""

from gridward.ground.places.actions.asking import ask_review
from gridward.ground.places.actions.deciding import decide, dismiss, undo_decision
from gridward.ground.places.actions.taking import release, take_next, undo_last
from gridward.ground.places.actions.withdrawing import withdraw

__all__ = [
    "ask_review", "decide", "dismiss", "release", "take_next", "undo_decision", "undo_last",
    "withdraw",
]  # fmt: skip
