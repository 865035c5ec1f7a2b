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
from gridward.ground.xforms.actions.devices import give_key, give_password, revoke
from gridward.ground.xforms.actions.discard import discard
from gridward.ground.xforms.actions.entities import (
    EntityRow,
    apply_entities,
    declare_entities,
    drop_entities,
    force_held,
    look_at,
    mirror_entities,
    note_delivery,
    prune_versions,
    put_entities,
    restore,
    settle,
)
from gridward.ground.xforms.actions.fault import find_fault
from gridward.ground.xforms.actions.filing import refile
from gridward.ground.xforms.actions.look import look, note_export
from gridward.ground.xforms.actions.media import drop_media, put_media
from gridward.ground.xforms.actions.paper import (
    begin_batch,
    check_sheet,
    print_sheets,
    type_sheet,
)
from gridward.ground.xforms.actions.plain import Plain, receive_plain
from gridward.ground.xforms.actions.publish import (
    close,
    drop_draft,
    publish,
    put_into_force,
    reopen,
    share,
    withdraw,
)
from gridward.ground.xforms.actions.queue import Taken, take_queue
from gridward.ground.xforms.actions.store import Fate, File, Item, Outcome
from gridward.ground.xforms.actions.trial import clear_trials, open_trial, receive_trial
from gridward.ground.xforms.actions.upload import upload

__all__ = [
    "ACCEPTED", "Delivery", "EntityRow", "Entry", "Fate", "File", "Item", "Outcome", "Plain",
    "Taken", "apply_entities", "begin_batch", "check_sheet", "clear_trials", "close",
    "declare_entities", "discard", "drop_draft", "drop_entities", "drop_media", "find_fault",
    "force_held", "give_key", "give_password", "look", "look_at", "mirror_entities",
    "note_delivery", "note_export", "open_trial", "print_sheets", "prune_versions", "publish",
    "put_entities", "put_into_force", "put_media", "receive", "receive_plain", "receive_public",
    "receive_trial", "refile", "reopen", "restore", "revoke", "settle", "share", "submit",
    "submit_many", "take_queue", "type_sheet", "upload", "withdraw", "written",
]  # fmt: skip
