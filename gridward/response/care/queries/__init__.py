"""Reading cases and slots."""

from gridward.response.care.queries.cases import (
    active,
    case_in_charge,
    due_for_release,
    names,
    start_facts,
    timeline,
    visible_to,
)
from gridward.response.care.queries.day import CHANNELS, day
from gridward.response.care.queries.figures import Completion, completion, counts
from gridward.response.care.queries.release import against_release, candidates, release_facts
from gridward.response.care.queries.slots import round_of, slots_due, slots_visible_to

__all__ = [
    "CHANNELS", "Completion", "active", "against_release", "candidates", "case_in_charge",
    "completion", "counts", "day", "due_for_release", "names", "release_facts", "round_of",
    "slots_due", "slots_visible_to", "start_facts", "timeline", "visible_to",
]  # fmt: skip
