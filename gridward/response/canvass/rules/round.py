"""When a round may be opened, added to and closed, and what belongs to it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gridward.core.decision import Decision, Reason
from gridward.core.paths import covers
from gridward.response.canvass.choices import Kind, Outcome, RoundState, Unit, Verdict
from gridward.response.canvass.rules.kinds import KINDS

ROUND_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset(),
}
CLOCK_TOLERANCE = timedelta(minutes=10)  # phones' clocks differ; more is a wrong clock


@dataclass(frozen=True, slots=True)
class Spell:
    """The life of a round: since when it runs, and when it was closed."""

    opened_at: datetime
    closed_at: datetime | None
    kind: str = Kind.DOOR_SWEEP


def judge(spell: Spell, outcome: str, *, event_at: datetime, now: datetime) -> Decision:
    """Whether an attempt belongs to a round at all."""
    against = []
    if outcome not in (*KINDS[spell.kind].results, Outcome.TAKEN_BACK):
        against.append(Reason.of("{outcome} is no result of a visit.", outcome=outcome))
    if event_at > now + CLOCK_TOLERANCE:
        against.append(Reason.of("The time lies in the future. Check the clock of the phone."))
    if event_at < spell.opened_at:
        against.append(Reason.of("The visit was before this round began."))
    return Decision.unless(against)


def verdict_of(spell: Spell) -> Verdict:
    """What an attempt becomes that arrives now: a closed round keeps it and its figures stay."""
    return Verdict.RECORDED if spell.closed_at is None else Verdict.LATE


STILL_RUNNING = Reason.of("A round is still running here. Close it first.")
NOTHING: Mapping[Unit, Reason] = {
    Unit.HOUSEHOLD: Reason.of("There is no household here. Import the register first."),
    Unit.RENTAL: Reason.of("There is no rental here. Register the rentals first."),
    Unit.PERSON: Reason.of("There is nobody here of this age. Import the register first."),
    Unit.ENTERPRISE: Reason.of("There is no enterprise here. Import the register first."),
}


def may_open(
    path: str, running: Iterable[str], *, households: int, valid: Sequence[str],
    kind: str = Kind.DOOR_SWEEP,
) -> Decision:  # fmt: skip
    """One round of a kind at a time over one door, over at least one, with results that count.

    `households` is how many of the kind's unit there are.
    """
    against = []
    if any(covers(path, other) or covers(other, path) for other in running):
        against.append(STILL_RUNNING)
    if not households:
        against.append(NOTHING[KINDS[kind].unit])
    if not valid or not set(valid) <= {str(result) for result in KINDS[kind].results}:
        against.append(Reason.of("Say which results count as reached."))
    return Decision.unless(against)


def may_add(state: str, reason: str) -> Decision:
    """An addition is named: it has a reason and stands beside the frozen scope, not in it."""
    against = []
    if state != RoundState.OPEN:
        against.append(Reason.of("The round is closed."))
    if not reason.strip():
        against.append(Reason.of("Say why it is added."))
    return Decision.unless(against)


def may_close(state: str, unsettled: int, unit: str = Unit.HOUSEHOLD) -> Decision:
    """A round closes only when no door is open or to be visited again (domain 5.3)."""
    against = []
    if state != RoundState.OPEN:
        against.append(Reason.of("The round is closed already."))
    if unsettled:
        against.append(_left(unsettled, unit))
    return Decision.unless(against)


_LEFT: Mapping[str, str] = {
    Unit.HOUSEHOLD: "{count} households have no result yet.",
    Unit.RENTAL: "{count} rentals have no result yet.",
    Unit.PERSON: "{count} persons have no result yet.",
    Unit.ENTERPRISE: "{count} enterprises have no result yet.",
}


def _left(unsettled: int, unit: str) -> Reason:
    return Reason.of(_LEFT[unit], count=unsettled)


def may_close_with_gaps(
    state: str, unsettled: int, *, reason: str, signer: int | None, signed: str
) -> Decision:
    """Closing while doors are open is a named person's decision, with a reason and a signature.

    `signed` is the secret the signer showed; whether it is right is asked elsewhere.
    """
    against = []
    if state != RoundState.OPEN:
        against.append(Reason.of("The round is closed already."))
    elif not unsettled:
        against.append(Reason.of("There is no gap: close the round the ordinary way."))
    if not reason.strip():
        against.append(Reason.of("Say why these doors stay open."))
    if signer is None:
        against.append(Reason.of("Only a person can sign the list of gaps."))
    if not signed:
        against.append(Reason.of("Sign with your password."))
    return Decision.unless(against)
