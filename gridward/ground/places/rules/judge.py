"""What follows from the ranking: accept, ask a person, or nothing; and the villages below it."""

from dataclasses import replace
from typing import NamedTuple

from gridward.core.decision import Reason
from gridward.ground.places.rules.alike import CLOSE, Segment, segment
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.hits import Hit
from gridward.ground.places.rules.names import core
from gridward.ground.places.rules.reasons import (
    IN_OWN_AREA,
    candidate,
    reasons,
    upper_candidate,
    village_reason,
)
from gridward.ground.places.rules.score import OWN_COUNTY, Scored
from gridward.ground.places.rules.values import NOTHING, Candidate, Match, Verdict
from gridward.ground.places.rules.villages import GUESSED, Found, may_name_village

MARGIN = 0.45  # between the winner and its best rival; below it a person decides
ENOUGH = 0.6  # confidence below which nothing is accepted
_OWN = 0.45  # the least evidence for a division itself, beside that for its ancestors
_SHOWN = 6
_LIKE = 0.72  # confidence in a name that is only like the typed one


class Settled(NamedTuple):
    """A division beyond doubt, as long as nothing else is said: what villages are looked for in."""

    found: Scored
    confidence: float
    match: Match  # with the rest still empty
    alone: bool  # nothing above it was named
    nodes: tuple[int, ...]  # it, or all that a person is asked about


