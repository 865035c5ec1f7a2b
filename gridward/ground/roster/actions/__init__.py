"""Changing the register."""

from gridward.ground.roster.actions.intake import choose_columns, start, undo, upload
from gridward.ground.roster.actions.loading import load_households, load_persons
from gridward.ground.roster.actions.looking import look_up, note_export
from gridward.ground.roster.actions.running import run

__all__ = [
    "choose_columns", "load_households", "load_persons", "look_up", "note_export", "run", "start",
    "undo", "upload",
]  # fmt: skip
