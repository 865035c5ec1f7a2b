"""Asking about risk: classes, policies in force, source areas."""

from gridward.response.risk.queries.areas import (
    area_index,
    areas_in_force,
    areas_visible_to,
    lists_visible_to,
)
from gridward.response.risk.queries.classifications import (
    classification,
    counts,
    current_for,
    history_of,
    pack_for,
    protocol,
    visible_to,
    waiting,
)
from gridward.response.risk.queries.policies import (
    adoptions_in_force,
    adoptions_visible_to,
    pack_of,
    policy_in_force,
    shipped,
    shipped_pack,
    texts_of,
)

__all__ = [
    "adoptions_in_force", "adoptions_visible_to", "area_index", "areas_in_force",
    "areas_visible_to", "classification", "counts", "current_for", "history_of",
    "lists_visible_to", "pack_for", "pack_of", "policy_in_force", "protocol", "shipped",
    "shipped_pack", "texts_of", "visible_to", "waiting",
]  # fmt: skip
