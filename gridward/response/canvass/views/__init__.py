"""Pages of door sweeps: the worker's phone page and the desk's board."""

from gridward.response.canvass.views.doors import door, doors, sheet
from gridward.response.canvass.views.rounds import add, board, close, opening, rounds
from gridward.response.canvass.views.today import record, today

__all__ = [
    "add", "board", "close", "door", "doors", "opening", "record", "rounds", "sheet", "today",
]  # fmt: skip
