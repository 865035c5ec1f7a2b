"""The rules of rounds, doors, work and reports; one file per question. Pure."""

from gridward.response.canvass.rules.comparing import Change, change
from gridward.response.canvass.rules.coverage import Coverage, Tally, percent
from gridward.response.canvass.rules.door import (
    BITS,
    SETTLED,
    TRANSITIONS,
    UNSETTLED,
    VISITS_BEFORE_ABSENT,
    Fact,
    part_of_day,
    state_of,
    tried,
)
from gridward.response.canvass.rules.kinds import KINDS, VALID, KindRule
from gridward.response.canvass.rules.reporting import CUT_OFF, Told, may_report, standing
from gridward.response.canvass.rules.revisit import Turn, due_bits, proposed, turn
from gridward.response.canvass.rules.round import (
    CLOCK_TOLERANCE,
    NOTHING,
    ROUND_TRANSITIONS,
    STILL_RUNNING,
    Spell,
    judge,
    may_add,
    may_close,
    may_close_with_gaps,
    may_open,
    verdict_of,
)
from gridward.response.canvass.rules.splitting import (
    TEAM_SIZE,
    Stair,
    loads,
    may_form,
    may_split,
    may_undo,
    share_out,
)

__all__ = [
    "BITS", "CLOCK_TOLERANCE", "CUT_OFF", "KINDS", "NOTHING", "ROUND_TRANSITIONS", "SETTLED",
    "STILL_RUNNING", "TEAM_SIZE", "TRANSITIONS", "UNSETTLED", "VALID", "VISITS_BEFORE_ABSENT",
    "Change", "Coverage", "Fact",
    "KindRule", "Spell", "Stair", "Tally", "Told", "Turn", "change", "due_bits", "judge", "loads",
    "may_add", "may_close", "may_close_with_gaps", "may_form", "may_open", "may_report",
    "may_split", "may_undo", "part_of_day", "percent", "proposed", "share_out", "standing",
    "state_of", "tried", "turn", "verdict_of",
]  # fmt: skip
