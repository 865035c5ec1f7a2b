"""The tables of this room, one file per noun."""

from gridward.response.canvass.models.campaign import Campaign
from gridward.response.canvass.models.group import GroupChat, GroupCheckIn
from gridward.response.canvass.models.reconcile import Discrepancy, Reconciliation
from gridward.response.canvass.models.report import DailyReport, Gap, Signature
from gridward.response.canvass.models.round import Attempt, Round, RoundCounter, RoundItem
from gridward.response.canvass.models.work import Split, Team, TeamMember

__all__ = [
    "Attempt", "Campaign", "DailyReport", "Discrepancy", "Gap", "GroupChat", "GroupCheckIn",
    "Reconciliation", "Round", "RoundCounter", "RoundItem", "Signature", "Split", "Team",
    "TeamMember",
]  # fmt: skip
