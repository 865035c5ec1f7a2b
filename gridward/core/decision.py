"""What a rule answers: yes or no, and why.

A bare ``False`` is useless at a counter, so every rule returns a `Decision`. Reasons are English
message ids with named values; the page translates them (see `Reason.text`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: an English message id with ``{named}`` places and their values."""

    message: str
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, message: str, **values: object) -> Self:
        return cls(message, tuple(sorted(values.items())))

    def __str__(self) -> str:
        return self.message.format(**dict(self.values))

    def as_json(self) -> dict[str, object]:
        """``{"message": str, "values": {str: str | int | float | reason}}`` to be stored."""
        return {"message": self.message, "values": {k: _plain(v) for k, v in self.values}}


def _plain(value: object) -> object:
    if isinstance(value, Reason):
        return value.as_json()
    return value if isinstance(value, int | float) else str(value)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a rule; ``because`` says why not (or, where useful, why)."""

    allowed: bool
    because: tuple[Reason, ...] = field(default=())

    @classmethod
    def yes(cls, *because: Reason) -> Self:
        return cls(allowed=True, because=because)

    @classmethod
    def no(cls, *because: Reason) -> Self:
        return cls(allowed=False, because=because)

    @classmethod
    def unless(cls, reasons: Iterable[Reason]) -> Self:
        """Allowed when no reason against it was found."""
        against = tuple(reasons)
        return cls(allowed=not against, because=against)
