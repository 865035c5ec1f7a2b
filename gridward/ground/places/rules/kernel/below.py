"""The counties, towns and villages below what is settled."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.answer import (
    ENOUGH,
    MOST_SHOWN,
    OWN,
    answer,
    answer_village,
    begins_alike,
    only_shown,
    rest_of,
    say_first,
    show_like,
    show_villages,
)  # fmt: skip
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.likeness import CLEAR, CLOSE, likeness
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables
from gridward.ground.places.rules.kernel.villages import (
    GUESSED,
    find_villages,
    keep_closest,
    like_villages,
)
from gridward.ground.places.rules.kernel.words import may_name_village, segment

_LIKE = 0.72  # confidence in a name that is only like the typed one


@compiled
def settle_below(
    t: Tables, d: Desk, size: int, home: int, node: int, score: float, confidence: float,
    decision: int, certain: int,
) -> None:  # fmt: skip
    """The towns and villages of what is settled, or itself; one candidate is shown for it."""
    while True:
        rest = rest_of(t, d, node)
        level = t.nodes[node, of.LEVEL]
        if not may_name_village(t, d, rest, size):
            answer(t, d, node, confidence, decision, rest, certain)
            return
        if level == 4:
            break
        count, start, end = _misspelt(t, d, node, rest)
        if not count:
            break
        inner = _take_for(t, d, count, rest, start, end, score, decision == on.ACCEPT)
        if inner == NOWHERE:
            answer(t, d, d.shown[0, on.C_NODE], ENOUGH - 0.01, on.REVIEW, end, certain)
            return
        say_first(d, rest, end)
        node, confidence, decision, certain = inner, _LIKE, on.ACCEPT, inner
    if level < 3:
        answer(t, d, node, confidence, decision, rest, certain)
        return
    _villages_below(t, d, size, home, node, score, confidence, decision, certain, rest)


@compiled
def _misspelt(t: Tables, d: Desk, outer: int, rest: int) -> tuple[int, int, int]:
    """Counties or towns whose names are like what stands right behind what is settled.

    How many come to `rivals`; where the typed name and its ending stop.
    """
    for level in range(max(3, t.nodes[outer, of.LEVEL] + 1), 5):
        length, end = segment(t, d, rest, level)
        if not length:
            continue
        count, best = _like_below(t, d, outer, level, rest, length)
        if CLOSE <= best < 1.0:  # else written as it should be, and left aside for a reason
            left = 0
            for k in range(count):
                if d.pool_weights[k] > best - CLEAR:
                    d.rivals[left] = d.rivals[k]
                    left += 1
            return left, rest + length, end
    return 0, rest, rest


@compiled
def _like_below(
    t: Tables, d: Desk, outer: int, level: int, rest: int, length: int
) -> tuple[int, float]:
    """The divisions of a level whose names are at all like it: how many, the greatest likeness."""
    count, best = 0, 0.0
    for node in range(outer + 1, t.nodes[outer, of.END]):
        if t.nodes[node, of.LEVEL] == level and t.nodes[node, of.CORE] == length:
            like = likeness(t, d.text, rest, t.nodes[node, of.NAME], length)
            if like > 0.0 and count < on.MOST:
                d.rivals[count] = node
                d.pool_weights[count] = like
                best = max(best, like)
                count += 1
    return count, best


@compiled
def _take_for(
    t: Tables, d: Desk, count: int, rest: int, start: int, end: int, score: float, accepted: bool
) -> int:
    """Shows what the typed name may be; the division if it is beyond doubt, else NOWHERE."""
    for k in range(min(count, MOST_SHOWN)):
        show_like(d, 0, d.rivals[k], rest, start, score)
    only_shown(d, 1)
    node = d.rivals[0]
    shares = begins_alike(t, d, rest, t.nodes[node, of.NAME], t.nodes[node, of.SIZE], start - rest)
    return node if count == 1 and shares and accepted else NOWHERE


@compiled
def _villages_below(
    t: Tables, d: Desk, size: int, home: int, node: int, score: float, confidence: float,
    decision: int, certain: int, rest: int,
) -> None:  # fmt: skip
    level, county = t.nodes[node, of.LEVEL], t.nodes[node, of.COUNTY]
    town = t.nodes[node, of.TOWN] if level == 4 else NOWHERE
    first, count = 0, keep_closest(d, find_villages(t, d, rest, size, county, town))
    sure = count > 0 and _is_sure(t, d, level, home)
    if not count or d.pool_weights[0] < GUESSED:
        guessed, like = like_villages(t, d, rest, county, town)
        if like >= CLOSE or (guessed and level == 4):
            first, count = on.MOST, guessed
            name = t.villages[d.pool[on.MOST, on.VILLAGE], of.VILLAGE_NAME]
            whole = (t.villages[d.pool[on.MOST, on.VILLAGE], of.SHAPE] >> 8) & 0xFF
            shares = begins_alike(t, d, rest, name, whole, size - rest)
            sure = level == 4 and like >= CLOSE and shares
    if not count:
        answer(t, d, node, confidence, decision, rest, certain)
        return
    weight = d.pool_weights[first]
    strength = confidence * (0.7 + 0.3 * min(1.0, weight)) / count
    accept = sure and count == 1 and weight >= OWN and strength >= ENOUGH
    named = d.pool[first, on.V_ENDING] and d.pool[first, on.V_START] == rest
    settled = d.counts[on.SHOWN]
    show_villages(d, 0, first, count, score)
    if not accept and weight < 0.6 and not named:
        # Too little to say that a village is meant at all: what stands above is still sure.
        answer(t, d, node, confidence, decision, rest, certain)
        return
    only_shown(d, settled)
    strength = strength if accept else min(strength, ENOUGH - 0.01)
    answer_village(d, first, round(strength, 3), accept, d.pool[first, on.V_END], node)


@compiled
def _is_sure(t: Tables, d: Desk, level: int, home: int) -> bool:
    """Whether a village name suffices: the town is known, or the name is not one of many.

    Below a county alone, names of two characters (新星, 跃丰) were right in 83 of 100 real
    addresses only.
    """
    if level == 4:
        return True
    if d.pool[0, on.V_END] - d.pool[0, on.V_START] - d.pool[0, on.V_ENDING] > 2:
        return not d.pool[0, on.V_TWINS]
    village = d.pool[0, on.VILLAGE]
    return (
        home != NOWHERE
        and t.nodes[home, of.LEVEL] == 4
        and t.villages[village, of.VILLAGE_COUNTY] == t.nodes[home, of.COUNTY]
        and t.villages[village, of.TAIL] // 1000 == t.nodes[home, of.TOWN]
    )
