"""What a function takes and gives."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from gridward.ground.xforms.rules.nodes import Value

# Kinds of arguments and results. A node-set is handed over as a list of nodes.
TEXT, NUMBER, TRUTH, NODES, ANY = "t", "n", "b", "x", "v"


@dataclass(frozen=True, slots=True)
class Function:
    """`takes`: the kinds of the arguments in order; `rest`: of those behind them, in turns.

    `least`: how many must be given (all of `takes` when -1). A call that is `inward` gets the state
    of the check and the node where the expression stands before its arguments.
    """

    name: str
    call: Callable[..., Value]
    takes: str = ""
    gives: str = ANY
    rest: str = ""
    least: int = -1
    inward: bool = False

    def refuses(self, count: int) -> str:
        """Why it cannot be called with so many arguments; empty when it can."""
        least = len(self.takes) if self.least < 0 else self.least
        if count < least:
            return f"{self.name}() needs {least} arguments"
        if not self.rest and count > len(self.takes):
            return f"{self.name}() takes no more than {len(self.takes)} arguments"
        return ""

    def kind(self, index: int) -> str:
        """The kind of one argument."""
        if index < len(self.takes):
            return self.takes[index]
        return self.rest[(index - len(self.takes)) % len(self.rest)]


def guarded(function: Callable[..., float]) -> Callable[..., float]:
    """The function with NaN where mathematics has no answer."""

    def call(*values: float) -> float:
        try:
            return float(function(*values))
        except (ValueError, OverflowError, ZeroDivisionError):
            return math.nan

    return call
