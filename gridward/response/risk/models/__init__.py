"""The tables of the risk room."""

from gridward.response.risk.models.area import AreaList, Sighting, SourceArea
from gridward.response.risk.models.classification import DECIDED, Classification
from gridward.response.risk.models.objection import Objection
from gridward.response.risk.models.policy import PolicyAdoption, PolicyEdition
from gridward.response.risk.models.run import JudgingRun, RunChange
from gridward.response.risk.models.stay import Stay
from gridward.response.risk.models.zone import Zone, ZoneEvidence, ZoneStage, ZoneUnit

__all__ = [
    "DECIDED", "AreaList", "Classification", "JudgingRun", "Objection", "PolicyAdoption",
    "PolicyEdition", "RunChange", "Sighting", "SourceArea", "Stay", "Zone",
    "ZoneEvidence", "ZoneStage", "ZoneUnit",
]  # fmt: skip
