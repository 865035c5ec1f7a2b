"""Changing the register."""

from gridward.ground.roster.actions.caring import end_help, name_helper, note_contact
from gridward.ground.roster.actions.case_texts import (
    change_stays,
    confirm_text,
    drop_text,
    reopen_text,
    take_texts,
)
from gridward.ground.roster.actions.correcting import (
    add_member,
    correct,
    leave,
    move,
    take_back,
)
from gridward.ground.roster.actions.deciding import accept, may_decide, reopen, return_, set_aside
from gridward.ground.roster.actions.intake import choose_columns, start, undo, upload
from gridward.ground.roster.actions.linking import (
    ask,
    different,
    hold,
    later,
    link_pushed,
    same,
    sides_of,
    take_back_match,
    take_next,
)
from gridward.ground.roster.actions.loading import load_households, load_persons
from gridward.ground.roster.actions.looking import look_up, note_export
from gridward.ground.roster.actions.merging import (
    change_for,
    hand_back,
    hand_over,
    merge,
    unmerge,
)
from gridward.ground.roster.actions.pairing import pair_up
from gridward.ground.roster.actions.previewing import preview, refused_rows
from gridward.ground.roster.actions.rematching import rematch_text
from gridward.ground.roster.actions.renting import (
    add_tenant,
    end_rental,
    move_out,
    note_rental_look,
    register_rental,
    take_pledge,
)
from gridward.ground.roster.actions.routing import reroute, reroute_text, route, route_many
from gridward.ground.roster.actions.running import run
from gridward.ground.roster.actions.seeking import seek, seek_household, seek_new, seek_soon

__all__ = [
    "accept",
    "add_member",
    "add_tenant",
    "ask",
    "change_for",
    "change_stays",
    "choose_columns",
    "confirm_text",
    "correct",
    "different",
    "drop_text",
    "end_help",
    "end_rental",
    "hand_back",
    "hand_over",
    "hold",
    "later",
    "leave",
    "link_pushed",
    "load_households",
    "load_persons",
    "look_up",
    "may_decide",
    "merge",
    "move",
    "move_out",
    "name_helper",
    "note_contact",
    "note_export",
    "note_rental_look",
    "pair_up",
    "preview",
    "refused_rows",
    "register_rental",
    "rematch_text",
    "reopen",
    "reopen_text",
    "reroute",
    "reroute_text",
    "return_",
    "route",
    "route_many",
    "run",
    "same",
    "seek",
    "seek_household",
    "seek_new",
    "seek_soon",
    "set_aside",
    "sides_of",
    "start",
    "take_back",
    "take_back_match",
    "take_next",
    "take_pledge",
    "take_texts",
    "undo",
    "unmerge",
    "upload",
]  # fmt: skip
