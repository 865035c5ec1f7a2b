"""What changes forms and submissions; other rooms enter here."""

from gridward.ground.xforms.actions.delivery import (
    ACCEPTED,
    Delivery,
    Entry,
    receive,
    receive_public,
    submit,
    submit_many,
    written,
)
from gridward.ground.xforms.actions.fault import find_fault
from gridward.ground.xforms.actions.filing import refile
from gridward.ground.xforms.actions.look import look, note_export
from gridward.ground.xforms.actions.publish import close, publish
from gridward.ground.xforms.actions.store import Fate, File, Item, Outcome

__all__ = [
    "ACCEPTED", "Delivery", "Entry", "Fate", "File", "Item", "Outcome", "close", "find_fault", "look",
    "note_export", "publish", "receive", "receive_public", "refile", "submit", "submit_many",
    "written",
]  # fmt: skip
