"""What a door stands at, from everything known of it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gridward.response.canvass.choices import ItemState, Outcome, PartOfDay

UNSETTLED = (ItemState.OPEN, ItemState.ATTEMPTED)
SETTLED = (
    ItemState.DONE, ItemState.ABSENT, ItemState.REFUSED, ItemState.VACANT, ItemState.MOVED,
    ItemState.PROMISED, ItemState.EXEMPT,
)  # fmt: skip

# Any state may follow any other: results are corrected by newer ones, taken back, or arrive late
# and out of order. What is right in the end, `state_of` says from all facts together.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    state: frozenset(ItemState) - {state} for state in ItemState
}
VISITS_BEFORE_ABSENT = 2  # at different times of day (domain 5.3, Campaign item)
_NOON, _EVENING = 12, 18
BITS: Mapping[PartOfDay, int] = {
    PartOfDay.MORNING: 1, PartOfDay.AFTERNOON: 2, PartOfDay.EVENING: 4,
}  # fmt: skip


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


def tried(facts: Iterable[Fact]) -> int:
    """The parts of the day at which somebody was there and nobody answered, as bits (`BITS`)."""
    bits = 0
    for fact in _standing(facts):
        if fact.outcome == Outcome.ABSENT:
            bits |= BITS[PartOfDay(fact.part)]
    return bits


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
