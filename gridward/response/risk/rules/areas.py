"""Source areas as a set, and the codes of divisions as they are compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gridward.response.risk.rules.values import Area

WIDTHS = (2, 4, 6, 9, 12)  # digits of province, prefecture, county, township, village


def significant(code: str) -> str:
    """The digits of a 12-digit division code that say something: 420000000000 -> 42."""
    return next((code[:width] for width in WIDTHS if not code[width:].strip("0")), code)


class AreaSet:
    """Source areas as of some moment. Build it once and keep it: it knows which lie where."""

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self.by_key: Mapping[int, Area] = {area.key: area for area in areas}
        self._at: defaultdict[str, list[Area]] = defaultdict(list)
        self._inside: defaultdict[str, list[Area]] = defaultdict(list)
        for area in self.by_key.values():
            self._at[area.code].append(area)
            for width in WIDTHS:
                if width < len(area.code):
                    self._inside[area.code[:width]].append(area)

    def near(self, codes: Iterable[str]) -> list[Area]:
        """The areas of the divisions that hold one of `codes` or lie inside it: no other can
        matter to somebody who was there (44,966 stood in the national list at once)."""
        found: dict[int, Area] = {}
        for code in set(codes) - {""}:
            for width in WIDTHS:
                if width <= len(code):
                    found |= {area.key: area for area in self._at.get(code[:width], ())}
            found |= {area.key: area for area in self._inside.get(code, ())}
        return list(found.values())
