"""Villages and communities of one county, found in what is left of a text."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk, copy_row
from gridward.ground.places.rules.kernel.likeness import CLEAR, likeness
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables
from gridward.ground.places.rules.kernel.words import belongs_elsewhere, goes_on, longest, segment

GUESSED = 0.62  # the weight of a name that is only like the typed one
_MASK = 0xFFFFFFFF


@compiled
def find_villages(t: Tables, d: Desk, start: int, size: int, county: int, town: int) -> int:
    """The villages named in ``text[start:]`` come to the pool, best first; how many.

    `town`: the three digits of the town in which they must lie, NOWHERE for all of the county.
    """
    d.counts[on.POOL] = 0
    first, last = t.nodes[county, of.VILLAGES], t.nodes[county, of.VILLAGES_END]
    if first == last:
        return 0
    for end in range(start + 1, size + 1):
        if end < size and not t.signs[d.text[end], of.KIND] & of.FOLLOWS:
            continue
        sound, power = 0, 1
        for length in range(1, min(of.LONGEST_VILLAGE, end - start) + 1):
            sound = (sound + d.sound[end - length] * power) & _MASK
            power = (power * of.MULTIPLIER) & _MASK
            at = _first_hash(t, first, last, sound)
            if at < last and t.hashes[at] == sound:
                _take(t, d, at, last, end - length, end, start, size, town)
    return d.counts[on.POOL]


@compiled
def _first_hash(t: Tables, low: int, high: int, sound: int) -> int:
    while low < high:
        middle = (low + high) >> 1
        if t.hashes[middle] < sound:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _take(
    t: Tables, d: Desk, at: int, last: int, begin: int, end: int, start: int, size: int, town: int
) -> None:
    """The villages of one sound; if one is written so, only such."""
    fit, stop, kind = _fit(t, d, begin, end, begin == start, size)
    if fit == 0.0:
        return
    high, any_written, twins = _one_sound(t, d, at, last, begin, end, town)
    for each in range(at, high):
        village = t.hashed[each]
        if not _inside(t, village, town) or not _sounds(t, d, village, begin, end):
            continue
        if any_written and not _is_written(t, d, village, begin, end):
            continue
        weight = fit if any_written else fit * _likeness(t, d, village, begin, end)
        kin = kind == 0 or kind == _kind(t, village)
        if not kin:
            weight *= 0.8  # both bear one name in one town
        _put(t, d, village, begin, stop, weight, not any_written, stop - end, kin, twins)


@compiled
def _one_sound(
    t: Tables, d: Desk, at: int, last: int, begin: int, end: int, town: int
) -> tuple[int, bool, int]:
    """Where those of one sound end; whether one is written so; then, how many others there are."""
    sound, high, any_written, twins = t.hashes[at], at, False, 0
    while high < last and t.hashes[high] == sound:
        village = t.hashed[high]
        if _sounds(t, d, village, begin, end):
            same = _is_written(t, d, village, begin, end)
            any_written = any_written or same
            twins += not same and _inside(t, village, town)
        high += 1
    return high, any_written, twins if any_written else 0


@compiled
def _kind(t: Tables, village: int) -> int:
    return of.OF_VILLAGE if t.villages[village, of.SHAPE] >> 16 else of.OF_COMMUNITY


@compiled
def _inside(t: Tables, village: int, town: int) -> bool:
    return town == NOWHERE or t.villages[village, of.TAIL] // 1000 == town


@compiled
def _sounds(t: Tables, d: Desk, village: int, begin: int, end: int) -> bool:
    if t.villages[village, of.SHAPE] & 0xFF != end - begin:
        return False
    name = t.villages[village, of.VILLAGE_NAME]
    for k in range(end - begin):
        if t.signs[t.letters[name + k], of.FUZZY] != d.sound[begin + k]:
            return False
    return True


@compiled
def _is_written(t: Tables, d: Desk, village: int, begin: int, end: int) -> bool:
    name = t.villages[village, of.VILLAGE_NAME]
    for k in range(end - begin):
        if t.letters[name + k] != d.text[begin + k]:
            return False
    return True


@compiled
def _likeness(t: Tables, d: Desk, village: int, begin: int, end: int) -> float:
    name, same, exact = t.villages[village, of.VILLAGE_NAME], False, True
    for k in range(end - begin):
        letter, sign = t.letters[name + k], d.text[begin + k]
        same = same or letter == sign
        exact = exact and t.signs[letter, of.EXACT] == t.signs[sign, of.EXACT]
    base = 0.5 if end - begin < 3 else 0.6
    return base + (0.1 if same else 0.0) + (0.1 if exact else 0.0)


@compiled
def _fit(
    t: Tables, d: Desk, begin: int, end: int, adjacent: bool, size: int
) -> tuple[float, int, int]:
    """How much the surroundings make it a village name (0: not at all), where it ends, its kind."""
    ending, kind = longest(t.steps, t.roots, of.ENDED + 5, d.text, end)
    longer = min(0.1, 0.02 * (end - begin))
    if ending:
        if not adjacent and belongs_elsewhere(t, d, end + ending):
            return 0.0, end, 0
        if adjacent:
            return 0.9 + longer, end + ending, kind
        # 圪达上村 is not 上村: something unknown stands in front of it.
        return (0.75 if end - begin > 2 else 0.4) + longer, end + ending, kind
    if end - begin < 2 or t.signs[d.text[end - 1], of.KIND] & of.ROADLIKE:
        return 0.0, end, 0
    if belongs_elsewhere(t, d, end) or not goes_on(t, d, end, size):
        return 0.0, end, 0
    return (0.7 if adjacent else 0.4) + longer, end, 0


@compiled
def _put(
    t: Tables, d: Desk, village: int, begin: int, stop: int, weight: float, by_sound: bool,
    ending: int, kin: bool, twins: int,
) -> None:  # fmt: skip
    """Heavier ones first, then those further left, then by code."""
    at = d.counts[on.POOL]
    if at == on.MOST:
        return
    while at and _comes_before(d, village, begin, weight, at - 1):
        copy_row(d.pool, at, at - 1)
        d.pool_weights[at] = d.pool_weights[at - 1]
        at -= 1
    d.counts[on.POOL] += 1
    _fill(d, at, village, begin, stop, weight)
    d.pool[at, on.V_SOUND] = by_sound
    d.pool[at, on.V_ENDING] = ending
    d.pool[at, on.V_KIN] = kin
    d.pool[at, on.V_TWINS] = twins


@compiled
def _fill(d: Desk, at: int, village: int, begin: int, stop: int, weight: float) -> None:
    d.pool[at, on.VILLAGE] = village
    d.pool[at, on.V_START] = begin
    d.pool[at, on.V_END] = stop
    d.pool_weights[at] = weight


@compiled
def _comes_before(d: Desk, village: int, begin: int, weight: float, at: int) -> bool:
    if weight != d.pool_weights[at]:
        return weight > d.pool_weights[at]
    if begin != d.pool[at, on.V_START]:
        return begin < d.pool[at, on.V_START]
    return village < d.pool[at, on.VILLAGE]


@compiled
def keep_closest(d: Desk, count: int) -> int:
    """Leaves the best village and those that cannot be told from it, each once; how many."""
    kept, exact = 0, False
    for k in range(count):
        if d.pool_weights[k] <= d.pool_weights[0] - 0.15:
            continue
        known = False
        for other in range(kept):
            known = known or d.pool[other, on.VILLAGE] == d.pool[k, on.VILLAGE]
        if not known:
            copy_row(d.pool, kept, k)
            d.pool_weights[kept] = d.pool_weights[k]
            exact = exact or not d.pool[kept, on.V_SOUND]
            kept += 1
    return _keep_longest(d, kept, exact)


@compiled
def _keep_longest(d: Desk, count: int, exact: bool) -> int:
    """Of those written so (if any), the longest and what is shorter by one."""
    most, left = 0, 0
    for k in range(count):
        if not (exact and d.pool[k, on.V_SOUND]):
            most = max(most, d.pool[k, on.V_END] - d.pool[k, on.V_START])
    for k in range(count):
        if exact and d.pool[k, on.V_SOUND]:
            continue
        if d.pool[k, on.V_END] - d.pool[k, on.V_START] >= most - 1:
            copy_row(d.pool, left, k)
            d.pool_weights[left] = d.pool_weights[k]
            left += 1
    return left


@compiled
def like_villages(t: Tables, d: Desk, start: int, county: int, town: int) -> tuple[int, float]:
    """The villages whose names come nearest to the one at `start`: how many, how near (0..1).

    They come to the pool from `on.MOST` on.
    """
    length, stop = segment(t, d, start, 5)
    if not length:
        return 0, 0.0
    count, best = 0, 0.0
    for village in range(t.nodes[county, of.VILLAGES], t.nodes[county, of.VILLAGES_END]):
        if t.villages[village, of.SHAPE] & 0xFF != length or not _inside(t, village, town):
            continue
        like = likeness(t, d.text, start, t.villages[village, of.VILLAGE_NAME], length)
        if like > 0.0 and count < on.MOST:
            _fill(d, on.MOST + count, village, start, stop, like)
            best = max(best, like)
            count += 1
    left = on.MOST
    for k in range(on.MOST, on.MOST + count):
        if d.pool_weights[k] > best - CLEAR:
            _fill(d, left, d.pool[k, on.VILLAGE], start, stop, GUESSED)
            d.pool[left, on.V_SOUND] = 1
            d.pool[left, on.V_ENDING] = stop - start - length
            d.pool[left, on.V_KIN] = 1
            d.pool[left, on.V_TWINS] = 0
            left += 1
    return left - on.MOST, best
