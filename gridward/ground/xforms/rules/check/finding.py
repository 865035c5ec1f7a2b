"""What is wrong with one answer."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with one answer."""

    MISSING = "missing"
    CONSTRAINT = "constraint"
    NOT_ASKED = "not_asked"  # answered though the question does not apply
    TYPE = "type"  # no number, no date
    CHOICE = "choice"  # not among the choices
    CALCULATED = "calculated"  # differs from what the form computes
    UNKNOWN = "unknown"  # a question that the form does not have
    FORM = "form"  # the form's own expression cannot be read
    LARGE = "large"  # more answers than can be checked
    DIFFERS = "differs"  # from what the form computes here and now; no mistake of the sender
    ROWS = "rows"  # more or fewer rows of a repeat than the form counts


# Told beside the submission; they do not give it back to the sender, who could do nothing.
MILD = frozenset({Kind.DIFFERS, Kind.ROWS, Kind.FORM})


@dataclass(frozen=True, slots=True)
class Finding:
    """`question` is the absolute path in the form, `place` the same with row numbers."""

    kind: Kind
    question: str
    place: str
    detail: str = ""

    @property
    def mild(self) -> bool:
        """Whether it leaves the submission in order."""
        return self.kind in MILD
