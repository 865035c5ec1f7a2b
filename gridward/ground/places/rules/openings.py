"""The short way: an address that begins with whole official names, and says no other place later.

What such a beginning means is worked out by the full scoring once and kept; the rest of the text is
only looked at for what could change it. In any doubt the text takes the long way. Both ways agree
(tests/places/test_rules_openings.py).
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gridward.ground.places.rules import names
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.hits import Index
from gridward.ground.places.rules.judge import Judgement, Settled
from gridward.ground.places.rules.values import Match, Verdict

_KEPT = 20_000  # beginnings, about 1 kB each
OPEN = "\0"  # stands for a rest that is neither the end of the text nor an ending
# A town may be named, rightly or wrongly spelt; the same for what lies above it.
_TOWN_LIKE = re.compile(r"[镇乡]|街道|办事处|苏木|地区")
_NAME_LIKE = re.compile(
    r"[镇乡省县旗州盟]|(?<![超城])市(?![场政民])|街道|办事处|苏木|地区"
    r"|(?<![小园业社发a-z0-9一二三四])区"
)
_TOWN_WORDS = re.compile(r"[园发业理示城]区|[农林茶渔牧果]场|新城")  # towns named by a word
_BEFORE = frozenset("从自到在由往回去于至住来经赴返是")
_SHORT, _WHOLE, _ENDED = 0, 1, 2  # 宁乡; 横岭农场, which has no ending of a division; 宁乡市
_FRONT = 30  # characters in which names at the front are looked for
_TYPED = ("镇", "乡", "街道")
_Key = tuple[str, int, date | None]
_Settle = Callable[[str, int, date | None], Settled | None]


class Openings:
    """Answers texts that begin with official names. Thread-safe: at worst, work is done twice."""

    def __init__(self, index: Index, settle: _Settle) -> None:
        """`settle(beginning, home, at)`: what the full scoring says of a beginning."""
        self._index = index
        self._g = gazetteer = index.gazetteer
        self._settle = settle
        self._known: OrderedDict[_Key, Settled | None] = OrderedDict()
        self._below: dict[int, AhoCorasick] = {}
        self._odd: set[str] = set()  # 北区, 城区: names only right after what holds them
        self._towns: set[str] = set()
        kinds: dict[str, int] = {}
        for name, level in _names(gazetteer):
            core = names.core(name, level)
            if level == 4:
                self._towns.add(core)
            elif not names.is_placeholder(name):
                kinds.setdefault(core, _SHORT)
            if len(name) == 2 and core == name:
                self._odd.add(name)
            elif not names.is_generic(name):
                kinds[name] = _WHOLE if core == name else _ENDED
                if level == 4 and core != name:
                    kinds.update((core + ending, _ENDED) for ending in _TYPED)
        self._kinds = list(kinds.values())
        self._front = AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest)
        whole = [name for name, kind in kinds.items() if kind != _SHORT]
        self._later = AhoCorasick(whole, matchkind=MatchKind.LeftmostLongest)

    def match(self, text: str, home: int, at: date | None) -> Match | None:
        """The answer, None when the text has to take the long way."""
        end, whole = self._beginning(text)
        if not end or self._other_names(text, end):
            return None
        key = (text[:end] if whole else text[:end] + OPEN, home, at)
        settled = self._known.get(key)
        if settled is None:
            if key in self._known:
                return None
            settled = self._learn(key)
            if settled is None:
                return None
        rest = text[end:]
        if self._may_change(rest, settled) if whole else self._may_vary(rest, settled):
            return None
        if settled.alone and home != NOWHERE and self._begins_at_home(text, end, home):
            return None
        return Judgement(self._g, text, home, []).below(settled)

    def says_nothing(self, text: str) -> bool:
        """Whether a text surely names no division: roads, estates and firms only."""
        return not _NAME_LIKE.search(text) and all(
            names.belongs_elsewhere(text, end) for end in self._index.ends(text)
        )

    def _beginning(self, text: str) -> tuple[int, bool]:
        """Where the names at the front end (0: there are none), and whether the last is whole."""
        reached, end = 0, 0  # of names in a row; of the last whole one among them
        for which, start, stop in self._front.find_matches_as_indexes(text[:_FRONT]):
            if start != reached:
                break
            kind = self._kinds[which]
            if kind == _WHOLE and names.belongs_elsewhere(text, stop):
                return 0, False
            reached, end = stop, end if kind == _SHORT else stop
        if end:
            return end, True
        return (0 if self._goes_on(text, reached) else reached), False

    def _other_names(self, text: str, end: int) -> bool:
        """Whether whole names stand in what follows."""
        return text[end : end + 2] in self._odd or any(
            not names.belongs_elsewhere(text, end + stop)
            for _, _, stop in self._later.find_matches_as_indexes(text[end:])
        )

    def _goes_on(self, text: str, end: int) -> bool:
        """Whether the last short name is, with what follows, another name or part of one."""
        return (
            text[end : end + 1] in names.ENDING_FIRST
            or names.belongs_elsewhere(text, end)
            or names.other_ending(text, end, 1)
            or any(text[end : end + length] in self._towns for length in (2, 3, 4))
        )

    def _learn(self, key: _Key) -> Settled | None:
        settled = self._settle(*key)
        self._known[key] = settled
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return settled

    def _may_change(self, rest: str, settled: Settled) -> bool:
        """Whether what follows whole names may name a town below, or what lies above."""
        if settled.alone and any(core in rest for core in self._above(settled.nodes)):
            return True
        sounds = self._g.sounds.fuzzy(rest)
        if settled.match.level == 4 and settled.match.decision is Verdict.ACCEPT:
            county = self._g.at_level(settled.found.node, 3)
            return bool(_TOWN_WORDS.search(rest)) and bool(self._heard(county, rest, sounds))
        heard = [self._heard(node, rest, sounds) for node in settled.nodes]
        if not any(heard):
            return False
        if settled.match.level < 3 or settled.match.decision is not Verdict.ACCEPT:
            return True
        return (
            any(start == 0 for starts in heard for start in starts)
            or bool(_TOWN_LIKE.search(rest))
            or not _BEFORE.isdisjoint(rest)
            or any(core in rest for core in self._above(settled.nodes))
        )

    def _may_vary(self, rest: str, settled: Settled) -> bool:
        """Whether what follows short names may say anything at all about the place."""
        if not rest or _NAME_LIKE.search(rest) or not _BEFORE.isdisjoint(rest):
            return True
        if self._front.find_matches_as_indexes(rest):
            return True
        sounds = self._g.sounds.fuzzy(rest)
        return any(self._heard(node, rest, sounds) for node in settled.nodes)

    def _heard(self, node: int, rest: str, sounds: str) -> list[int]:
        """Where something sounds like a division below `node` and is no road or estate."""
        known = self._below.get(node)
        if known is None:
            known = AhoCorasick(
                self._sounds_below(node), implementation=Implementation.NoncontiguousNFA
            )
            self._below[node] = known
        return [
            start
            for _, start, end in known.find_matches_as_indexes(sounds)
            if not names.belongs_elsewhere(rest, end)
        ]

    def _sounds_below(self, node: int) -> list[str]:
        g = self._g
        found = {OPEN}  # an automaton needs something to look for
        county = g.at_level(node, 3)
        for each in range(node, g.end[node]) if county == NOWHERE else (county,):
            found |= self._index.sounds.get(each, set())
            if each != county and g.level[each] == 3:
                found |= g.sounds.spellings(g.name[each], len(names.core(g.name[each], 3)))
        return list(found)

    def _above(self, nodes: tuple[int, ...]) -> set[str]:
        """The short names of what holds the divisions, and their own above a town."""
        g = self._g
        chains = {each for node in nodes for each in g.chain(node) if g.level[each] < 4}
        return {names.core(g.name[each], g.level[each]) for each in chains}

    def _begins_at_home(self, text: str, end: int, home: int) -> bool:
        """Whether a village of the own county may be meant by the beginning itself."""
        villages = self._g.villages(self._g.at_level(home, 3))
        return any(found.start < end for found in villages.find(text, 0))


def _names(gazetteer: Gazetteer) -> list[tuple[str, int]]:
    return [
        *zip(gazetteer.name, gazetteer.level, strict=True),
        *((old.name, old.level) for old in gazetteer.former),
    ]
