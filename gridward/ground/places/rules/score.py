"""Scores every division found: its own hit, its ancestors' hits beside it, and the own area."""

from collections.abc import Iterable
from typing import NamedTuple

from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.hits import Hit

_ABOVE = {1: 0.6, 2: 0.75, 3: 1.0}
_IGNORED = 0.3  # what each plainly written name costs that a reading cannot explain
OWN_COUNTY = 0.55
_OWN_AREA = ((4, 0.6), (3, OWN_COUNTY), (2, 0.3), (1, 0.15))


class Scored(NamedTuple):
    """A division with the evidence for it, deepest hit first."""

    node: int
    score: float
    hits: tuple[Hit, ...]
    near: float


class Scorer:
    """Ranks the hits of one text. `home` is the node of the own jurisdiction or `NOWHERE`."""

    def __init__(self, gazetteer: Gazetteer, hits: dict[int, list[Hit]], home: int) -> None:
        self._g = gazetteer
        self._hits = hits
        self._own = set(gazetteer.chain(home)) if home != NOWHERE else set()
        self._spans = _plain_spans(hits)

    def ranked(self) -> list[Scored]:
        """All divisions found, best first."""
        scored = [self._score(node, own) for node, own in self._hits.items()]
        scored.sort(key=self._order)
        return scored

    def _order(self, scored: Scored) -> tuple[float, int, int]:
        return -scored.score, self._g.level[scored.node], scored.node

    def _score(self, node: int, own: list[Hit]) -> Scored:
        best = Scored(node, -9.0, (), 0.0)
        holders = [each for each in self._g.chain(node) if each in self._hits and each != node]
        for hit in own:
            used = [hit]
            score = hit.weight - 0.02 * hit.entry.level
            above = holders
            if hit.entry.former != NOWHERE:
                above = [*holders, *self._once_above(node, hit.entry.former, holders)]
            for each in above:
                score += self._support(each, used)
            if self._spans:
                score -= _shadow(used, self._spans) + _IGNORED * self._unexplained(node, used)
            near = self._closeness(node, used) if self._own else 0.0
            if score + near > best.score:
                best = Scored(node, score + near, tuple(used), near)
        return best

    def _once_above(self, node: int, former: int, holders: list[int]) -> list[int]:
        """The parents that a former name had, as far as they are named."""
        parent = self._g.former[former].parent
        once = self._g.node(parent) if parent else NOWHERE
        return [
            each
            for each in self._g.chain(once)
            if each in self._hits and each != node and each not in holders
        ]

    def _support(self, node: int, used: list[Hit]) -> float:
        free = [
            h for h in self._hits[node] if all(h.end <= u.start or h.start >= u.end for u in used)
        ]
        if not free:
            return 0.0
        best = max(free, key=lambda h: h.weight)
        order = 0.05 if best.start < used[-1].start else -0.05
        used.append(best)
        return best.weight * _ABOVE.get(self._g.level[node], 1.0) + order

    def _unexplained(self, node: int, used: list[Hit]) -> int:
        """How many plainly written names this reading leaves aside; repeated ones are explained."""
        left = 0
        for (start, end), nodes in self._spans.items():
            for hit in used:
                if hit.start < end and start < hit.end and (hit is used[0] or not hit.by_sound):
                    break
            else:
                left += nodes.isdisjoint(self._g.chain(node))
        return left

    def _closeness(self, node: int, used: list[Hit]) -> float:
        """What being in or around the own jurisdiction adds, unless the text says where it is."""
        said = {self._g.level[hit.node] for hit in used[1:]}
        for level, bonus in _OWN_AREA:
            if self._g.at_level(node, level) in self._own:
                return bonus if level not in said else 0.1
        return 0.0


def _plain_spans(hits: dict[int, list[Hit]]) -> dict[tuple[int, int], set[int]]:
    """Where a whole name with its ending is written as it should be, and of which divisions."""
    spans: dict[tuple[int, int], set[int]] = {}
    for own in hits.values():
        for hit in own:
            if hit.plain:
                spans.setdefault((hit.start, hit.end), set()).add(hit.node)
    return spans


def _shadow(used: list[Hit], spans: Iterable[tuple[int, int]]) -> float:
    """The cost of being a part of a written name (沙县 in 长沙县) or of sounding like one."""
    hit, cost = used[0], 0.0
    for start, end in spans:
        if start <= hit.start and hit.end <= end:
            if end - start > hit.end - hit.start:
                return 0.6 * hit.weight
            if hit.by_sound and len(used) == 1:
                return 0.6 * hit.weight
        for heard in used[1:]:
            if heard.by_sound and start <= heard.start and heard.end <= end:
                cost += 0.8 * heard.weight
    return cost
