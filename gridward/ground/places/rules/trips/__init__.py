"""Journeys told in prose (case notices, call notes) -> words with a meaning -> proposed stays."""

from gridward.ground.places.rules.trips.lexicon import Lexicon
from gridward.ground.places.rules.trips.read import read
from gridward.ground.places.rules.trips.values import (
    DATES,
    PLACES,
    Label,
    Proposal,
    Reading,
    Span,
    When,
)

__all__ = ["DATES", "PLACES", "Label", "Lexicon", "Proposal", "Reading", "Span", "When", "read"]
