"""What follows from the ranking: accept, ask a person, or nothing."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.answer import (
    ENOUGH,
    MOST_SHOWN,
    OWN,
    answer,
    answer_village,
    rest_of,
    say,
    show,
    show_villages,
)  # fmt: skip
from gridward.ground.places.rules.kernel.below import settle_below
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.likeness import CLOSE
from gridward.ground.places.rules.kernel.score import OWN_COUNTY, comes_before, holds, rank
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables
from gridward.ground.places.rules.kernel.villages import (
    GUESSED,
    find_villages,
    keep_closest,
    like_villages,
)

MARGIN = 0.45  # between the winner and its best rival; below it a person decides


@compiled
def give_verdict(t: Tables, d: Desk, size: int, home: int) -> None:
    """The answer and its candidates come to the desk."""
    best = rank(t, d, home)
    own = _at_home(t, d, size, home)
    if best == NOWHERE or d.scores[best, 0] < 0.3 or _is_far_fetched(d, best):
        if not own and not _like_home(t, d, home):
            _nothing(d)
        return
    first = d.used[best, 0]
    alone = d.slots[best, on.USED] == 1
    if own and alone and _is_nearer(d, best, first):
        return
    if alone and not d.hits[first, on.ENDED_] and _like_home(t, d, home):
        return
    d.counts[on.SHOWN] = 0
    margin, rivals = _rivals(t, d, best)
    if margin <= MARGIN:
        _ask(t, d, size, best, margin, rivals)
        return
    node, skip, score = d.slots[best, on.SLOT_NODE], 0, d.scores[best, 0]
    if d.weights[first] < OWN and not alone:  # the ancestor of it that the text really names
        node, skip, score = d.hits[d.used[best, 1], on.NODE], 1, score - d.weights[first]
    confidence = _confidence(t, d, size, best, skip, margin)
    say(d, best, skip)
    show(d, node, best, skip, score)
    sure = confidence >= ENOUGH
    certain = node if sure else t.nodes[node, of.PARENT]
    decision = on.ACCEPT if sure else on.REVIEW
    settle_below(t, d, size, home, node, score, confidence, decision, certain)


@compiled
def _nothing(d: Desk) -> None:
    d.answer[on.A_NODE] = NOWHERE
    d.answer[on.A_VILLAGE] = NOWHERE
    d.answer[on.A_DECISION] = on.NONE
    d.counts[on.SHOWN] = 0


@compiled
def _is_far_fetched(d: Desk, best: int) -> bool:
    """A likeness of sound without an ending, and nothing beside it."""
    hit = d.used[best, 0]
    alone = d.slots[best, on.USED] == 1 and d.scores[best, 1] < OWN_COUNTY
    return alone and d.hits[hit, on.BY_SOUND] != 0 and not d.hits[hit, on.ENDED_]


@compiled
def _is_nearer(d: Desk, best: int, hit: int) -> bool:
    """Whether the own village is meant: 建国社区 here, not 建国街道 of another city."""
    accepted = d.answer[on.A_DECISION] == on.ACCEPT
    if not d.hits[hit, on.ENDED_]:
        longer = d.answer[on.A_REST] > d.hits[hit, on.STOP]
        weak = d.scores[best, 1] < OWN_COUNTY or d.weights[hit] < OWN
        return weak or (accepted and longer)
    return accepted and d.hits[hit, on.START] == 0


@compiled
def _rivals(t: Tables, d: Desk, best: int) -> tuple[float, int]:
    """The lead over the best division neither above nor below the winner; how many are too near.

    Those come to `rivals`, best first.
    """
    node, score, next_best, count = d.slots[best, on.SLOT_NODE], d.scores[best, 0], 0.0, 0
    found = False
    for slot in range(d.counts[on.SLOTS]):
        other = d.slots[slot, on.SLOT_NODE]
        if d.slots[slot, on.HEAD] == NOWHERE or holds(t, other, node) or holds(t, node, other):
            continue
        if not found or d.scores[slot, 0] > next_best:
            found, next_best = True, d.scores[slot, 0]
        if score - d.scores[slot, 0] <= MARGIN:
            at = count
            while at and comes_before(t, d, slot, d.rivals[at - 1]):
                d.rivals[at] = d.rivals[at - 1]
                at -= 1
            d.rivals[at] = slot
            count += 1
    return score - next_best, count


@compiled
def _confidence(t: Tables, d: Desk, size: int, slot: int, skip: int, margin: float) -> float:
    proof, count = 0.0, d.slots[slot, on.USED]
    for k in range(skip, count):
        proof += d.weights[d.used[slot, k]]
    proof /= count - skip
    alone = count - skip == 1 and d.scores[slot, 1] < OWN_COUNTY
    if alone and _is_thin(t, d, size, d.used[slot, skip]):
        return 0.3
    return round(min(1.0, 0.6 * proof + 0.4 * min(1.0, margin / 0.9)), 3)


@compiled
def _is_thin(t: Tables, d: Desk, size: int, hit: int) -> bool:
    """Too little to stand alone: a short likeness of sound, 南部 of 南部商务区."""
    if d.hits[hit, on.BY_SOUND] and d.hits[hit, on.STOP] - d.hits[hit, on.START] < 4:
        return True
    level = t.entries[d.hits[hit, on.ENTRY], of.ENTRY_LEVEL]
    return level > 2 and not d.hits[hit, on.ENDED_] and d.hits[hit, on.STOP] < size


@compiled
def _ask(t: Tables, d: Desk, size: int, best: int, margin: float, rivals: int) -> None:
    """A person is asked about the winner and its rivals; none of them holds another."""
    node = d.slots[best, on.SLOT_NODE]
    common = node
    show(d, node, best, 0, d.scores[best, 0])
    for k in range(rivals):
        slot = d.rivals[k]
        other, apart = d.slots[slot, on.SLOT_NODE], True
        for earlier in range(d.counts[on.SHOWN]):
            apart = apart and not holds(t, other, d.shown[earlier, 0])
        if apart and d.counts[on.SHOWN] < on.MOST - 1:
            show(d, other, slot, 0, d.scores[slot, 0])
            while common != NOWHERE and not holds(t, common, other):
                common = t.nodes[common, of.PARENT]
    d.counts[on.SHOWN] = min(d.counts[on.SHOWN], MOST_SHOWN)
    confidence = min(_confidence(t, d, size, best, 0, margin), ENOUGH - 0.01)
    say(d, best, 0)
    rest = rest_of(t, d, node)
    answer(t, d, node, round(max(confidence * 0.8, 0.0), 3), on.REVIEW, rest, common)


@compiled
def _at_home(t: Tables, d: Desk, size: int, home: int) -> bool:
    """A village of the own township or county, when the text names nothing larger."""
    if home == NOWHERE or t.nodes[home, of.LEVEL] < 3:
        return False
    county, in_town = t.nodes[home, of.COUNTY], t.nodes[home, of.LEVEL] == 4
    town = t.nodes[home, of.TOWN] if in_town else NOWHERE
    count = keep_closest(d, find_villages(t, d, 0, size, county, town))
    inside = count > 0  # else: of a neighbouring town, which a person has to confirm
    if not count:
        count = keep_closest(d, find_villages(t, d, 0, size, county, NOWHERE))
    if not count or d.pool_weights[0] < 0.4:
        return False
    weight = d.pool_weights[0]
    inside = inside and d.pool[0, on.V_KIN] != 0 and (in_town or not d.pool[0, on.V_TWINS])
    enough = weight >= (0.6 if in_town else 0.75) and d.pool[0, on.V_START] == 0
    accept = inside and count == 1 and enough
    confidence = round((0.4 + 0.5 * weight) / count, 3)
    confidence = confidence if accept else min(confidence, ENOUGH - 0.01)
    d.counts[on.SHOWN] = 0
    show_villages(d, NOWHERE, 0, count, weight)
    answer_village(d, 0, confidence, accept, d.pool[0, on.V_END], home)
    return True


@compiled
def _like_home(t: Tables, d: Desk, home: int) -> bool:
    """Villages of the own area whose names are like the typed one; a person decides."""
    if home == NOWHERE or t.nodes[home, of.LEVEL] < 3:
        return False
    town = t.nodes[home, of.TOWN] if t.nodes[home, of.LEVEL] == 4 else NOWHERE
    count, like = like_villages(t, d, 0, t.nodes[home, of.COUNTY], town)
    if like < CLOSE:
        return False
    d.counts[on.SHOWN] = 0
    show_villages(d, NOWHERE, on.MOST, count, GUESSED)
    answer_village(d, on.MOST, round(0.5 / count, 3), False, d.pool[on.MOST, on.V_END], home)
    return True
