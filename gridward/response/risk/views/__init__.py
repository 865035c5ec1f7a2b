"""Pages of the risk room."""

from gridward.response.risk.views.areas import area_list, areas, upload
from gridward.response.risk.views.policies import adoption, policies, policy, retire, withdraw
from gridward.response.risk.views.proposals import (
    classification,
    confirm,
    confirm_many,
    judge,
    override,
    proposals,
)
from gridward.response.risk.views.runs import (
    run,
    run_paper,
    run_people,
    run_progress,
    runs,
    stop_run,
    try_out,
)

__all__ = [
    "adoption", "area_list", "areas", "classification", "confirm", "confirm_many", "judge",
    "override", "policies", "policy", "proposals", "retire", "run", "run_paper", "run_people",
    "run_progress", "runs", "stop_run", "try_out", "upload", "withdraw",
]  # fmt: skip
