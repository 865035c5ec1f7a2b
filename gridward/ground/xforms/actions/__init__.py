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
from gridward.ground.xforms.actions.media import drop_media, put_media
from gridward.ground.xforms.actions.publish import (
    close,
    drop_draft,
    publish,
    put_into_force,
    reopen,
    share,
    withdraw,
)
from gridward.ground.xforms.actions.store import Fate, File, Item, Outcome
from gridward.ground.xforms.actions.upload import upload

__all__ = [
    "ACCEPTED", "Delivery", "Entry", "Fate", "File", "Item", "Outcome", "close", "drop_draft",
    "drop_media", "find_fault", "look", "note_export", "publish", "put_into_force", "put_media",
    "receive", "receive_public", "refile", "reopen", "share", "submit", "submit_many", "upload",
    "withdraw", "written",
]  # fmt: skip