class Judgement:
    """One text, its ranked divisions, and what follows."""

    def __init__(self, gazetteer: Gazetteer, text: str, home: int, ranked: list[Scored]) -> None:
        self._g = gazetteer
        self._text = text
        self._home = home
        self._ranked = ranked

    def verdict(self) -> Match:
        home = self._at_home()
        best = self._ranked[0] if self._ranked else None
        if best is None or best.score < 0.3 or self._far_fetched(best):
            return home or self._like_home() or NOTHING
        if home is not None and self._nearer(home, best):
            return home
        if len(best.hits) == 1 and not best.hits[0].ended and (like := self._like_home()):
            return like
        rivals, margin = self._rivals(best)
        if margin > MARGIN:
            return self.below(self._settle(best, margin))
        return self._ask(best, [r for r in rivals if best.score - r.score <= MARGIN], margin)

    def opening(self, end: int) -> Settled | None:
        """What is settled when the text up to `end` is all names; None when too little is."""
        if not self._ranked or self._ranked[0].score < 0.5:
            return None
        best = self._ranked[0]
        rivals, margin = self._rivals(best)
        if self._rest(best) != end:
            return None
        settled = self._settle(best, margin)
        if margin <= MARGIN:
            rivals = [r for r in rivals if best.score - r.score <= MARGIN]
            asked = self._ask(best, rivals, margin)
            shown = tuple(s.node for s in self._shown(best, rivals))
            settled = settled._replace(match=asked, nodes=shown)
        elif settled.found is not best or settled.match.level < 2:
            return None
        return settled if self._safe(settled) else None

    def _safe(self, settled: Settled) -> bool:
        """Whether names of the own area cannot outweigh it, whatever follows."""
        if self._home == NOWHERE or not settled.alone:
            return True
        county = self._g.at_level(self._home, 3)
        return county != NOWHERE and self._g.holds(county, settled.found.node)

    def _far_fetched(self, best: Scored) -> bool:
        """A likeness of sound without an ending, and nothing beside it."""
        hit = best.hits[0]
        return len(best.hits) == 1 and hit.by_sound and not hit.ended and best.near < OWN_COUNTY

    def _nearer(self, home: Match, best: Scored) -> bool:
        """Whether the own village is meant: 建国社区 here, not 建国街道 of another city."""
        if len(best.hits) > 1:
            return False
        hit = best.hits[0]
        if not hit.ended:
            longer = len(self._text) - len(home.rest) > hit.end
            accepted = home.decision is Verdict.ACCEPT
            return best.near < OWN_COUNTY or hit.weight < _OWN or (accepted and longer)
        return home.decision is Verdict.ACCEPT and hit.start == 0

    def _rivals(self, best: Scored) -> tuple[list[Scored], float]:
        """Those neither above nor below the winner, and the lead over the first of them."""
        rivals = [
            each
            for each in self._ranked[1:]
            if not self._g.holds(each.node, best.node) and not self._g.holds(best.node, each.node)
        ]
        return rivals, best.score - (rivals[0].score if rivals else 0.0)

    def _settle(self, best: Scored, margin: float) -> Settled:
        """The winner, or the ancestor of it that the text really names."""
        found = best
        if best.hits[0].weight < _OWN and len(best.hits) > 1:
            above = best.hits[1]
            found = Scored(above.node, best.score - best.hits[0].weight, best.hits[1:], best.near)
        confidence = self._confidence(found, margin)
        match = self._plain(found, confidence)
        return Settled(found, confidence, match, len(best.hits) == 1, (found.node,))

    def _confidence(self, found: Scored, margin: float) -> float:
        proof = sum(hit.weight for hit in found.hits) / len(found.hits)
        alone = len(found.hits) == 1 and found.near < OWN_COUNTY
        if alone and self._thin(found.hits[0]):
            return 0.3
        return round(min(1.0, 0.6 * proof + 0.4 * min(1.0, margin / 0.9)), 3)

    def _thin(self, hit: Hit) -> bool:
        """Too little to stand alone: a short likeness of sound, 南部 of 南部商务区."""
        if hit.by_sound and hit.end - hit.start < 4:
            return True
        return hit.entry.level > 2 and not hit.ended and hit.end < len(self._text)

    def _rest(self, found: Scored) -> int:
        """Where the names in a row end, those written a second time included."""
        rest = found.hits[0].end
        whole = found.hits[0].ended  # then 浙江 right behind it is that of 浙江大学
        spans = [(hit.start, hit.end) for hit in found.hits if hit.ended or not whole]
        again = True
        while again:
            again = False
            for start, end in [*spans, *self._written_again(found.node, rest)]:
                if start <= rest < end:
                    rest, again = end, True
        return rest

    def _written_again(self, node: int, at: int) -> list[tuple[int, int]]:
        names = [self._g.name[each] for each in self._g.chain(node)]
        return [(at, at + len(name)) for name in names if self._text.startswith(name, at)]

    def below(self, settled: Settled) -> Match:
        """The towns and villages of what is settled, or itself."""
        found = settled.found
        rest = self._rest(found)
        level = self._g.level[found.node]
        if len(settled.nodes) > 1 or not may_name_village(self._text, rest):
            return _with_rest(settled.match, self._text[rest:])
        if level < 4:
            meant = self._misspelt(settled, rest)
            if meant is not None:
                return meant
        if level < 3:
            return _with_rest(settled.match, self._text[rest:])
        county = self._g.at_level(found.node, 3)
        within = self._g.code[found.node][:9] if level == 4 else self._g.code[county][:6]
        pool = self._g.villages(county)
        villages = _closest(pool.find(self._text, rest, within=within))
        sure = bool(villages) and self._sure(level, villages)
        if not villages or villages[0].weight < GUESSED:
            guessed, likeness = pool.like(self._text, rest, within=within)
            if likeness >= CLOSE or (guessed and level == 4):
                villages = guessed
                sure = level == 4 and likeness >= CLOSE and self._shares(guessed[0], rest)
        if not villages:
            return _with_rest(settled.match, self._text[rest:])
        return self._with_villages(settled, villages, sure=sure)

    def _shares(self, village: Found, start: int) -> bool:
        """Whether at least one character is the right one."""
        return any(a == b for a, b in zip(self._text[start:], village.village.name, strict=False))

    def _misspelt(self, settled: Settled, rest: int) -> Match | None:
        """A county or town whose name is like what stands right behind what is settled."""
        g, outer = self._g, settled.found
        for level in range(max(3, g.level[outer.node] + 1), 5):
            named = segment(self._text, rest, level)
            if named is None:
                continue
            inner = range(outer.node + 1, g.end[outer.node])
            names = ((core(g.name[n], level), n) for n in inner if g.level[n] == level)
            nodes, likeness = g.likeness.nearest(named.name, names)
            if CLOSE <= likeness < 1.0:  # else written as it should be, and left aside for a reason
                return self._taken_for(settled, nodes, rest, named)
        return None

    def _taken_for(self, settled: Settled, nodes: list[int], rest: int, named: Segment) -> Match:
        g, first = self._g, settled.match.candidates[0].reasons
        made = []
        for node in nodes[:_SHOWN]:
            why = Reason.of("“{typed}” is like {name}.", typed=named.name, name=g.name[node])
            made.append(upper_candidate(g, node, settled.found.score, (*first, why)))
        top, node = made[0], nodes[0]
        shares = any(a == b for a, b in zip(named.name, g.name[node], strict=False))
        accept = len(nodes) == 1 and shares and settled.match.decision is Verdict.ACCEPT
        meant = Match(
            top.code, top.level, top.name, _LIKE if accept else ENOUGH - 0.01,
            Verdict.ACCEPT if accept else Verdict.REVIEW, tuple(made), self._text[named.end :],
            top.code if accept else settled.match.code,
        )  # fmt: skip
        if not accept:
            return meant
        hit = settled.found.hits[0]._replace(node=node, start=rest, end=named.end, ended=True)
        found = settled.found._replace(node=node, hits=(hit, *settled.found.hits))
        return self.below(Settled(found, _LIKE, meant, alone=False, nodes=(node,)))

    def _sure(self, level: int, villages: list[Found]) -> bool:
        """Whether a village name suffices: the town is known, or the name is not one of many.

        Below a county alone, names of two characters (新星, 跃丰) were right in 83 of 100 real
        addresses only.
        """
        top = villages[0]
        if level == 4:
            return True
        if top.end - top.start - top.ending > 2:
            return not top.twins
        own = self._home != NOWHERE and self._g.level[self._home] == 4
        return own and top.village.code.startswith(self._g.code[self._home][:9])

    def _with_villages(self, settled: Settled, villages: list[Found], *, sure: bool) -> Match:
        found, confidence = settled.found, settled.confidence
        top = villages[0]
        candidates = self._village_candidates(
            found.score, villages, settled.match.candidates[0].reasons
        )
        strength = confidence * (0.7 + 0.3 * min(1.0, top.weight)) / len(villages)
        accept = sure and len(villages) == 1 and top.weight >= _OWN and strength >= ENOUGH
        verdict = Verdict.ACCEPT if accept else Verdict.REVIEW
        named = top.ending and top.start == self._rest(found)
        if not accept and top.weight < 0.6 and not named:
            # Too little to say that a village is meant at all: what stands above is still sure.
            shown = (*settled.match.candidates, *candidates)
            rest = self._text[self._rest(found) :]
            return replace(settled.match, candidates=shown, rest=rest)
        strength = strength if accept else min(strength, ENOUGH - 0.01)
        code = top.village.code
        certain = code if accept else self._g.code[found.node]
        return Match(
            code, 5, top.village.name, round(strength, 3), verdict,
            candidates, self._text[top.end :], certain,
        )  # fmt: skip

    def _village_candidates(
        self, score: float, villages: list[Found], first: tuple[Reason, ...]
    ) -> tuple[Candidate, ...]:
        made = []
        for each in villages[:_SHOWN]:
            why = (*first, village_reason(each))
            made.append(candidate(self._g, each.village.code, score + each.weight, why))
        return tuple(c for c in made if c is not None)

    def _plain(self, found: Scored, confidence: float) -> Match:
        """The division itself; its rest is filled in by `below`."""
        node = found.node
        verdict = Verdict.ACCEPT if confidence >= ENOUGH else Verdict.REVIEW
        code, parent = self._g.code[node], self._g.parent[node]
        above = self._g.code[parent] if parent != NOWHERE else ""
        own = upper_candidate(self._g, node, found.score, self._why(found))
        return Match(
            code, self._g.level[node], self._g.name[node], confidence, verdict, (own,), "",
            code if verdict is Verdict.ACCEPT else above,
        )  # fmt: skip

    def _ask(self, best: Scored, rivals: list[Scored], margin: float) -> Match:
        shown = self._shown(best, rivals)
        made = [upper_candidate(self._g, s.node, s.score, self._why(s)) for s in shown[:_SHOWN]]
        confidence = min(self._confidence(best, margin), ENOUGH - 0.01)
        return Match(
            self._g.code[best.node], self._g.level[best.node], self._g.name[best.node],
            round(max(confidence * 0.8, 0.0), 3), Verdict.REVIEW,
            tuple(made), self._text[self._rest(best) :], self._common([s.node for s in shown]),
        )  # fmt: skip

    def _shown(self, best: Scored, rivals: list[Scored]) -> list[Scored]:
        """What a person is asked about: none of them holds another."""
        shown: list[Scored] = []
        for each in [best, *rivals]:
            if not any(self._g.holds(each.node, other.node) for other in shown):
                shown.append(each)
        return shown

    def _common(self, nodes: list[int]) -> str:
        for each in self._g.chain(nodes[0]):
            if all(self._g.holds(each, node) for node in nodes):
                return self._g.code[each]
        return ""

    def _at_home(self) -> Match | None:
        """A village of the own township or county, when the text names nothing larger."""
        if self._home == NOWHERE or self._g.level[self._home] < 3:
            return None
        county = self._g.at_level(self._home, 3)
        town = self._g.code[self._home][:9] if self._g.level[self._home] == 4 else ""
        pool = self._g.villages(county)
        villages = _closest(pool.find(self._text, 0, within=town))
        inside = bool(villages)  # else: of a neighbouring town, which a person has to confirm
        villages = villages or _closest(pool.find(self._text, 0, within=""))
        if not villages or villages[0].weight < 0.4:
            return None
        top = villages[0]
        candidates = self._village_candidates(top.weight, villages, (IN_OWN_AREA,))
        need = 0.6 if town else 0.75
        inside = inside and top.kin and bool(town or not top.twins)
        accept = inside and len(villages) == 1 and top.weight >= need and top.start == 0
        confidence = round((0.4 + 0.5 * top.weight) / len(villages), 3)
        confidence = confidence if accept else min(confidence, ENOUGH - 0.01)
        return Match(
            top.village.code, 5, top.village.name, confidence,
            Verdict.ACCEPT if accept else Verdict.REVIEW,
            candidates, self._text[top.end :],
            top.village.code if accept else self._g.code[self._home],
        )  # fmt: skip

    def _like_home(self) -> Match | None:
        """Villages of the own area whose names are like the typed one; a person decides."""
        if self._home == NOWHERE or self._g.level[self._home] < 3:
            return None
        county = self._g.at_level(self._home, 3)
        within = self._g.code[self._home][: 9 if self._g.level[self._home] == 4 else 6]
        villages, likeness = self._g.villages(county).like(self._text, 0, within=within)
        if likeness < CLOSE:
            return None
        candidates = self._village_candidates(GUESSED, villages, (IN_OWN_AREA,))
        top = villages[0]
        return Match(
            top.village.code, 5, top.village.name, round(0.5 / len(villages), 3), Verdict.REVIEW,
            candidates, self._text[top.end :], self._g.code[self._home],
        )  # fmt: skip

    def _why(self, found: Scored) -> tuple[Reason, ...]:
        return reasons(self._g, self._text, found)


def _with_rest(match: Match, rest: str) -> Match:
    return Match(
        match.code, match.level, match.name, match.confidence, match.decision, match.candidates,
        rest, match.certain,
    )  # fmt: skip


def _closest(villages: list[Found]) -> list[Found]:
    """The best village and those that cannot be told from it; one entry a village."""
    kept: dict[str, Found] = {}
    for each in villages:
        if each.weight > villages[0].weight - 0.15:
            kept.setdefault(each.village.code, each)
    exact = [each for each in kept.values() if not each.by_sound]
    chosen = exact or list(kept.values())
    longest = max((each.end - each.start for each in chosen), default=0)
    return [each for each in chosen if each.end - each.start >= longest - 1]
