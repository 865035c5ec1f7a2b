"""Pages of the risk room."""

from gridward.response.risk.views.areas import area_list, areas, upload
from gridward.response.risk.views.policies import policies, policy
from gridward.response.risk.views.proposals import (
    classification,
    confirm,
    confirm_many,
    judge,
    override,
    proposals,
)

__all__ = [
    "area_list", "areas", "classification", "confirm", "confirm_many", "judge", "override",
    "policies", "policy", "proposals", "upload",
]  # fmt: skip
