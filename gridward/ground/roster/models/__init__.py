"""The tables of the register, one file per noun."""

from gridward.ground.roster.models.case_text import CaseText
from gridward.ground.roster.models.correction import Correction
from gridward.ground.roster.models.declaration import Declaration
from gridward.ground.roster.models.enterprise import Enterprise, Place, Vehicle
from gridward.ground.roster.models.household import Household
from gridward.ground.roster.models.identity import MatchCandidate, MatchKey, Merge, Moved
from gridward.ground.roster.models.intake import Import, ImportRow
from gridward.ground.roster.models.person import Person
from gridward.ground.roster.models.pushed import PushedEntry
from gridward.ground.roster.models.rental import Rental, Tenant
from gridward.ground.roster.models.vulnerable import CareContact, Vulnerable

__all__ = [
    "CareContact", "CaseText", "Correction", "Declaration", "Enterprise", "Household", "Import",
    "ImportRow", "MatchCandidate", "MatchKey", "Merge", "Moved", "Person", "Place", "PushedEntry",
    "Rental", "Tenant", "Vehicle", "Vulnerable",
]  # fmt: skip
