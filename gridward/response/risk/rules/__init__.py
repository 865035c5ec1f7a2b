"""Classes by policy: packs, areas, facts, proposals. Pure: no Django, no database."""

from gridward.response.risk.rules.areas import AreaIndex, exposure, match, significant
from gridward.response.risk.rules.classify import classify, deciding_row, proposal
from gridward.response.risk.rules.days import day_number, on_day, planned_release
from gridward.response.risk.rules.decide import TRANSITIONS, LegalBasis, adopt, decide, isolates
from gridward.response.risk.rules.facts import Vector, vector
from gridward.response.risk.rules.inputs import INPUTS
from gridward.response.risk.rules.pack import DEFAULT, Pack, Protocol, Row
from gridward.response.risk.rules.terms import Term, retire, withdraw
from gridward.response.risk.rules.values import (
    ISOLATING,
    LEVELS,
    MEASURES,
    Area,
    PersonFacts,
    Proposal,
    Stay,
    Visit,
)

__all__ = [
    "DEFAULT", "INPUTS", "ISOLATING", "LEVELS", "MEASURES", "TRANSITIONS", "Area", "AreaIndex",
    "LegalBasis", "Pack", "PersonFacts", "Proposal", "Protocol", "Row", "Stay", "Term", "Vector",
    "Visit", "adopt", "classify", "day_number", "decide", "deciding_row", "exposure", "isolates",
    "match", "on_day", "planned_release", "proposal", "retire", "significant", "vector", "withdraw",
]  # fmt: skip
