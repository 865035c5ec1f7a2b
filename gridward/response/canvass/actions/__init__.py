"""The deeds of campaigns and rounds, one file per noun."""

from gridward.response.canvass.actions.attempt import Entry, Result, record_attempts
from gridward.response.canvass.actions.campaign import begin_campaign
from gridward.response.canvass.actions.closing import close_with_gaps, seal_of
from gridward.response.canvass.actions.note import (
    note_declarations,
    note_visits,
)
from gridward.response.canvass.actions.reaching import remind_helpers, send_to_doors
from gridward.response.canvass.actions.reporting import chase, hand_in
from gridward.response.canvass.actions.round import add_household, close_round, open_round, recount
from gridward.response.canvass.actions.work import end_team, form_team, split_work, undo_split

__all__ = [
    "Entry", "Result", "add_household", "begin_campaign", "chase", "close_round",
    "close_with_gaps", "end_team", "form_team", "hand_in", "note_declarations",
    "note_visits", "open_round", "record_attempts", "recount",
    "remind_helpers", "seal_of", "send_to_doors", "split_work", "undo_split",
]  # fmt: skip
