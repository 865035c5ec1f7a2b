"""What a check of one value answers."""

from dataclasses import dataclass
from typing import Self

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """One value after its check: normalised, with what is wrong, or only doubtful, about it.

    A wrong value is refused; a doubtful one is kept with a flag.
    """

    value: str
    wrong: Reason | None = None
    doubt: Reason | None = None

    @classmethod
    def no(cls, value: str, because: Reason) -> Self:
        return cls(value, because)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one cell of a list: the column of the file, its value, and what to do."""

    column: str
    value: str
    reason: Reason

    def as_json(self) -> dict[str, object]:
        return {"column": self.column, "value": self.value, "reason": self.reason.as_json()}
