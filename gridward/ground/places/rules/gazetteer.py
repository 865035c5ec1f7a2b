"""The divisions in memory: levels 1 to 4 always, villages a county at a time."""

import threading
from pathlib import Path

from gridward.ground.places.rules import names, pack
from gridward.ground.places.rules.pack import Former
from gridward.ground.places.rules.sound import Sounds
from gridward.ground.places.rules.villages import CountyVillages

_KEPT_COUNTIES = 200  # about 150 kB each
NOWHERE = -1


class Gazetteer:
    """Divisions as numbers in the order of their codes; a subtree is a range of numbers.

    Thread-safe: everything but the village cache is read-only after the start.
    """

    def __init__(self, folder: Path = pack.DATA, *, kept: int = _KEPT_COUNTIES) -> None:
        """Reads `folder`; the villages of the `kept` counties used last stay in memory."""
        self.folder = folder
        self.sounds = Sounds(pack.read_sounds(folder))
        self.characters = pack.read_characters(folder)
        self.code: list[str] = []
        self.level: list[int] = []
        self.name: list[str] = []
        self.parent: list[int] = []
        self.end: list[int] = []  # one past the last number of the subtree
        self.beyond = 0  # the first number that is not in the statistics edition
        self._by_code: dict[str, int] = {}
        self._chains: list[tuple[int, ...]] = []
        self._read(folder)
        self.former: list[Former] = [*pack.read_history(folder), *pack.read_zones(folder)]
        self._renumbered = self._old_codes()
        self._pack = pack.VillagePack(folder)
        self._villages: dict[int, CountyVillages] = {}
        self._recent: set[int] = set()
        self._kept = kept
        self._lock = threading.Lock()

    def _read(self, folder: Path) -> None:
        open_nodes: list[int] = []
        for row in pack.read_divisions(folder):
            while open_nodes and self.level[open_nodes[-1]] >= row.level:
                self.end[open_nodes.pop()] = len(self.code)
            node = len(self.code)
            self.beyond = self.beyond if row.beyond else node + 1
            above = open_nodes[-1] if open_nodes else NOWHERE
            self.parent.append(above)
            self._chains.append((node, *self.chain(above)))
            self.code.append(row.code)
            self.level.append(row.level)
            self.name.append(row.name)
            self.end.append(node + 1)
            self._by_code.setdefault(row.code, node)
            open_nodes.append(node)
        for node in open_nodes:
            self.end[node] = len(self.code)

    def __len__(self) -> int:
        """All divisions of all five levels."""
        return len(self.code) + len(self._pack)

    def node(self, code: str) -> int:
        """The number of the division with this code (2 to 12 digits); `NOWHERE` if there is none.

        Where city and county share a code (东莞) the city answers.
        """
        return self._by_code.get(code.ljust(12, "0"), NOWHERE)

    def today(self, code: str) -> int:
        """Like `node`, and follows a code out of use to the one division that it became."""
        node = self.node(code)
        if node != NOWHERE:
            return node
        return self._renumbered.get(code.ljust(12, "0"), NOWHERE)

    def _old_codes(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for old in self.former:
            if old.code and old.code not in self._by_code and len(old.became) == 1:
                found[old.code] = self.node(old.became[0])
        return found

    def nearest(self, place: str) -> int:
        """The division of levels 1 to 4 that holds a code or a path (``430124105/008/``)."""
        digits = place.partition("/")[0]
        for width in (9, 6, 4, 2):
            node = self.today(digits[:width]) if len(digits) >= width else NOWHERE
            if node != NOWHERE:
                return node
        return NOWHERE

    def chain(self, node: int) -> tuple[int, ...]:
        """The division and all above it, deepest first; empty for `NOWHERE`."""
        return self._chains[node] if node != NOWHERE else ()

    def holds(self, outer: int, inner: int) -> bool:
        """Whether `inner` is `outer` or lies in it."""
        return outer <= inner < self.end[outer]

    def at_level(self, node: int, level: int) -> int:
        """The ancestor (or self) of that level, `NOWHERE` when there is none."""
        for each in self.chain(node):
            if self.level[each] == level:
                return each
        return NOWHERE

    def full_name(self, node: int) -> str:
        """湖南省长沙市宁乡市灰汤镇: placeholders and doubled names left out."""
        parts: list[str] = []
        codes: set[str] = set()
        for each in reversed(self.chain(node)):
            if self.code[each] not in codes and not names.is_placeholder(self.name[each]):
                parts.append(self.name[each])
                codes.add(self.code[each])
        return "".join(parts)

    def villages(self, county: int) -> CountyVillages:
        """The villages of a county, unpacked on first use and kept for the next ones."""
        known = self._villages.get(county)
        if known is not None:
            self._recent.add(county)  # one operation, hence without the lock
            return known
        fresh = CountyVillages(self._pack.county(self.code[county][:6]))
        with self._lock:
            while len(self._villages) >= self._kept:
                self._forget()
            return self._villages.setdefault(county, fresh)

    def _forget(self) -> None:
        """Drop the county read longest ago that has not been used since (a second chance)."""
        oldest = next(iter(self._villages))
        dropped = self._villages.pop(oldest)
        if oldest in self._recent:
            self._recent.discard(oldest)
            self._villages[oldest] = dropped
