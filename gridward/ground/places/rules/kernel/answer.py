"""Writes answers and candidates down, and says where the names of a text end."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk, copy_row
from gridward.ground.places.rules.kernel.score import OWN_COUNTY
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables

ENOUGH = 0.6  # confidence below which nothing is accepted
OWN = 0.45  # the least evidence for a division itself, beside that for its ancestors
MOST_SHOWN = 6


@compiled
def answer(
    t: Tables, d: Desk, node: int, confidence: float, decision: int, rest: int, certain: int
) -> None:
    """A division of levels 1 to 4."""
    d.answer[on.A_NODE] = node
    d.answer[on.A_VILLAGE] = NOWHERE
    d.answer[on.A_LEVEL] = t.nodes[node, of.LEVEL]
    d.answer[on.A_DECISION] = decision
    d.answer[on.A_REST] = rest
    d.answer[on.A_CERTAIN] = certain
    d.answer[on.A_CERTAIN_VILLAGE] = NOWHERE
    d.reals[on.CONFIDENCE] = confidence


@compiled
def answer_village(
    d: Desk, at: int, confidence: float, accept: bool, rest: int, certain: int
) -> None:
    """The village at this place of the pool; `certain` where it is not accepted."""
    village = d.pool[at, on.VILLAGE]
    d.answer[on.A_NODE] = NOWHERE
    d.answer[on.A_VILLAGE] = village
    d.answer[on.A_LEVEL] = 5
    d.answer[on.A_DECISION] = on.ACCEPT if accept else on.REVIEW
    d.answer[on.A_REST] = rest
    d.answer[on.A_CERTAIN] = NOWHERE if accept else certain
    d.answer[on.A_CERTAIN_VILLAGE] = village if accept else NOWHERE
    d.reals[on.CONFIDENCE] = confidence


@compiled
def show(d: Desk, node: int, slot: int, skip: int, score: float) -> None:
    """One more candidate, for the hits of a slot (less the first `skip`)."""
    at = d.counts[on.SHOWN]
    d.counts[on.SHOWN] = at + 1
    for column in range(d.shown.shape[1]):
        d.shown[at, column] = 0
    d.shown[at, on.C_NODE] = node
    d.shown[at, on.C_VILLAGE] = NOWHERE
    d.shown[at, on.C_SLOT] = slot
    d.shown[at, on.C_SKIP] = skip
    d.shown[at, on.C_OWN] = slot == NOWHERE or d.scores[slot, 1] >= OWN_COUNTY
    d.shown_scores[at] = score


@compiled
def show_like(d: Desk, like: int, node: int, start: int, end: int, score: float) -> None:
    """One more candidate, for the reasons of the candidate `like` and a likeness."""
    at = d.counts[on.SHOWN]
    d.counts[on.SHOWN] = at + 1
    copy_row(d.shown, at, like)
    d.shown[at, on.C_NODE] = node
    column = on.C_LIKE + 3 * d.shown[at, on.C_LIKES]
    d.shown[at, on.C_LIKES] += 1
    d.shown[at, column] = start
    d.shown[at, column + 1] = end
    d.shown[at, column + 2] = node
    d.shown_scores[at] = score


@compiled
def show_villages(d: Desk, like: int, first: int, count: int, score: float) -> None:
    """The villages of the pool, for the reasons of the candidate `like` (NOWHERE: the own area)."""
    for k in range(first, first + min(count, MOST_SHOWN)):
        at = d.counts[on.SHOWN]
        if like == NOWHERE:
            show(d, NOWHERE, NOWHERE, 0, 0.0)
        else:
            d.counts[on.SHOWN] = at + 1
            copy_row(d.shown, at, like)
        d.shown[at, on.C_NODE] = NOWHERE
        d.shown[at, on.C_VILLAGE] = d.pool[k, on.VILLAGE]
        d.shown[at, on.C_WHY] = on.SOUNDS_LIKE if d.pool[k, on.V_SOUND] else on.NAMED
        d.shown_scores[at] = score + d.pool_weights[k]


@compiled
def only_shown(d: Desk, first: int) -> None:
    """Leaves the candidates from `first` on."""
    for at in range(first, d.counts[on.SHOWN]):
        copy_row(d.shown, at - first, at)
        d.shown_scores[at - first] = d.shown_scores[at]
    d.counts[on.SHOWN] -= first


@compiled
def say(d: Desk, slot: int, skip: int) -> None:
    """The names of a slot are what is said."""
    count = d.slots[slot, on.USED] - skip
    for k in range(count):
        hit = d.used[slot, k + skip]
        d.said[k, 0] = d.hits[hit, on.START]
        d.said[k, 1] = d.hits[hit, on.STOP]
        d.said[k, 2] = d.hits[hit, on.ENDED_]
    d.counts[on.SAID] = count


@compiled
def say_first(d: Desk, start: int, end: int) -> None:
    """One more name, deeper than those said before."""
    for k in range(min(d.counts[on.SAID], 2 * on.DEEPEST - 1), 0, -1):
        copy_row(d.said, k, k - 1)
    d.said[0, 0] = start
    d.said[0, 1] = end
    d.said[0, 2] = 1
    d.counts[on.SAID] = min(d.counts[on.SAID] + 1, 2 * on.DEEPEST)


@compiled
def rest_of(t: Tables, d: Desk, node: int) -> int:
    """Where the names in a row end, those written a second time included."""
    rest, again = d.said[0, 1], True
    whole = d.said[0, 2]  # then 浙江 right behind it is that of 浙江大学
    while again:
        again, at = False, rest
        for k in range(d.counts[on.SAID]):
            counts = d.said[k, 2] or not whole
            if counts and d.said[k, 0] <= rest < d.said[k, 1]:
                rest, again = d.said[k, 1], True
        each = node
        while each != NOWHERE:
            end = at + _name_at(t, d, each, at)
            if at <= rest < end:
                rest, again = end, True
            each = t.nodes[each, of.PARENT]
    return rest


@compiled
def _name_at(t: Tables, d: Desk, node: int, at: int) -> int:
    """The length of the official name if it stands there, else 0."""
    name, size = t.nodes[node, of.NAME], t.nodes[node, of.SIZE]
    for k in range(size):
        if t.letters[name + k] != d.text[at + k]:
            return 0
    return size


@compiled
def begins_alike(t: Tables, d: Desk, start: int, name: int, size: int, most: int) -> bool:
    """Whether at least one character of a name is the right one."""
    for k in range(min(size, most)):
        if t.letters[name + k] == d.text[start + k]:
            return True
    return False
