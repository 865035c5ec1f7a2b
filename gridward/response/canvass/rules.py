"""When a door is settled, when a round may close, and what coverage is. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from gridward.core.decision import Decision, Reason
from gridward.core.paths import covers
from gridward.response.canvass.choices import ItemState, Outcome, PartOfDay, RoundState, Verdict

UNSETTLED = (ItemState.OPEN, ItemState.ATTEMPTED)
SETTLED = (
    ItemState.DONE, ItemState.ABSENT, ItemState.REFUSED, ItemState.VACANT, ItemState.MOVED,
)  # fmt: skip
# Who lives there is known in these; "absent" and "refused" end the visits, not the question.
VALID = (ItemState.DONE, ItemState.VACANT, ItemState.MOVED)

# Any state may follow any other: results are corrected by newer ones, taken back, or arrive late
# and out of order. What is right in the end, `state_of` says from all facts together.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    state: frozenset(ItemState) - {state} for state in ItemState
}
ROUND_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset(),
}

VISITS_BEFORE_ABSENT = 2  # at different times of day (domain 5.3, Campaign item)
CLOCK_TOLERANCE = timedelta(minutes=10)  # phones' clocks differ; more is a wrong clock
_NOON, _EVENING = 12, 18


def part_of_day(local: datetime) -> PartOfDay:
    """Morning before 12, afternoon before 18, evening after; `local` is wall-clock time."""
    if local.hour < _NOON:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if local.hour < _EVENING else PartOfDay.EVENING


@dataclass(frozen=True, slots=True)
class Fact:
    """One attempt as the rules see it; `order` breaks ties of equal moments."""

    at: datetime
    outcome: str
    part: str
    order: int = 0


def state_of(facts: Iterable[Fact]) -> ItemState:
    """The state of a door from everything known of it, whatever the order it arrived in.

    The newest result by its own event time counts; a record that was synced late never overwrites
    a newer fact (domain 5.4, 26). A knock at a closed door says nothing against an earlier result.
    `taken_back` cancels the result that stood, or the last visit when there was none.
    """
    standing = _standing(facts)
    results = [fact.outcome for fact in standing if fact.outcome != Outcome.ABSENT]
    if results:
        return ItemState(results[-1])
    if not standing:
        return ItemState.OPEN
    parts = {fact.part for fact in standing}
    return ItemState.ABSENT if len(parts) >= VISITS_BEFORE_ABSENT else ItemState.ATTEMPTED


def _standing(facts: Iterable[Fact]) -> list[Fact]:
    standing: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (f.at, f.order)):
        if fact.outcome == Outcome.TAKEN_BACK:
            results = [old for old in standing if old.outcome != Outcome.ABSENT]
            for cancelled in (results or standing)[-1:]:
                standing.remove(cancelled)
        else:
            standing.append(fact)
    return standing


@dataclass(frozen=True, slots=True)
class Spell:
    """The life of a round: since when it runs, and when it was closed."""

    opened_at: datetime
    closed_at: datetime | None


def judge(spell: Spell, outcome: str, *, event_at: datetime, now: datetime) -> Decision:
    """Whether an attempt belongs to a round at all."""
    against = []
    if outcome not in Outcome:
        against.append(Reason.of("{outcome} is no result of a visit.", outcome=outcome))
    if event_at > now + CLOCK_TOLERANCE:
        against.append(Reason.of("The time lies in the future. Check the clock of the phone."))
    if event_at < spell.opened_at:
        against.append(Reason.of("The visit was before this round began."))
    return Decision.unless(against)


def verdict_of(spell: Spell) -> Verdict:
    """What an attempt becomes that arrives now: a closed round keeps it and its figures stay."""
    return Verdict.RECORDED if spell.closed_at is None else Verdict.LATE


def may_open(
    path: str, running: Iterable[str], *, households: int, valid: Sequence[str]
) -> Decision:
    """One round at a time over one door, over at least one household, with results that count."""
    against = []
    if any(covers(path, other) or covers(other, path) for other in running):
        against.append(Reason.of("A round is still running here. Close it first."))
    if not households:
        against.append(Reason.of("There is no household here. Import the register first."))
    if not valid or not set(valid) <= set(SETTLED):
        against.append(Reason.of("Say which results count as reached."))
    return Decision.unless(against)


def may_add(state: str, reason: str) -> Decision:
    """An addition is named: it has a reason and stands beside the frozen scope, not in it."""
    against = []
    if state != RoundState.OPEN:
        against.append(Reason.of("The round is closed."))
    if not reason.strip():
        against.append(Reason.of("Say why the household is added."))
    return Decision.unless(against)


def may_close(state: str, unsettled: int) -> Decision:
    """A round closes only when no door is open or to be visited again (domain 5.3)."""
    against = []
    if state != RoundState.OPEN:
        against.append(Reason.of("The round is closed already."))
    if unsettled:
        against.append(Reason.of("{count} households have no result yet.", count=unsettled))
    return Decision.unless(against)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many households stand in each state; unit: households (户)."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def of(self, states: Iterable[str]) -> int:
        return sum(self.counts.get(state, 0) for state in set(states))

    @property
    def unsettled(self) -> int:
        return self.of(UNSETTLED)

    def plus(self, other: Self) -> Self:
        states = self.counts.keys() | other.counts.keys()
        return type(self)({s: self.counts.get(s, 0) + other.counts.get(s, 0) for s in states})


@dataclass(frozen=True, slots=True)
class Coverage:
    """排查率 of one place: households with a valid result / households of the frozen scope.

    `added` are named additions: shown beside the rate, never in its denominator (domain 5.4, 10).
    """

    frozen: Tally
    added: Tally
    valid_results: tuple[str, ...]

    @property
    def denominator(self) -> int:
        return self.frozen.total

    @property
    def reached(self) -> int:
        return self.frozen.of(self.valid_results)

    @property
    def missing(self) -> int:
        return self.denominator - self.reached

    @property
    def rate(self) -> float | None:
        return self.reached / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        return percent(self.reached, self.denominator)

    @property
    def unsettled(self) -> int:
        """Households that keep the round from closing, additions included."""
        return self.frozen.unsettled + self.added.unsettled

    @property
    def added_reached(self) -> int:
        return self.added.of(self.valid_results)


def percent(part: int, whole: int) -> str:
    """``363, 388 -> "93.6 %"``: rounded half up, but 100 % only when nothing is missing."""
    if not whole:
        return "–"
    exact = Decimal(part) * 100 / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part < whole and shown >= 100:
        shown = Decimal("99.9")
    if part and not shown:
        shown = Decimal("0.1")
    return f"{shown} %"
