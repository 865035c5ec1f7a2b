"""The deeds of a door sweep, one file per noun."""

from gridward.response.canvass.actions.attempt import Entry, Result, record_attempts
from gridward.response.canvass.actions.note import note_declaration, note_declarations, note_visit
from gridward.response.canvass.actions.round import add_household, close_round, open_round, recount

__all__ = [
    "Entry", "Result", "add_household", "close_round", "note_declaration", "note_declarations",
    "note_visit", "open_round", "record_attempts", "recount",
]  # fmt: skip
