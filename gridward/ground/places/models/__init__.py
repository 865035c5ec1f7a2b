"""The tables of place names: the queue, what was learned from it, the street's own register."""

from gridward.ground.places.models.alias import Alias
from gridward.ground.places.models.deed import EstateDeed
from gridward.ground.places.models.estate import Estate
from gridward.ground.places.models.review import TEXT_LENGTH, PlaceReview

__all__ = ["TEXT_LENGTH", "Alias", "Estate", "EstateDeed", "PlaceReview"]
