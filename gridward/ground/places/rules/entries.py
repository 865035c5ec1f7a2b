"""All names under which divisions are looked for, and the two automata that find them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from gridward.ground.places.rules import names
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer

_IN_FORCE, _FORMER = 1.0, 0.8


class Entry(NamedTuple):
    """One name of one division. `level` is that of the name (a former county may be a city now)."""

    node: int
    level: int
    ending: str  # the official rest after the core
    weight: float
    former: int  # index into Gazetteer.former, NOWHERE for a name in force
    name: str  # as it is or was official
    generic: bool  # 开发区 and the like
    sound: str  # of the core, syllable by syllable
    unlikely: bool  # 中区, 城区, 白镇, and 大社区 of 高雄: only right after what holds them


class Borne(NamedTuple):
    """The entries of one spelling."""

    upper: tuple[Entry, ...]  # levels 1 to 3
    towns: tuple[Entry, ...]  # in the order of their divisions
    nodes: tuple[int, ...]  # of the towns
    many: int  # how many entries in all

    @classmethod
    def of(cls, entries: list[Entry]) -> "Borne":
        """The entries sorted for use."""
        towns = tuple(sorted((e for e in entries if e.level == 4), key=_node))
        upper = tuple(e for e in entries if e.level < 4)
        return cls(upper, towns, tuple(e.node for e in towns), len(entries))

    def looked_at(self, ranges: list[tuple[int, int]], *, few: int) -> Iterator[Entry]:
        """The towns in any of these ranges of divisions, and all others where they are `few`."""
        if self.many <= few:
            return (e for e in self.towns if not e.generic or _inside(e.node, ranges))
        found: set[int] = set()
        for first, end in ranges:
            at = bisect_left(self.nodes, first)
            while at < len(self.nodes) and self.nodes[at] < end:
                found.add(at)
                at += 1
        return (self.towns[at] for at in sorted(found))


def _inside(node: int, ranges: list[tuple[int, int]]) -> bool:
    return any(first <= node < end for first, end in ranges)


def _node(entry: Entry) -> int:
    return entry.node


class Spellings:
    """An automaton over spellings with the entries of each."""

    def __init__(self, entries: dict[str, list[Entry]]) -> None:
        self._borne = [Borne.of(each) for each in entries.values()]
        self._automaton = AhoCorasick(list(entries))

    def ends(self, text: str) -> list[int]:
        """Where spellings end in the text."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [end for _, _, end in found]

    def find(self, text: str) -> list[tuple[int, int, Borne]]:
        """Start, end and entries of every spelling in the text, the longest of a start first."""
        borne = self._borne
        found = [
            (start, -end, borne[which])
            for which, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ]
        found.sort(key=_place)
        return [(start, -end, each) for start, end, each in found]


def _place(found: tuple[int, int, Borne]) -> tuple[int, int]:
    return found[:2]


def by_spelling(
    gazetteer: Gazetteer, spellings: Callable[[str, int], Iterable[str]]
) -> dict[str, list[Entry]]:
    """All entries by what `spellings(official name, length of its core)` makes of them."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for core, name, entry in _entries(gazetteer):
        for spelling in spellings(name, len(core)):
            found[spelling].append(entry)
    return found


def sounds_by_county(gazetteer: Gazetteer, by_sound: dict[str, list[Entry]]) -> dict[int, set[str]]:
    """How the names of the towns of a county sound, and all that lay there once."""
    found: dict[int, set[str]] = defaultdict(set)
    for sound, entries in by_sound.items():
        for entry in entries:
            if gazetteer.level[entry.node] == 4:
                found[gazetteer.at_level(entry.node, 3)].add(sound)
            if entry.former != NOWHERE:
                once = gazetteer.today(gazetteer.former[entry.former].parent)
                found[gazetteer.at_level(once, 3)].add(sound)
    return found


def _entries(gazetteer: Gazetteer) -> Iterator[tuple[str, str, Entry]]:
    for node, name in enumerate(gazetteer.name):
        if not names.is_placeholder(name):
            yield _entry(gazetteer, node, name, gazetteer.level[node], NOWHERE)
    for number, old in enumerate(gazetteer.former):
        for code in old.became:
            yield _entry(gazetteer, gazetteer.node(code), old.name, old.level, number)


def _entry(
    gazetteer: Gazetteer, node: int, name: str, level: int, former: int
) -> tuple[str, str, Entry]:
    core = names.core(name, level)
    ending = name[len(core) :]
    whole = not ending and len(core) < 3 and not name.endswith("县")
    beyond = node >= gazetteer.beyond and gazetteer.code[node].startswith("71")
    unlikely = level >= 3 and (whole or beyond)
    weight = _IN_FORCE if former == NOWHERE else _FORMER
    generic, sound = names.is_generic(name), gazetteer.sounds.exact(core)
    entry = Entry(node, level, ending, weight, former, name, generic, sound, unlikely)
    return core, name, entry
