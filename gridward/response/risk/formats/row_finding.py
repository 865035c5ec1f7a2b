"""What is wrong with a row of a list."""

from dataclasses import dataclass

from gridward.core.decision import Reason

NOTHING = Reason("")


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One remark: which row and column, what stands there, why it matters, what to do.

    `where` is the row as people find it (``highlist 3.2``: list, entry, text; a line of a CSV; or
    a key of the head); `fatal` when the row cannot be kept.
    """

    where: str
    reason: Reason
    fatal: bool = True
    column: str = ""
    value: str = ""
    todo: Reason = NOTHING

    def as_json(self) -> dict[str, object]:
        """``{"where", "column", "value", "fatal", "message", "values", "todo"}`` to be stored."""
        told = self.todo.as_json() if self.todo != NOTHING else None
        return {
            "where": self.where, "column": self.column, "value": self.value[:200],
            "fatal": self.fatal, "todo": told, **self.reason.as_json(),
        }  # fmt: skip
