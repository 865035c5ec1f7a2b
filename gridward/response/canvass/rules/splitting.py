"""Sharing out open doors: whole staircases, neighbours together, about as many for each. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gridward.core.decision import Decision, Reason

TEAM_SIZE = 3  # R12 三人工作小组: exactly three for each big grid


@dataclass(frozen=True, slots=True)
class Stair:
    """One staircase in walking order: its key, its open doors, who has it now, and who may."""

    key: tuple[str, str]  # path, name
    doors: int
    hand: int | None
    hands: frozenset[int]


def share_out(stairs: Sequence[Stair]) -> dict[tuple[str, str], int]:
    """``key -> user id`` for every staircase somebody may walk.

    Staircases that the same people may walk are cut into runs of neighbours, one for each person,
    after those that fewer people may walk; who already has much gets less. Within one group of
    people who began with nothing nobody is further from the mean than the longest staircase; what
    is as fair already stays as it is.
    """
    groups: dict[frozenset[int], list[Stair]] = {}
    for stair in stairs:
        if stair.hands:
            groups.setdefault(stair.hands, []).append(stair)
    loads: dict[int, int] = {}
    given: dict[tuple[str, str], int] = {}
    for hands in sorted(groups, key=lambda hands: (len(hands), sorted(hands))):
        given |= _runs(groups[hands], hands, loads)
    return given


def _runs(
    stairs: list[Stair], hands: frozenset[int], loads: dict[int, int]
) -> dict[tuple[str, str], int]:
    given = _cut(stairs, hands, loads)
    before = {hand: loads.get(hand, 0) for hand in hands}
    kept = {stair.key: stair.hand for stair in stairs if stair.hand in hands}
    # Who has what is not changed for nothing: the same proposal twice would move doors to and fro.
    if len(kept) == len(stairs) and _spread(stairs, kept, before) <= _spread(stairs, given, before):
        given = kept
    for stair in stairs:
        loads[given[stair.key]] = loads.get(given[stair.key], 0) + stair.doors
    return given


def _cut(
    stairs: list[Stair], hands: frozenset[int], loads: Mapping[int, int]
) -> dict[tuple[str, str], int]:
    """One run of neighbours for each person, as long as the room they have."""
    order = _by_present_place(stairs, hands)
    room = _room([loads.get(hand, 0) for hand in order], sum(stair.doors for stair in stairs))
    ends, given, gone = list(accumulate(room)), {}, 0
    for stair in stairs:
        middle = gone + stair.doors / 2
        given[stair.key] = order[min(bisect_left(ends, middle), len(order) - 1)]
        gone += stair.doors
    return given


def _spread(
    stairs: list[Stair], given: Mapping[tuple[str, str], int], before: Mapping[int, int]
) -> int:
    total = dict(before)
    for stair in stairs:
        total[given[stair.key]] += stair.doors
    return max(total.values()) - min(total.values())


def _by_present_place(stairs: list[Stair], hands: frozenset[int]) -> list[int]:
    """People in the order in which they have doors now, so that few staircases change hands."""
    places: dict[int, list[int]] = {hand: [] for hand in hands}
    for index, stair in enumerate(stairs):
        if stair.hand in places:
            places[stair.hand].append(index)
    middle = {h: (sum(at) / len(at) if at else len(stairs)) for h, at in places.items()}
    return sorted(hands, key=lambda hand: (middle[hand], hand))


def _room(loads: Sequence[int], doors: int) -> list[float]:
    """How many doors each takes so that the least loaded are filled up to one level."""
    ordered = sorted(loads)
    level = min((doors + sum(ordered[:n])) / n for n in range(1, len(ordered) + 1))
    return [max(0.0, level - load) for load in loads]


def loads(stairs: Iterable[Stair], given: Mapping[tuple[str, str], int] | None = None
          ) -> dict[int | None, int]:  # fmt: skip
    """``user id -> open doors`` as things stand, or as they would by `given`; None is nobody's."""
    found: dict[int | None, int] = {}
    for stair in stairs:
        hand = stair.hand if given is None else given.get(stair.key, stair.hand)
        found[hand] = found.get(hand, 0) + stair.doors
    return found


def may_form(members: Sequence[int], able: Iterable[int]) -> Decision:
    """A team has exactly three different people, each of whom may record here (R12)."""
    against = []
    if len(members) != TEAM_SIZE or len(set(members)) != TEAM_SIZE:
        against.append(Reason.of("A team has exactly three different people."))
    if not set(members) <= set(able):
        against.append(Reason.of("A member has no post here that may record doors."))
    return Decision.unless(against)


def may_split(state: str, *, moves: int) -> Decision:
    """Work is split in a running round, when something changes hands."""
    against = []
    if state != "open":
        against.append(Reason.of("The round is closed."))
    if not moves:
        against.append(Reason.of("Everything is shared out fairly already."))
    return Decision.unless(against)


def may_undo(*, is_undone: bool, is_newest: bool) -> Decision:
    """Only the newest split of a place is taken back, once."""
    if is_undone:
        return Decision.no(Reason.of("This split was taken back already."))
    if not is_newest:
        return Decision.no(Reason.of("Take back the newer split first."))
    return Decision.yes()
