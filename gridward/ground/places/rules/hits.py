"""Finds every name of the gazetteer in a text, as written and as it sounds, in one pass each."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from gridward.ground.places.rules import names
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer

_MANY = 12  # names borne by more towns than this are looked at only below something else found
_BEFORE = re.compile(r"[从自到在由往回去于至住来经赴返是]$")


class Entry(NamedTuple):
    """One name of one division. `level` is that of the name (a former county may be a city now)."""

    node: int
    level: int
    ending: str  # the official rest after the core
    weight: float
    former: int  # index into Gazetteer.former, NOWHERE for a name in force
    name: str  # as it is or was official
    generic: bool  # 开发区 and the like


class Hit(NamedTuple):
    """A name found: characters ``start`` to ``end`` (with its ending), how well (0..1)."""

    node: int
    start: int
    end: int
    weight: float
    entry: Entry
    by_sound: bool
    ended: bool  # an ending such as 市 or 镇 was written
    plain: bool  # written exactly as the official name


class Index:
    """The two automata over the gazetteer. Built in about a second; read-only afterwards."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        by_core: dict[str, list[Entry]] = defaultdict(list)
        by_sound: dict[str, list[Entry]] = defaultdict(list)
        for core, name, entry in _entries(gazetteer):
            by_core[core].append(entry)
            for spelling in gazetteer.sounds.spellings(name, len(core)):
                by_sound[spelling].append(entry)
        self._core_entries = list(by_core.values())
        self._sound_entries = list(by_sound.values())
        self._cores = AhoCorasick(list(by_core))
        self._sounds = AhoCorasick(list(by_sound))

    def hits(self, text: str, near: int, at: date | None) -> dict[int, list[Hit]]:
        """All hits by division. `near` decides which of many equal town names are looked at."""
        raw = _Collector(self.gazetteer, text, near, at)
        found = self._cores.find_matches_as_indexes(text, overlapping=True)
        alike = self._sounds.find_matches_as_indexes(
            self.gazetteer.sounds.fuzzy(text), overlapping=True
        )
        raw.take(
            [(self._core_entries[i], start, end, False) for i, start, end in found]
            + [(self._sound_entries[i], start, end, True) for i, start, end in alike]
        )
        return raw.without_outdated()


def _entries(gazetteer: Gazetteer) -> Iterable[tuple[str, str, Entry]]:
    for node, name in enumerate(gazetteer.name):
        level = gazetteer.level[node]
        if not names.is_placeholder(name):
            core = names.core(name, level)
            generic = names.is_generic(name)
            yield core, name, Entry(node, level, name[len(core) :], 1.0, NOWHERE, name, generic)
    for number, old in enumerate(gazetteer.former):
        core = names.core(old.name, old.level)
        rest, generic = old.name[len(core) :], names.is_generic(old.name)
        for code in old.became:
            node = gazetteer.node(code)
            yield core, old.name, Entry(node, old.level, rest, 0.8, number, old.name, generic)


