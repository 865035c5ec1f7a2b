"""Text -> division code, with candidates and reasons. Pure: no Django, no database."""

from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.judge import ENOUGH, MARGIN
from gridward.ground.places.rules.match import Matcher
from gridward.ground.places.rules.text import normalise
from gridward.ground.places.rules.values import NOTHING, Candidate, Match, Verdict

__all__ = [
    "ENOUGH", "MARGIN", "NOTHING", "NOWHERE", "Candidate", "Gazetteer", "Match", "Matcher",
    "Verdict", "normalise",
]  # fmt: skip
