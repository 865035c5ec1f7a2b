"""Asking for places: matching, names of codes, the queue, what was learned, the own register."""

from gridward.ground.places.queries.aliases import alias_text, aliases_searched, aliases_visible_to
from gridward.ground.places.queries.estates import (
    Entry,
    deeds_visible_to,
    estates_searched,
    estates_visible_to,
    forget_registers,
    register,
    register_for,
)
from gridward.ground.places.queries.names import (
    Division,
    children,
    find,
    full_name,
    gazetteer,
    match,
    match_many,
    name_of,
)
from gridward.ground.places.queries.picking import (
    Option,
    below,
    kept_offline,
    picker,
    suggestions,
    way_to,
)
from gridward.ground.places.queries.quality import measured, settled, withdrawn
from gridward.ground.places.queries.reviews import (
    free_for,
    in_order,
    latest_of,
    same_text,
    searched,
    sitting,
    typed,
    visible_to,
    waiting,
)

__all__ = [
    "Division", "Entry", "Option", "alias_text", "aliases_searched", "aliases_visible_to", "below",
    "children", "deeds_visible_to", "estates_searched", "estates_visible_to", "find",
    "forget_registers", "free_for", "full_name", "gazetteer", "in_order", "kept_offline",
    "latest_of", "match", "match_many", "measured", "name_of", "picker", "register", "register_for",
    "same_text", "searched", "settled", "sitting", "suggestions", "typed", "visible_to", "waiting",
    "way_to", "withdrawn",
]  # fmt: skip
