"""Release: never by a machine, never by one person alone (domain 5.3, invariants 6 and 8)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gridward.core import clock
from gridward.core.decision import Decision, Reason
from gridward.response.care.rules import slots, states
from gridward.response.care.rules.profile import Profile

COVERED = frozenset({"recorded", "made_good"})


@dataclass(frozen=True, slots=True)
class SlotFact:
    """One slot: `recorder` is the user who wrote the reading."""

    day: date
    part: str
    state: str
    open_alarm: bool = False
    recorder: int | None = None


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A case as the release sees it; `started_at` bounds the slots that can be asked for."""

    state: str
    profile: Profile
    planned_release: date
    started_at: datetime
    slots: tuple[SlotFact, ...]
    exemptions: frozenset[str] = field(default=frozenset())
    proposed_by: int | None = None


def owed(facts: ReleaseFacts, at: datetime) -> tuple[slots.Due, ...]:
    """The slots of the last days (`coverage_days` before today, and today's that are over)."""
    today = clock.local_date(at)
    first = today - timedelta(days=facts.profile.coverage_days)
    days = [first + timedelta(days=n) for n in range(facts.profile.coverage_days + 1)]
    return tuple(
        due
        for day in days
        for due in slots.of_day(facts.profile, day)
        if facts.started_at < due.end <= at
    )


def uncovered(facts: ReleaseFacts, at: datetime) -> int:
    """How many of the owed slots have no reading; one that was never created counts too."""
    known = {(each.day, each.part): each.state for each in facts.slots}
    # Time in hospital owes nothing here: those slots were dropped.
    states_owed = [known.get((due.day, due.part), "absent") for due in owed(facts, at)]
    return sum(state not in COVERED | {"dropped"} for state in states_owed)


def against_due(facts: ReleaseFacts, at: datetime) -> tuple[Reason, ...]:
    """Everything that speaks against release apart from who approves."""
    against: list[Reason] = []
    today = clock.local_date(at)
    if today < facts.planned_release and "early" not in facts.exemptions:
        left = (facts.planned_release - today).days
        against.append(Reason.of("The planned day is not reached: {days} days to go.", days=left))
    alarms = sum(each.open_alarm for each in facts.slots)
    if alarms:
        against.append(Reason.of("Abnormal readings not yet resolved: {count}.", count=alarms))
    gaps = uncovered(facts, at)
    if gaps and "coverage" not in facts.exemptions:
        against.append(Reason.of("Temperatures missing in the last days: {count}.", count=gaps))
    return tuple(against)


def due(facts: ReleaseFacts, at: datetime) -> Decision:
    """Whether an active case becomes due for release."""
    return Decision.unless(
        [*states.move(facts.state, "due_for_release").because, *against_due(facts, at)]
    )


def propose(facts: ReleaseFacts, at: datetime, *, proposer: int | None) -> Decision:
    """Whether somebody may propose the release of a due case."""
    against = [*states.move(facts.state, "released").because, *against_due(facts, at)]
    if proposer is None:
        against.append(Reason.of("Only a person can propose a release."))
    return Decision.unless(against)


def release(facts: ReleaseFacts, at: datetime, *, approver: int | None) -> Decision:
    """Whether somebody may approve the release: another person than proposer and recorders."""
    against = [*states.move(facts.state, "released").because, *against_due(facts, at)]
    if approver is None:
        against.append(Reason.of("Only a person can release."))
    elif approver == facts.proposed_by:
        against.append(Reason.of("Who proposed the release cannot approve it."))
    elif approver in recorders(facts, at):
        against.append(Reason.of("Who took the last temperatures cannot approve the release."))
    if facts.proposed_by is None:
        against.append(Reason.of("Nobody has proposed the release yet."))
    return Decision.unless(against)


def recorders(facts: ReleaseFacts, at: datetime) -> frozenset[int]:
    """Who wrote the readings that the release rests on."""
    asked = {(due.day, due.part) for due in owed(facts, at)}
    return frozenset(
        each.recorder
        for each in facts.slots
        if each.recorder is not None and (each.day, each.part) in asked
    )


def ask(*, asked_by: int | None, reason: str, open_case: bool) -> Decision:
    """An exemption is asked for by a named person, with a reason, while the case is open."""
    against = []
    if not open_case:
        against.append(Reason.of("This case is closed."))
    if asked_by is None:
        against.append(Reason.of("An exemption needs two named people."))
    if not reason.strip():
        against.append(Reason.of("Say why the exemption is needed."))
    return Decision.unless(against)


def grant(*, asked_by: int, granted_by: int | None) -> Decision:
    """It is granted by a second named person."""
    if granted_by is None:
        return Decision.no(Reason.of("An exemption needs two named people."))
    if granted_by == asked_by:
        return Decision.no(Reason.of("Who asked for the exemption cannot grant it."))
    return Decision.yes()
