"""The pages of place names."""

from gridward.ground.places.views.aliases import aliases, withdraw
from gridward.ground.places.views.estates import (
    deeds,
    end_estate,
    estate,
    estates,
    import_estates,
    new_estate,
    undo_deed,
)
from gridward.ground.places.views.picker import (
    county,
    own_area,
    suggest,
    suggest_to_anybody,
    tree,
)
from gridward.ground.places.views.quality import quality_report
from gridward.ground.places.views.queue import answer, queue, undo_last
from gridward.ground.places.views.reviews import decide, dismiss, review, reviews, undo

__all__ = [
    "aliases", "answer", "county", "decide", "deeds", "dismiss", "end_estate", "estate", "estates",
    "import_estates", "new_estate", "own_area", "quality_report", "queue", "review", "reviews",
    "suggest", "suggest_to_anybody", "tree", "undo", "undo_deed", "undo_last", "withdraw",
]  # fmt: skip
