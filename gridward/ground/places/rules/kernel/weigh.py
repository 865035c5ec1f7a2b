"""Weighs one name found: by what stands around it, and by how it sounds."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables
from gridward.ground.places.rules.kernel.words import (
    belongs_elsewhere,
    longest,
    other_ending,
)

_LEAST = 0.16  # hits below are not kept: those of roads, estates and firms are 0.15


@compiled
def add_hit(
    t: Tables, d: Desk, entry: int, start: int, end: int, size: int, year: int, by_sound: bool
) -> None:
    if by_sound and _is_written(t, d, entry, start, end):
        return  # found by its characters
    adjacent = d.marks[start, on.ENDS] != 0 or t.signs[d.text[start - 1], of.KIND] & of.BEFORE != 0
    weight, stop, ended = _fit(t, d, entry, start, end, adjacent)
    if t.entries[entry, of.UNLIKELY] and not (start and adjacent):
        weight = min(weight, 0.3)
    former = t.entries[entry, of.FORMER]
    if former != NOWHERE:
        weight *= 0.8
        last = t.formers[former, of.LAST]
        if year and last and year > last:
            weight *= 0.7
    if by_sound:
        weight *= _likeness(t, d, entry, start, end, ended)
    if weight >= _LEAST and d.counts[on.HITS] < on.MOST:
        _keep(t, d, entry, start, stop, weight, by_sound, ended)


@compiled
def _is_written(t: Tables, d: Desk, entry: int, start: int, end: int) -> bool:
    name = t.entries[entry, of.ENTRY_NAME]
    if end - start > t.entries[entry, of.ENTRY_SIZE]:
        return False
    for k in range(end - start):
        if t.letters[name + k] != d.text[start + k]:
            return False
    return True


@compiled
def _keep(
    t: Tables, d: Desk, entry: int, start: int, stop: int, weight: float, by_sound: bool,
    ended: bool,
) -> None:  # fmt: skip
    official = stop - start == t.entries[entry, of.ENTRY_SIZE] or d.marks[start, on.ENDS] != 0
    plain = ended and official and not by_sound and weight >= 0.75
    if weight >= 0.5:
        d.marks[stop, on.ENDS] = 1
    if plain:
        d.written[d.counts[on.WRITTEN], 0] = stop
        d.written[d.counts[on.WRITTEN], 1] = t.entries[entry, of.ENTRY_LEVEL]
        d.counts[on.WRITTEN] += 1
    hit, node = d.counts[on.HITS], t.entries[entry, of.ENTRY_NODE]
    d.counts[on.HITS] += 1
    d.hits[hit, on.NODE] = node
    d.hits[hit, on.START] = start
    d.hits[hit, on.STOP] = stop
    d.hits[hit, on.ENTRY] = entry
    d.hits[hit, on.BY_SOUND] = by_sound
    d.hits[hit, on.ENDED_] = ended
    d.hits[hit, on.PLAIN] = plain
    d.hits[hit, on.NEXT] = NOWHERE
    d.weights[hit] = weight
    slot = d.slot_of[node]
    if slot == NOWHERE:
        slot = d.counts[on.SLOTS]
        d.counts[on.SLOTS] += 1
        d.slot_of[node] = slot
        d.slots[slot, on.SLOT_NODE] = node
        d.slots[slot, on.HEAD] = hit
        d.slots[slot, on.USED] = 0
    else:
        d.hits[d.slots[slot, on.TAIL_], on.NEXT] = hit
    d.slots[slot, on.TAIL_] = hit


@compiled
def _fit(
    t: Tables, d: Desk, entry: int, start: int, end: int, adjacent: bool
) -> tuple[float, int, bool]:
    """The weight by what stands behind the name, where it stops, whether its ending is written."""
    level, core = t.entries[entry, of.ENTRY_LEVEL], t.entries[entry, of.ENTRY_CORE]
    ending = t.entries[entry, of.ENTRY_SIZE] - core
    if ending:
        tail, same = t.entries[entry, of.ENTRY_NAME] + core, True
        for k in range(ending):
            if t.letters[tail + k] != d.text[end + k]:
                same = False
                break
        if same:
            roadlike = level == 4 and not adjacent and belongs_elsewhere(t, d, end + ending)
            return (0.6 if roadlike else 1.0), end + ending, True
        other = longest(t.steps, t.roots, of.ENDED + level, d.text, end)[0]
        if other:
            return 0.85, end + other, True
    elif not belongs_elsewhere(t, d, end):
        return (0.95 if adjacent else 0.8), end, True
    return _bare(t, d, level, ending > 0, start, end, adjacent), end, False


@compiled
def _bare(
    t: Tables, d: Desk, level: int, has_ending: bool, start: int, end: int, adjacent: bool
) -> float:
    """The weight of a name without its ending."""
    roadlike = has_ending and t.signs[d.text[end - 1], of.KIND] & of.ROADLIKE != 0
    if roadlike or belongs_elsewhere(t, d, end):
        return 0.15
    if other_ending(t.steps, t.roots, d.text, end, level):
        return 0.25
    weight = 0.6 if level == 4 else 0.85
    for k in range(d.counts[on.WRITTEN]):
        if d.written[k, 0] <= start and d.written[k, 1] >= level:
            weight *= 0.5  # 上城区西湖银泰: the district is said already, this is a name in it
            break
    return weight if adjacent else weight * 0.6


@compiled
def _likeness(t: Tables, d: Desk, entry: int, start: int, end: int, ended: bool) -> float:
    name, same, exact = t.entries[entry, of.ENTRY_NAME], False, True
    for k in range(min(end - start, t.entries[entry, of.ENTRY_SIZE])):
        letter, sign = t.letters[name + k], d.text[start + k]
        same = same or letter == sign
        exact = exact and t.signs[letter, of.EXACT] == t.signs[sign, of.EXACT]
    likeness = 0.55 if end - start == 2 else 0.65
    likeness = likeness + (0.1 if same else 0.0) + (0.05 if exact else 0.0)
    return likeness if ended else likeness * 0.7
