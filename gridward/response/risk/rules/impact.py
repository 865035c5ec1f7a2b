"""What a policy would change: counts by measure and place, and what that costs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gridward.core.paths import lineage
from gridward.response.risk.rules.pack import Pack
from gridward.response.risk.rules.values import ISOLATING, MEASURES

_SLOTS = 2  # a day, where a pack says nothing of times: both for isolated persons (T03)


@dataclass(frozen=True, slots=True)
class Count:
    """So many persons of a grid have one measure now and another one afterwards."""

    path: str
    before: str
    after: str
    persons: int

    @property
    def changes(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Cost:
    """What the measures of a place take: people under a measure, beds at sites, temperature
    readings a day."""

    persons: int = 0
    beds: int = 0
    slots: int = 0

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.persons - other.persons, self.beds - other.beds, self.slots - other.slots)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One village or grid: who changes, and the cost before and after."""

    path: str
    changed: int
    before: Cost
    after: Cost

    @property
    def more(self) -> Cost:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Impact:
    """All counts of a dry run. `slots_*`: readings a day by measure, as each side's packs say."""

    counts: tuple[Count, ...]
    slots_before: Mapping[str, int]
    slots_after: Mapping[str, int]

    def stored(self) -> dict[str, object]:
        """``{"counts": [[path, before, after, persons]], "slots": [{measure: n}, {...}]}``"""
        return {
            "counts": [[c.path, c.before, c.after, c.persons] for c in self.counts],
            "slots": [dict(self.slots_before), dict(self.slots_after)],
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Impact":
        """The inverse of `stored`; an empty mapping is a run that is not done."""
        before, after = stored.get("slots", ({}, {}))
        counts = tuple(Count(*each) for each in stored.get("counts", ()))
        return cls(counts, before, after)

    def changes(self) -> list[tuple[str, str, int]]:
        """``(before, after, persons)`` of those who change, the strictest new measure first."""
        found: Counter[tuple[str, str]] = Counter()
        for each in self.counts:
            if each.changes:
                found[each.before, each.after] += each.persons
        order = sorted(found, key=lambda k: (-MEASURES.index(k[1]), -MEASURES.index(k[0])))
        return [(before, after, found[before, after]) for before, after in order]

    def changed(self) -> int:
        return sum(each.persons for each in self.counts if each.changes)

    def cost(self) -> tuple[Cost, Cost]:
        """Of all together, before and after."""
        return self._cost(self.counts)

    def by_village(self) -> list[PlaceLine]:
        return self._by(2)

    def by_grid(self) -> list[PlaceLine]:
        return self._by(3)

    def _by(self, depth: int) -> list[PlaceLine]:
        """Places of a depth of the tree, by path; who is known less exactly counts one above."""
        grouped: defaultdict[str, list[Count]] = defaultdict(list)
        for each in self.counts:
            grouped[lineage(each.path)[:depth][-1]].append(each)
        return [
            PlaceLine(path, sum(c.persons for c in rows if c.changes), *self._cost(rows))
            for path, rows in sorted(grouped.items())
        ]

    def _cost(self, rows: Iterable[Count]) -> tuple[Cost, Cost]:
        known = list(rows)
        before = Counter[str]()
        after = Counter[str]()
        for each in known:
            before[each.before] += each.persons
            after[each.after] += each.persons
        return _cost(before, self.slots_before), _cost(after, self.slots_after)


def _cost(persons: Mapping[str, int], slots: Mapping[str, int]) -> Cost:
    return Cost(
        persons=sum(n for measure, n in persons.items() if measure != "none"),
        beds=persons.get("central_isolation", 0),
        slots=sum(n * slots.get(measure, 0) for measure, n in persons.items()),
    )


def slots_of(pack: Pack) -> dict[str, int]:
    """Readings a day by measure, as the pack says; an isolated person has two at least."""
    told = {measure: len(pack.protocol(measure).slots) for measure in MEASURES}
    for measure in ISOLATING:
        told[measure] = told[measure] or _SLOTS
    return told
