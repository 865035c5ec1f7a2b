"""Classes by policy: packs, areas, facts, proposals. Pure: no Django, no database."""

from gridward.response.risk.rules.areas import AreaSet, significant
from gridward.response.risk.rules.days import day_number, on_day, planned_release
from gridward.response.risk.rules.decide import TRANSITIONS, LegalBasis, adopt, decide, isolates
from gridward.response.risk.rules.evaluate import classify, evaluate
from gridward.response.risk.rules.inputs import INPUTS
from gridward.response.risk.rules.pack import DEFAULT, Pack, Protocol, Row
from gridward.response.risk.rules.pack_file import check, parse_pack
from gridward.response.risk.rules.terms import Term, retire, withdraw
from gridward.response.risk.rules.values import (
    ISOLATING,
    LEVELS,
    MEASURES,
    Area,
    CodeSeen,
    Exposure,
    PersonFacts,
    Proposal,
    Report,
    Stay,
)

__all__ = [
    "DEFAULT", "INPUTS", "ISOLATING", "LEVELS", "MEASURES", "TRANSITIONS", "Area", "AreaSet",
    "CodeSeen", "Exposure", "LegalBasis", "Pack", "PersonFacts", "Proposal", "Protocol", "Report",
    "Row", "Stay", "Term", "adopt", "check", "classify", "day_number", "decide", "evaluate",
    "isolates", "on_day", "parse_pack", "planned_release", "retire", "significant", "withdraw",
]  # fmt: skip
