"""Pages of the risk room."""

from gridward.response.risk.views.area_history import area, area_map, area_set, area_timeline
from gridward.response.risk.views.areas import area_list, areas, upload
from gridward.response.risk.views.editions import compare, edit, table, try_person, workbook
from gridward.response.risk.views.explaining import (
    answer,
    explain,
    explain_paper,
    object_to,
    objection,
    objections,
)
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
from gridward.response.risk.views.zone_drawing import draw_zone
from gridward.response.risk.views.zones import (
    decide_zone,
    extend_zone,
    note_zone,
    zone,
    zone_map,
    zone_notice,
    zones,
)

__all__ = [
    "adoption", "answer", "area", "area_list", "area_map", "area_set", "area_timeline", "areas",
    "classification", "compare", "confirm", "confirm_many", "decide_zone", "draw_zone", "edit",
    "explain", "explain_paper", "extend_zone", "judge", "note_zone", "object_to", "objection",
    "objections", "override", "policies", "policy", "proposals", "retire", "run", "run_paper",
    "run_people", "run_progress", "runs", "stop_run", "table", "try_out", "try_person", "upload",
    "withdraw", "workbook", "zone", "zone_map", "zone_notice", "zones",
]  # fmt: skip
