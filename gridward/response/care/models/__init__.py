"""The tables of the care room."""

from gridward.response.care.models.case import Case
from gridward.response.care.models.exemption import Exemption
from gridward.response.care.models.notice import Notice
from gridward.response.care.models.slot import Slot
from gridward.response.care.models.team import TeamMember

__all__ = ["Case", "Exemption", "Notice", "Slot", "TeamMember"]
