"""Rhythm of contacts with vulnerable people, and what a rental must say. Pure."""

from datetime import date, timedelta

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.choices import ContactOutcome

LONGEST = 31  # days between two contacts


def next_due(on: date, every_days: int, outcome: str) -> date:
    """The day by which the next contact must be. Nobody answered, or help is needed: tomorrow."""
    if outcome in {ContactOutcome.NOT_REACHED, ContactOutcome.NEEDS}:
        return on + timedelta(days=1)
    return on + timedelta(days=every_days)


def is_late(due_on: date, today: date) -> bool:
    """Past its day."""
    return due_on < today


def may_name_helper(*, every_days: int, is_registered: bool, may_help: bool) -> Decision:
    """One named helper each, who may see the person, at a rhythm of 1 to 31 days (P22)."""
    against = []
    if is_registered:
        against.append(Reason.of("This person has a named helper already. End that first."))
    if not 1 <= every_days <= LONGEST:
        against.append(Reason.of("The rhythm is between 1 and {days} days.", days=LONGEST))
    if not may_help:
        against.append(Reason.of("The helper has no post here."))
    return Decision.unless(against)


def may_register_rental(*, is_registered: bool, rooms: int) -> Decision:
    """One entry for one dwelling, with at least one room."""
    against = []
    if is_registered:
        against.append(Reason.of("This dwelling is registered as a rental already."))
    if rooms < 1:
        against.append(Reason.of("A rental has at least one room."))
    return Decision.unless(against)


def may_move_out(since: date, until: date) -> Decision:
    """Nobody leaves before they came."""
    if until < since:
        return Decision.no(Reason.of("The tenant left before moving in."))
    return Decision.yes()
