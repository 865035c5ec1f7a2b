"""Scores every division found: its own hit, its ancestors' hits beside it, and the own area."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables

_IGNORED = 0.3  # what each plainly written name costs that a reading cannot explain
OWN_COUNTY = 0.55


@compiled
def rank(t: Tables, d: Desk, home: int) -> int:
    """Scores all divisions found; the slot of the best, NOWHERE for none."""
    _find_spans(d)
    best = NOWHERE
    for slot in range(d.counts[on.SLOTS]):
        if d.slots[slot, on.HEAD] != NOWHERE:
            _score(t, d, slot, home)
            if best == NOWHERE or comes_before(t, d, slot, best):
                best = slot
    return best


@compiled
def comes_before(t: Tables, d: Desk, one: int, other: int) -> bool:
    """Higher score first, then the larger division, then the lower number."""
    if d.scores[one, 0] != d.scores[other, 0]:
        return d.scores[one, 0] > d.scores[other, 0]
    a, b = d.slots[one, on.SLOT_NODE], d.slots[other, on.SLOT_NODE]
    if t.nodes[a, of.LEVEL] != t.nodes[b, of.LEVEL]:
        return t.nodes[a, of.LEVEL] < t.nodes[b, of.LEVEL]
    return a < b


@compiled
def holds(t: Tables, outer: int, inner: int) -> bool:
    """Whether `inner` is `outer` or lies in it."""
    return outer <= inner < t.nodes[outer, of.END]


@compiled
def at_level(t: Tables, node: int, level: int) -> int:
    """The ancestor (or self) of that level, NOWHERE when there is none."""
    while node != NOWHERE and t.nodes[node, of.LEVEL] != level:
        node = t.nodes[node, of.PARENT]
    return node


@compiled
def _find_spans(d: Desk) -> None:
    """Where a whole name with its ending is written as it should be."""
    d.counts[on.SPANS] = 0
    for hit in range(d.counts[on.HITS]):
        if d.hits[hit, on.PLAIN] and d.hits[hit, on.NODE] != NOWHERE:
            start, stop, known = d.hits[hit, on.START], d.hits[hit, on.STOP], False
            for span in range(d.counts[on.SPANS]):
                known = known or (d.spans[span, 0] == start and d.spans[span, 1] == stop)
            if not known:
                d.spans[d.counts[on.SPANS], 0] = start
                d.spans[d.counts[on.SPANS], 1] = stop
                d.counts[on.SPANS] += 1


@compiled
def _score(t: Tables, d: Desk, slot: int, home: int) -> None:
    """The best reading of one division; its hits come to `used`, deepest first."""
    node, trial = d.slots[slot, on.SLOT_NODE], on.MOST
    d.scores[slot, 0] = -9.0
    hit = d.slots[slot, on.HEAD]
    while hit != NOWHERE:
        d.used[trial, 0] = hit
        count = 1
        score = d.weights[hit] - 0.02 * t.entries[d.hits[hit, on.ENTRY], of.ENTRY_LEVEL]
        above = t.nodes[node, of.PARENT]
        while above != NOWHERE:
            gain, count = _support(t, d, above, trial, count)
            score += gain
            above = t.nodes[above, of.PARENT]
        former = t.entries[d.hits[hit, on.ENTRY], of.FORMER]
        if former != NOWHERE:
            score, count = _support_once(t, d, node, former, trial, count, score)
        if d.counts[on.SPANS]:
            left = _unexplained(t, d, node, trial, count)
            score -= _shadow(d, trial, count) + _IGNORED * left
        near = _closeness(t, d, node, trial, count, home) if home != NOWHERE else 0.0
        if score + near > d.scores[slot, 0]:
            d.scores[slot, 0] = score + near
            d.scores[slot, 1] = near
            d.slots[slot, on.USED] = count
            for k in range(count):
                d.used[slot, k] = d.used[trial, k]
        hit = d.hits[hit, on.NEXT]


@compiled
def _support_once(
    t: Tables, d: Desk, node: int, former: int, trial: int, count: int, score: float
) -> tuple[float, int]:
    """The same for what held a division when it bore a former name, and holds it no more."""
    above = t.formers[former, of.ONCE_ABOVE]
    while above != NOWHERE:
        if not holds(t, above, node):
            gain, count = _support(t, d, above, trial, count)
            score += gain
        above = t.nodes[above, of.PARENT]
    return score, count


@compiled
def _support(t: Tables, d: Desk, node: int, trial: int, count: int) -> tuple[float, int]:
    """What the best hit of a division above adds that overlaps none of those used."""
    slot = d.slot_of[node]
    if slot == NOWHERE or count == on.DEEPEST:
        return 0.0, count
    best, hit = NOWHERE, d.slots[slot, on.HEAD]
    while hit != NOWHERE:
        if best == NOWHERE or d.weights[hit] > d.weights[best]:
            free = True
            for k in range(count):
                used = d.used[trial, k]
                if d.hits[hit, on.STOP] > d.hits[used, on.START] and (
                    d.hits[hit, on.START] < d.hits[used, on.STOP]
                ):
                    free = False
                    break
            if free:
                best = hit
        hit = d.hits[hit, on.NEXT]
    if best == NOWHERE:
        return 0.0, count
    last = d.used[trial, count - 1]
    order = 0.05 if d.hits[best, on.START] < d.hits[last, on.START] else -0.05
    d.used[trial, count] = best
    level = t.nodes[node, of.LEVEL]
    share = 0.6 if level == 1 else 0.75 if level == 2 else 1.0
    return d.weights[best] * share + order, count + 1


@compiled
def _unexplained(t: Tables, d: Desk, node: int, trial: int, count: int) -> int:
    """How many plainly written names this reading leaves aside; repeated ones are explained."""
    left = 0
    for span in range(d.counts[on.SPANS]):
        start, end, explained = d.spans[span, 0], d.spans[span, 1], False
        for k in range(count):
            hit = d.used[trial, k]
            overlaps = d.hits[hit, on.START] < end and start < d.hits[hit, on.STOP]
            if overlaps and (k == 0 or not d.hits[hit, on.BY_SOUND]):
                explained = True
                break
        if not explained:
            left += not _is_of_chain(t, d, node, start, end)
    return left


@compiled
def _is_of_chain(t: Tables, d: Desk, node: int, start: int, end: int) -> bool:
    """Whether the name plainly written there is that of the division or of one above it."""
    for hit in range(d.counts[on.HITS]):
        there = d.hits[hit, on.START] == start and d.hits[hit, on.STOP] == end
        named = d.hits[hit, on.NODE]
        if there and d.hits[hit, on.PLAIN] and named != NOWHERE and holds(t, named, node):
            return True
    return False


@compiled
def _shadow(d: Desk, trial: int, count: int) -> float:
    """The cost of being a part of a written name (沙县 in 长沙县) or of sounding like one."""
    hit, cost = d.used[trial, 0], 0.0
    first, last = d.hits[hit, on.START], d.hits[hit, on.STOP]
    for span in range(d.counts[on.SPANS]):
        start, end = d.spans[span, 0], d.spans[span, 1]
        larger = end - start > last - first or (d.hits[hit, on.BY_SOUND] and count == 1)
        if larger and start <= first and last <= end:
            return 0.6 * d.weights[hit]
        for k in range(1, count):
            heard = d.used[trial, k]
            inside = start <= d.hits[heard, on.START] and d.hits[heard, on.STOP] <= end
            if inside and d.hits[heard, on.BY_SOUND]:
                cost += 0.8 * d.weights[heard]
    return cost


@compiled
def _closeness(t: Tables, d: Desk, node: int, trial: int, count: int, home: int) -> float:
    """What being in or around the own jurisdiction adds, unless the text says where it is."""
    level = 4
    while level:
        own = at_level(t, node, level)
        if own != NOWHERE and holds(t, own, home):
            for k in range(1, count):
                if t.nodes[d.hits[d.used[trial, k], on.NODE], of.LEVEL] == level:
                    return 0.1
            return 0.6 if level == 4 else OWN_COUNTY if level == 3 else 0.3 if level == 2 else 0.15
        level -= 1
    return 0.0
