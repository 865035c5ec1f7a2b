"""Pages of campaigns: the worker's phone pages and the desk's boards."""

from gridward.response.canvass.views.board import board
from gridward.response.canvass.views.close import close, close_with_gaps, gaps
from gridward.response.canvass.views.compare import compare
from gridward.response.canvass.views.doors import door, doors, sheet
from gridward.response.canvass.views.next import lists, next_best, note_next
from gridward.response.canvass.views.report import chase, register, report, reports
from gridward.response.canvass.views.rounds import add, opening, rounds
from gridward.response.canvass.views.today import record, today
from gridward.response.canvass.views.work import allotment, form_team, split, teams, undo

__all__ = [
    "add", "allotment", "board", "chase", "close", "close_with_gaps", "compare", "door", "doors",
    "form_team", "gaps", "lists", "next_best", "note_next", "opening", "record", "register",
    "report", "reports", "rounds", "sheet", "split", "teams", "today", "undo",
]  # fmt: skip