class _Collector:
    """Turns what the automata found in one text into weighed hits."""

    def __init__(self, gazetteer: Gazetteer, text: str, near: int, at: date | None) -> None:
        self.hits: dict[int, list[Hit]] = {}
        self._gazetteer = gazetteer
        self._text = text
        self._at = at
        self._anchors = set(gazetteer.chain(near)) if near != NOWHERE else set()
        self._ends = {0}
        self._written: list[tuple[int, int]] = []  # end and level of what was plainly written

    def take(self, found: list[tuple[list[Entry], int, int, bool]]) -> None:
        """Counties and above first: they say which of the many towns are worth a look."""
        found.sort(key=lambda f: (f[1], -f[2]))
        for entries, start, end, by_sound in found:
            for entry in entries:
                if entry.level < 4:
                    self._add(entry, start, end, by_sound=by_sound)
        anchors = self._anchors | {
            node for node, hits in self.hits.items() if any(h.weight >= 0.3 for h in hits)
        }
        for entries, start, end, by_sound in found:
            for entry in entries:
                if entry.level == 4 and (
                    self._near(entry, anchors)
                    or self._worth(entry, entries, end - start, by_sound=by_sound)
                ):
                    self._add(entry, start, end, by_sound=by_sound)

    def without_outdated(self) -> dict[int, list[Hit]]:
        """The hits, less former names that stand for a division in force in the same prefecture.

        黄岩 is a district of 台州 today; parts of the former 黄岩市 in 路桥区 say nothing.
        """
        in_force: dict[int, set[int]] = {}
        for node, hits in self.hits.items():
            for hit in hits:
                if hit.entry.former == NOWHERE and not hit.by_sound and hit.weight >= 0.5:
                    in_force.setdefault(hit.start, set()).add(self._gazetteer.at_level(node, 2))
        for node, hits in self.hits.items():
            city = self._gazetteer.at_level(node, 2)
            hits[:] = [
                hit
                for hit in hits
                if hit.entry.former == NOWHERE
                or city not in in_force.get(hit.start, ())
                or any(h.start == hit.start and h.entry.former == NOWHERE for h in hits)
            ]
        return {node: hits for node, hits in self.hits.items() if hits}

    def _worth(self, entry: Entry, rivals: list[Entry], length: int, *, by_sound: bool) -> bool:
        """Whether a town is looked at though nothing above it is named."""
        if len(rivals) > _MANY or entry.generic:
            return False
        return not by_sound or length > 2

    def _near(self, entry: Entry, anchors: set[int]) -> bool:
        return not anchors.isdisjoint(self._gazetteer.chain(entry.node))

    def _add(self, entry: Entry, start: int, end: int, *, by_sound: bool) -> None:
        if by_sound and entry.name.startswith(self._text[start:end]):
            return  # written as it should be: found by its characters already
        weight, stop, ended = self._weigh(entry, start, end, by_sound=by_sound)
        if weight < 0.12:
            return
        if weight >= 0.5:
            self._ends.add(stop)
        plain = not by_sound and stop - start == len(entry.name) and weight >= 0.75
        if plain:
            self._written.append((stop, entry.level))
        hit = Hit(entry.node, start, stop, weight, entry, by_sound, ended, plain)
        self.hits.setdefault(entry.node, []).append(hit)

    def _weigh(
        self, entry: Entry, start: int, end: int, *, by_sound: bool
    ) -> tuple[float, int, bool]:
        text = self._text
        adjacent = start in self._ends or bool(_BEFORE.search(text, 0, start))
        fit, stop, ended = self._ending(entry, start, end, adjacent=adjacent)
        if not (start and adjacent) and self._unlikely(entry, end - start):
            fit = min(fit, 0.3)
        weight = fit * entry.weight
        if entry.former != NOWHERE and not self._in_force(entry.former):
            weight *= 0.7
        if by_sound:
            weight *= self._likeness(entry, start, end, ended=ended)
        return weight, stop, ended

    def _ending(
        self, entry: Entry, start: int, end: int, *, adjacent: bool
    ) -> tuple[float, int, bool]:
        text = self._text
        if entry.ending and text.startswith(entry.ending, end):
            stop = end + len(entry.ending)
            roadlike = names.belongs_elsewhere(text, stop) and entry.level == 4 and not adjacent
            return (0.6 if roadlike else 1.0), stop, True
        other = names.typed_ending(text, end, entry.level)
        if other and entry.ending:
            return 0.85, end + other, True
        if not entry.ending and not names.belongs_elsewhere(text, end):
            return (0.95 if adjacent else 0.8), end, True
        return self._bare(entry, start, end, adjacent=adjacent), end, False

    def _unlikely(self, entry: Entry, length: int) -> bool:
        """中区, 城区, 白镇, and 大社区 of 高雄: only right after what holds them."""
        if entry.level < 3:
            return False
        whole = not entry.ending and length < 3 and not entry.name.endswith("县")
        return whole or entry.node >= self._gazetteer.beyond

    def _bare(self, entry: Entry, start: int, end: int, *, adjacent: bool) -> float:
        """The weight of a name without its ending."""
        text = self._text
        if names.belongs_elsewhere(text, end) or (entry.ending and text[end - 1] in "路街道巷弄"):
            return 0.15
        levels = (level for level in (2, 3, 4, 5) if level != entry.level)
        if any(names.typed_ending(text, end, level) for level in levels):
            return 0.25
        weight = 0.6 if entry.level == 4 else 0.85
        if any(stop <= start and level >= entry.level for stop, level in self._written):
            weight *= 0.5  # 上城区西湖银泰: the district is said already, this is a name in it
        return weight if adjacent else weight * 0.6

    def _likeness(self, entry: Entry, start: int, end: int, *, ended: bool) -> float:
        name = entry.name
        typed = self._text[start:end]
        same = sum(a == b for a, b in zip(typed, name, strict=False))
        sounds = self._gazetteer.sounds
        exact = sounds.exact(typed) == sounds.exact(name[: end - start])
        short = end - start == 2
        likeness = (0.55 if short else 0.65) + (0.1 if same else 0.0) + (0.05 if exact else 0.0)
        return likeness if ended else likeness * 0.7

    def _in_force(self, former: int) -> bool:
        return self._at is None or str(self._at.year) <= self._gazetteer.former[former].last
