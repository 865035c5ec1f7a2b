"""What is wrong with a row of a list."""

from dataclasses import dataclass

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class RowFinding:
    """`where` is the number of the row, or a key of the head; `fatal` when the row was left out."""

    where: str
    reason: Reason
    fatal: bool = True

    def as_json(self) -> dict[str, object]:
        return {"where": self.where, "fatal": self.fatal, **self.reason.as_json()}
