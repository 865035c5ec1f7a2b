"""What differs from round to round (P10 第四轮网格化摸排). Pure."""

from collections.abc import Collection
from enum import StrEnum

from gridward.response.canvass.choices import ItemState


class Change(StrEnum):
    """How an item of this round stands to the same one of the earlier round."""

    LOST = "lost"  # reached then, not now
    MOVED = "moved"  # moved away since
    NEW = "new"  # not in the earlier round
    GONE = "gone"  # in the earlier round, not in this one
    CHANGED = "changed"  # another result
    GAINED = "gained"  # reached now, not then
    SAME = "same"


def change(before: str | None, now: str | None, valid: Collection[str]) -> Change:
    """`before` and `now` are states; None is "not in that round". At least one is given."""
    if before is None or now is None:
        return Change.NEW if before is None else Change.GONE
    if before == now:
        return Change.SAME
    if now == ItemState.MOVED:
        return Change.MOVED
    if (before in valid) == (now in valid):
        return Change.CHANGED
    return Change.GAINED if now in valid else Change.LOST
