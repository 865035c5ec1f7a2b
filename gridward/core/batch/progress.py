"""How far a snapshot or a run is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` parts, the one done last, and its rows."""

    done: int
    total: int
    part: str
    rows: int


Say = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """For those who do not ask."""
