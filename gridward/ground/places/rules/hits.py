"""Finds every name of the gazetteer in a text, as written and as it sounds, in one pass each."""

from datetime import date
from typing import NamedTuple

from gridward.ground.places.rules import names
from gridward.ground.places.rules.entries import (
    Borne,
    Entry,
    Spellings,
    by_spelling,
    sounds_by_county,
)
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer

_BEFORE = frozenset("从自到在由往回去于至住来经赴返是")
_MANY = 12  # names borne by more towns than this are looked at only below something else found
_LEAST = 0.16  # hits below are not kept: those of roads, estates and firms are 0.15
_ANCHOR = 0.3  # what a hit needs for the towns below it to be looked at


class Hit(NamedTuple):
    """A name found: characters ``start`` to ``end`` (with its ending), how well (0..1)."""

    node: int
    start: int
    end: int
    weight: float
    entry: Entry
    by_sound: bool
    ended: bool  # an ending such as 市 or 镇 was written
    plain: bool  # written with an ending, and not merely sounding like it


class Index:
    """The two automata over the gazetteer. Built in about a second; read-only afterwards."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._cores = Spellings(by_spelling(gazetteer, lambda name, length: (name[:length],)))
        by_sound = by_spelling(gazetteer, gazetteer.sounds.spellings)
        self._sounds = Spellings(by_sound)
        self.sounds = sounds_by_county(gazetteer, by_sound)

    def ends(self, text: str) -> list[int]:
        """Where names as written end, without their endings."""
        return self._cores.ends(text)

    def hits(self, text: str, near: int, at: date | None) -> dict[int, list[Hit]]:
        """All hits by division. `near` decides which of many equal town names are looked at."""
        raw = _Collector(self.gazetteer, text, near, at)
        found = self._cores.find(text)
        alike = self._sounds.find(self.gazetteer.sounds.fuzzy(text))
        raw.take(found, alike)
        return raw.without_outdated()


class _Collector:
    """Turns what the automata found in one text into weighed hits."""

    def __init__(self, gazetteer: Gazetteer, text: str, near: int, at: date | None) -> None:
        self.hits: dict[int, list[Hit]] = {}
        self._gazetteer = gazetteer
        self._text = text
        self._exact = ""
        self._at = at
        self._anchors = set(gazetteer.chain(near)) if near != NOWHERE else set()
        self._ends = {0}
        self._counties: set[int] = set()
        self._written: list[tuple[int, int]] = []  # end and level of what was plainly written
        self._elsewhere: dict[int, bool] = {}

    def take(
        self, found: list[tuple[int, int, Borne]], alike: list[tuple[int, int, Borne]]
    ) -> None:
        """Counties and above first: they say which of the many towns are worth a look."""
        for start, end, borne in found:
            for entry in borne.upper:
                self._add(entry, start, end)
        heard = [each for each in alike if self._audible(*each)]
        for start, end, borne in heard:
            for entry in borne.upper:
                self._add_sound(entry, start, end)
        self._take_towns(found, heard, self._ranges())

    def _ranges(self) -> list[tuple[int, int]]:
        """The divisions below which towns are looked for, as ranges."""
        anchors = self._anchors | {
            node for node, hits in self.hits.items() if any(h.weight >= _ANCHOR for h in hits)
        }
        # 开发区 is a town of one county and a word everywhere else
        self._counties = {self._gazetteer.at_level(node, 3) for node in anchors}
        return [(node, self._gazetteer.end[node]) for node in anchors]

    def _take_towns(
        self,
        found: list[tuple[int, int, Borne]],
        heard: list[tuple[int, int, Borne]],
        ranges: list[tuple[int, int]],
    ) -> None:
        for start, end, borne in found:
            for entry in borne.looked_at(ranges, few=_MANY) if borne.towns else ():
                self._add(entry, start, end)
        for start, end, borne in heard:
            few = _MANY if end - start > 2 else 0
            for entry in borne.looked_at(ranges, few=few) if borne.towns else ():
                self._add_sound(entry, start, end)

    def _audible(self, start: int, end: int, _borne: Borne) -> bool:
        """A likeness of sound counts before an ending, or right after another name."""
        return start in self._ends or self._text[end : end + 1] in names.ENDING_FIRST

    def without_outdated(self) -> dict[int, list[Hit]]:
        """The hits, less former names that stand for a division in force in the same prefecture.

        黄岩 is a district of 台州 today; parts of the former 黄岩市 in 路桥区 say nothing.
        """
        formers = [h for hits in self.hits.values() for h in hits if h.entry.former != NOWHERE]
        if not formers:
            return self.hits
        in_force: dict[int, set[int]] = {}
        for node, hits in self.hits.items():
            for hit in hits:
                if hit.entry.former == NOWHERE and not hit.by_sound and hit.weight >= 0.5:
                    in_force.setdefault(hit.start, set()).add(self._gazetteer.at_level(node, 2))
        for node in {hit.node for hit in formers}:
            hits = self.hits[node]
            city = self._gazetteer.at_level(node, 2)
            hits[:] = [
                hit
                for hit in hits
                if hit.entry.former == NOWHERE
                or not self._gazetteer.former[hit.entry.former].last  # 苏州高新区: a zone
                or city not in in_force.get(hit.start, ())
                or any(h.start == hit.start and h.entry.former == NOWHERE for h in hits)
            ]
        return {node: hits for node, hits in self.hits.items() if hits}

    def _add_sound(self, entry: Entry, start: int, end: int) -> None:
        if not entry.name.startswith(self._text[start:end]):  # else found by its characters
            weight, stop, ended = self._weigh(entry, start, end)
            weight *= self._likeness(entry, start, end, ended=ended)
            self._keep(entry, start, stop, weight, by_sound=True, ended=ended)

    def _add(self, entry: Entry, start: int, end: int) -> None:
        if entry.generic and self._gazetteer.at_level(entry.node, 3) not in self._counties:
            return
        weight, stop, ended = self._weigh(entry, start, end)
        self._keep(entry, start, stop, weight, by_sound=False, ended=ended)

    def _keep(
        self, entry: Entry, start: int, stop: int, weight: float, *, by_sound: bool, ended: bool
    ) -> None:
        if weight < _LEAST:
            return
        official = stop - start == len(entry.name) or start in self._ends
        plain = ended and official and not by_sound and weight >= 0.75
        if weight >= 0.5:
            self._ends.add(stop)
        if plain:
            self._written.append((stop, entry.level))
        hit = Hit(entry.node, start, stop, weight, entry, by_sound, ended, plain)
        self.hits.setdefault(entry.node, []).append(hit)

    def _weigh(self, entry: Entry, start: int, end: int) -> tuple[float, int, bool]:
        adjacent = start in self._ends or self._text[start - 1] in _BEFORE
        fit, stop, ended = self._ending(entry, start, end, adjacent=adjacent)
        if entry.unlikely and not (start and adjacent):
            fit = min(fit, 0.3)
        weight = fit * entry.weight
        if entry.former != NOWHERE and not self._in_force(entry.former):
            weight *= 0.7
        return weight, stop, ended

    def _ending(
        self, entry: Entry, start: int, end: int, *, adjacent: bool
    ) -> tuple[float, int, bool]:
        text = self._text
        if entry.ending:
            if text.startswith(entry.ending, end):
                stop = end + len(entry.ending)
                roadlike = entry.level == 4 and not adjacent and self._is_elsewhere(stop)
                return (0.6 if roadlike else 1.0), stop, True
            other = names.typed_ending(text, end, entry.level)
            if other:
                return 0.85, end + other, True
        elif not self._is_elsewhere(end):
            return (0.95 if adjacent else 0.8), end, True
        return self._bare(entry, start, end, adjacent=adjacent), end, False

    def _is_elsewhere(self, end: int) -> bool:
        known = self._elsewhere.get(end)
        if known is None:
            known = self._elsewhere[end] = names.belongs_elsewhere(self._text, end)
        return known

    def _bare(self, entry: Entry, start: int, end: int, *, adjacent: bool) -> float:
        """The weight of a name without its ending."""
        if self._is_elsewhere(end) or (entry.ending and self._text[end - 1] in "路街道巷弄"):
            return 0.15
        if names.other_ending(self._text, end, entry.level):
            return 0.25
        weight = 0.6 if entry.level == 4 else 0.85
        if any(stop <= start and level >= entry.level for stop, level in self._written):
            weight *= 0.5  # 上城区西湖银泰: the district is said already, this is a name in it
        return weight if adjacent else weight * 0.6

    def _likeness(self, entry: Entry, start: int, end: int, *, ended: bool) -> float:
        typed = self._text[start:end]
        same = any(a == b for a, b in zip(typed, entry.name, strict=False))
        sounds = self._gazetteer.sounds
        self._exact = self._exact or sounds.exact(self._text)
        exact = self._exact[start:end] == entry.sound
        short = end - start == 2
        likeness = (0.55 if short else 0.65) + (0.1 if same else 0.0) + (0.05 if exact else 0.0)
        return likeness if ended else likeness * 0.7

    def _in_force(self, former: int) -> bool:
        last = self._gazetteer.former[former].last  # empty for a zone, which has no end
        return self._at is None or not last or str(self._at.year) <= last
