"""Reading rounds, work and reports."""

from gridward.response.canvass.queries.board import (
    LENGTH,
    STATES,
    BoardLine,
    Place,
    campaigns_visible_to,
    coverage,
    history,
    items_visible_to,
    latest,
    missing,
    reach,
    round_for,
    scope_for,
    stair_coverage,
    total,
    touching,
    unsettled,
    visible_to,
)
from gridward.response.canvass.queries.comparing import Differing, changed, changes, earlier
from gridward.response.canvass.queries.reporting import (
    DayTotal,
    ReportLine,
    ToRegister,
    day_total,
    gap_counts,
    gaps_of,
    newest_reports,
    register_of,
    report_lines,
    reports_visible_to,
    to_register,
    walked,
)
from gridward.response.canvass.queries.revisit import Turns, next_best, turns, worded
from gridward.response.canvass.queries.work import (
    Load,
    Move,
    Proposal,
    able_to_record,
    allotment,
    people,
    proposal,
    splits_of,
    stairs,
    teams_visible_to,
)

__all__ = [
    "LENGTH", "STATES", "BoardLine", "DayTotal", "Differing", "Load", "Move", "Place", "Proposal",
    "ReportLine", "ToRegister", "Turns", "able_to_record", "allotment", "campaigns_visible_to",
    "changed", "changes", "coverage", "day_total", "earlier", "gap_counts", "gaps_of", "history",
    "items_visible_to", "latest", "missing", "newest_reports", "next_best", "people",
    "proposal", "reach", "register_of", "report_lines", "reports_visible_to",
    "round_for", "scope_for", "splits_of", "stair_coverage", "stairs", "teams_visible_to",
    "to_register", "total", "touching", "turns", "unsettled", "visible_to", "walked", "worded",
]  # fmt: skip
