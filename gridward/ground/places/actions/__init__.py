"""What is done with place names: ask, decide, learn, and keep the street's own register."""

from gridward.ground.places.actions.asking import ask_review
from gridward.ground.places.actions.deciding import decide, dismiss, undo_decision
from gridward.ground.places.actions.estate_deeds import undo_deed
from gridward.ground.places.actions.estate_lists import Outcome, import_estates
from gridward.ground.places.actions.estates import add_estate, change_estate, end_estate
from gridward.ground.places.actions.taking import release, take_next, undo_last
from gridward.ground.places.actions.withdrawing import withdraw

__all__ = [
    "Outcome", "add_estate", "ask_review", "change_estate", "decide", "dismiss", "end_estate",
    "import_estates", "release", "take_next", "undo_decision", "undo_deed", "undo_last", "withdraw",
]  # fmt: skip
