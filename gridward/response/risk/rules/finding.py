"""What is wrong with a policy pack, and where."""

from dataclasses import dataclass

from gridward.core.decision import Reason

NOTHING = Reason("")


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a file with a line (``table.csv:4``), or an example; `column` and `value` the
    cell; `todo` what to do. A finding that is not `fatal` is advice: the pack can be used."""

    where: str
    reason: Reason
    column: str = ""
    value: str = ""
    todo: Reason = NOTHING
    fatal: bool = True
