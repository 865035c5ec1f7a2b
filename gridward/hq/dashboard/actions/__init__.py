"""The deeds of the console, one file per noun."""

from gridward.hq.dashboard.actions.bulletin import edit_bulletin, publish_bulletin
from gridward.hq.dashboard.actions.delivery import receive_list
from gridward.hq.dashboard.actions.slot import close_slot, mark_late, plan_slots

__all__ = [
    "close_slot", "edit_bulletin", "mark_late", "plan_slots", "publish_bulletin", "receive_list",
]  # fmt: skip
