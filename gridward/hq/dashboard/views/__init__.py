"""Pages of the headquarters."""

from gridward.hq.dashboard.views.bulletins import (
    bulletin,
    bulletin_docx,
    bulletin_xlsx,
    bulletins,
    edit,
    publish,
)
from gridward.hq.dashboard.views.console import console, map_data, screen, trend
from gridward.hq.dashboard.views.slots import close, delivery, receive, slots

__all__ = [
    "bulletin", "bulletin_docx", "bulletin_xlsx", "bulletins", "close", "console", "delivery",
    "edit", "map_data", "publish", "receive", "screen", "slots", "trend",
]  # fmt: skip
