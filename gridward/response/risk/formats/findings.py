"""What is wrong with a file, and where."""

from dataclasses import dataclass

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a file with a line (``table.csv:4``), a key, or the number of a list row."""

    where: str
    reason: Reason
    fatal: bool = True

    def as_json(self) -> dict[str, object]:
        return {"where": self.where, "fatal": self.fatal, **self.reason.as_json()}
