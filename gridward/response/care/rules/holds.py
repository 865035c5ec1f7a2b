"""Closing an alarm."""

from gridward.core.decision import Decision, Reason


def resolve(*, open_alarm: bool, how: str, by: int | None) -> Decision:
    """Whether an abnormal reading may be closed: by a named person who says how it ended."""
    against = []
    if not open_alarm:
        against.append(Reason.of("No abnormal reading is open here."))
    if by is None:
        against.append(Reason.of("Only a person can close an abnormal reading."))
    if not how.strip():
        against.append(Reason.of("Say how it ended."))
    return Decision.unless(against)
