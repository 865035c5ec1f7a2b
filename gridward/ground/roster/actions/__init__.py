"""Changing the register."""

from gridward.ground.roster.actions.deciding import accept, may_decide, reopen, return_
from gridward.ground.roster.actions.intake import choose_columns, start, undo, upload
from gridward.ground.roster.actions.loading import load_households, load_persons
from gridward.ground.roster.actions.looking import look_up, note_export
from gridward.ground.roster.actions.previewing import preview, refused_rows
from gridward.ground.roster.actions.routing import reroute, reroute_text, route, route_many
from gridward.ground.roster.actions.running import run

__all__ = [
    "accept", "choose_columns", "load_households", "load_persons", "look_up", "may_decide",
    "note_export", "preview", "refused_rows", "reopen", "reroute", "reroute_text", "return_",
    "route", "route_many", "run", "start", "undo", "upload",
]  # fmt: skip
