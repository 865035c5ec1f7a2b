"""Towns: many bear one name, and count where something else says in which county they lie."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables
from gridward.ground.places.rules.kernel.weigh import add_hit
from gridward.ground.places.rules.kernel.words import longest

_MANY = 12  # names borne by more towns than this are looked at only below something else found
_ANCHOR = 0.3  # what a hit needs for the towns below it to be looked at


@compiled
def find_ranges(t: Tables, d: Desk, home: int) -> None:
    """The divisions below which towns are looked for: those found, and the own one."""
    d.counts[on.RANGES] = 0
    node = home
    while node != NOWHERE:
        _add_range(t, d, node)
        node = t.nodes[node, of.PARENT]
    for slot in range(d.counts[on.SLOTS]):
        hit = d.slots[slot, on.HEAD]
        while hit != NOWHERE:
            if d.weights[hit] >= _ANCHOR:
                _add_range(t, d, d.slots[slot, on.SLOT_NODE])
                break
            hit = d.hits[hit, on.NEXT]


@compiled
def _add_range(t: Tables, d: Desk, node: int) -> None:
    """Sorted by number; one twice or more is left."""
    at = d.counts[on.RANGES]
    if at == on.MOST:
        return
    while at and d.ranges[at - 1, 0] > node:
        d.ranges[at, 0] = d.ranges[at - 1, 0]
        d.ranges[at, 1] = d.ranges[at - 1, 1]
        at -= 1
    d.ranges[at, 0] = node
    d.ranges[at, 1] = t.nodes[node, of.COUNTY]
    d.counts[on.RANGES] += 1


@compiled
def add_towns(t: Tables, d: Desk, match: int, size: int, year: int, by_sound: bool) -> None:
    """The towns in any of the ranges, and all others where they are few."""
    start, end, spelling = d.found[match, 0], d.found[match, 1], d.found[match, 2]
    first, stop = t.spellings[spelling, of.TOWNS], t.spellings[spelling, of.TOWNS_END]
    if first == stop:
        return
    few = 0 if by_sound and end - start < 3 else _MANY
    alone = start == 0 and not by_sound and _fills(t, d, end, size)  # 城关镇: which one?
    if alone or stop - t.spellings[spelling, of.UPPER] <= few:
        for listed in range(first, stop):
            entry = t.listed[listed]
            if not t.entries[entry, of.GENERIC] or in_range(t, d, t.entries[entry, of.ENTRY_NODE]):
                _add_town(t, d, entry, start, end, size, year, by_sound)
        return
    at = first
    for k in range(d.counts[on.RANGES]):
        low, beyond = d.ranges[k, 0], t.nodes[d.ranges[k, 0], of.END]
        at = _first_town(t, at, stop, low)
        while at < stop and t.entries[t.listed[at], of.ENTRY_NODE] < beyond:
            _add_town(t, d, t.listed[at], start, end, size, year, by_sound)
            at += 1


@compiled
def _fills(t: Tables, d: Desk, end: int, size: int) -> bool:
    """Whether nothing but the ending of a town follows."""
    ending = longest(t.steps, t.roots, of.ENDED + 4, d.text, end)[0]
    return ending > 0 and end + ending == size


@compiled
def _first_town(t: Tables, low: int, high: int, node: int) -> int:
    """The first place in `listed` whose division is `node` or behind it."""
    while low < high:
        middle = (low + high) >> 1
        if t.entries[t.listed[middle], of.ENTRY_NODE] < node:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def in_range(t: Tables, d: Desk, node: int) -> bool:
    """Whether a division lies in one that was found, or in the own one."""
    for k in range(d.counts[on.RANGES]):
        if d.ranges[k, 0] <= node < t.nodes[d.ranges[k, 0], of.END]:
            return True
    return False


@compiled
def _add_town(
    t: Tables, d: Desk, entry: int, start: int, end: int, size: int, year: int, by_sound: bool
) -> None:
    """A town that is named by a word (开发区) counts only in a county that is looked at."""
    if not by_sound and t.entries[entry, of.GENERIC]:
        county = t.nodes[t.entries[entry, of.ENTRY_NODE], of.COUNTY]
        known = False
        for k in range(d.counts[on.RANGES]):
            known = known or d.ranges[k, 1] == county
        if not known:
            return
    add_hit(t, d, entry, start, end, size, year, by_sound)
