"""What a match is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from gridward.core.decision import Reason
from gridward.ground.places.rules.parts import Parts, split
from gridward.ground.places.rules.register import Found


class Verdict(StrEnum):
    """What may be done with a match: use it, ask a person, or nothing was found."""

    ACCEPT = "accept"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A division that the text may mean. `score` only compares candidates of one text."""

    code: str
    level: int
    name: str
    full_name: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one text.

    `code` (12 digits), `level` (1 province .. 5 village) and `name` are those of the best
    candidate, empty and 0 when there is none. Only when `decision` is ``accept`` they may be used
    without a person. `certain` is the deepest division that holds all candidates: a risk rule that
    needs only the county may use it even while the village is in doubt. `rest` is what the text
    says beyond the place (3组12号), `parts` the same by element, `local` what the street's register
    knows of it. `confidence` lies in 0..1. Shared between equal texts, hence frozen.
    """

    code: str
    level: int
    name: str
    confidence: float
    decision: Verdict
    rest: str
    certain: str
    local: Found | None = None
    shown: Callable[[], tuple[Candidate, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What the text may mean, best first, with the reasons; worked out when asked."""
        return self.shown()

    @property
    def parts(self) -> Parts:
        """Road, number, estate, building, unit, floor and room in `rest`; worked out when asked."""
        return split(self.rest)


NOTHING = Match("", 0, "", 0.0, Verdict.NONE, "", "")
