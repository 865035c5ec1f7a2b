"""Asking about risk: classes, policies in force, source areas."""

from gridward.response.risk.queries.areas import (
    area_index,
    areas_found,
    areas_in_force,
    areas_visible_to,
    level_counts,
    list_lines,
    lists_visible_to,
)
from gridward.response.risk.queries.classifications import (
    classification,
    counts,
    current_for,
    history_of,
    pack_for,
    protocol,
    stays_of,
    visible_to,
    waiting,
)
from gridward.response.risk.queries.lines import exportable, filtered, lines
from gridward.response.risk.queries.policies import (
    adoption,
    adoptions_in_force,
    adoptions_visible_to,
    nearest,
    pack_of,
    policy_in_force,
    shipped,
    shipped_pack,
    term_of,
    texts_of,
)
from gridward.response.risk.queries.policy_lines import (
    AdoptionLine,
    adoption_lines,
    pack_line,
    pack_lines,
    places_to_adopt,
    policy_for,
    row_lines,
)

__all__ = [
    "AdoptionLine", "adoption", "adoption_lines", "adoptions_in_force", "adoptions_visible_to",
    "area_index", "areas_found", "areas_in_force", "areas_visible_to", "classification", "counts",
    "current_for", "exportable", "filtered", "history_of", "level_counts", "lines", "list_lines",
    "lists_visible_to", "nearest", "pack_for", "pack_line", "pack_lines", "pack_of",
    "places_to_adopt", "policy_for", "policy_in_force", "protocol", "row_lines", "shipped",
    "shipped_pack", "stays_of", "term_of", "texts_of", "visible_to", "waiting",
]  # fmt: skip
