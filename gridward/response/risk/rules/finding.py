"""What is wrong with a policy pack, and where."""

from dataclasses import dataclass

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a file with a line (``table.csv:4``), or an example."""

    where: str
    reason: Reason
