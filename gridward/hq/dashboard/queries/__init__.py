"""Reading the console: live figures, slots, lists, bulletins."""

from gridward.hq.dashboard.queries.bulletins import bulletins_visible_to, named_in
from gridward.hq.dashboard.queries.console import (
    Table,
    links,
    pages_of_lines,
    table,
    trend,
)
from gridward.hq.dashboard.queries.issues import printed
from gridward.hq.dashboard.queries.lists import contents
from gridward.hq.dashboard.queries.slots import (
    before,
    deliveries_visible_to,
    figures_of,
    slots_of,
    slots_visible_to,
)
from gridward.hq.dashboard.queries.sources import gather, village_of

__all__ = [
    "Table", "before", "bulletins_visible_to", "contents", "deliveries_visible_to",
    "figures_of", "gather", "links", "named_in", "pages_of_lines", "printed",
    "slots_of", "slots_visible_to", "table", "trend", "village_of",
]  # fmt: skip
