"""One person or two? Records of any two sources compared, with reasons. Pure, no database."""

from gridward.ground.roster.rules.linkage.compare import Evidence, compare
from gridward.ground.roster.rules.linkage.decide import Ranked, decide, ranked
from gridward.ground.roster.rules.linkage.index import Index, link_all
from gridward.ground.roster.rules.linkage.keys import keys, keys_within, leads_home
from gridward.ground.roster.rules.linkage.profile import block
from gridward.ground.roster.rules.linkage.values import (
    NO_KIN,
    Agreement,
    Kin,
    Kind,
    Outcome,
    Record,
    Veto,
)
from gridward.ground.roster.rules.linkage.weights import Frequencies, Weights, current

__all__ = [
    "NO_KIN", "Agreement", "Evidence", "Frequencies", "Index", "Kin", "Kind", "Outcome", "Ranked",
    "Record", "Veto", "Weights", "block", "compare", "current", "decide", "keys", "keys_within",
    "leads_home", "link_all", "ranked",
]  # fmt: skip
