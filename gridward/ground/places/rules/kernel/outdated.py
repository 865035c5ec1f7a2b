"""Leaves former names aside where a division in force bears the name in the same prefecture."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import NOWHERE, Tables


@compiled
def drop_outdated(t: Tables, d: Desk) -> None:
    """黄岩 is a district of 台州 today; parts of the former 黄岩市 in 路桥区 say nothing."""
    for slot in range(d.counts[on.SLOTS]):
        if _has_former(t, d, slot):
            _filter(t, d, slot)


@compiled
def _has_former(t: Tables, d: Desk, slot: int) -> bool:
    hit = d.slots[slot, on.HEAD]
    while hit != NOWHERE:
        if t.entries[d.hits[hit, on.ENTRY], of.FORMER] != NOWHERE:
            return True
        hit = d.hits[hit, on.NEXT]
    return False


@compiled
def _filter(t: Tables, d: Desk, slot: int) -> None:
    hit, before = d.slots[slot, on.HEAD], NOWHERE
    while hit != NOWHERE:
        after = d.hits[hit, on.NEXT]
        if _is_outdated(t, d, slot, hit):
            if before == NOWHERE:
                d.slots[slot, on.HEAD] = after
            else:
                d.hits[before, on.NEXT] = after
            d.hits[hit, on.NODE] = NOWHERE
        else:
            before = hit
        hit = after
    d.slots[slot, on.TAIL_] = before
    if before == NOWHERE:
        d.slot_of[d.slots[slot, on.SLOT_NODE]] = NOWHERE


@compiled
def _is_outdated(t: Tables, d: Desk, slot: int, hit: int) -> bool:
    former = t.entries[d.hits[hit, on.ENTRY], of.FORMER]
    if former == NOWHERE or not t.formers[former, of.LAST]:  # 苏州高新区: a zone
        return False
    start = d.hits[hit, on.START]
    own = d.slots[slot, on.HEAD]
    while own != NOWHERE:
        if (
            d.hits[own, on.START] == start
            and t.entries[d.hits[own, on.ENTRY], of.FORMER] == NOWHERE
        ):
            return False
        own = d.hits[own, on.NEXT]
    city = t.nodes[d.slots[slot, on.SLOT_NODE], of.CITY]
    for other in range(d.counts[on.HITS]):
        if (
            d.hits[other, on.START] == start
            and d.hits[other, on.NODE] != NOWHERE
            and not d.hits[other, on.BY_SOUND]
            and d.weights[other] >= 0.5
            and t.entries[d.hits[other, on.ENTRY], of.FORMER] == NOWHERE
            and t.nodes[d.hits[other, on.NODE], of.CITY] == city
        ):
            return True
    return False
