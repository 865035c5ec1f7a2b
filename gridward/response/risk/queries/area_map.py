"""What applied where on a day, as tiles: one for each division below a place, coloured by the
highest level in it. Provinces lie about where they are; deeper, tiles follow the codes.

No outline of any division ships with us, so the map is a scheme and says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Substr
from django.urls import reverse

from gridward.ground.places import queries as places
from gridward.response.risk.models import SourceArea
from gridward.response.risk.queries.area_places import NO_PLACE
from gridward.response.risk.rules.areas import WIDTHS, significant

LEVELS = ("high", "medium", "low", "listed")
_WIDE, _HIGH, _GAP, _COLUMNS = 92, 56, 6, 10
# Column and row of each province.
_PLACES = {
    "23": (9, 0), "22": (9, 1), "21": (8, 1), "15": (6, 1), "11": (7, 1), "65": (1, 1),
    "63": (2, 2), "62": (3, 2), "64": (4, 2), "14": (5, 2), "13": (6, 2), "12": (7, 2),
    "54": (1, 3), "61": (4, 3), "41": (5, 3), "37": (6, 3), "51": (3, 4), "50": (4, 4),
    "42": (5, 4), "34": (6, 4), "32": (7, 4), "31": (8, 4), "53": (3, 5), "52": (4, 5),
    "43": (5, 5), "36": (6, 5), "33": (7, 5), "45": (4, 6), "44": (5, 6), "35": (6, 6),
    "71": (8, 6), "46": (4, 7), "82": (5, 7), "81": (6, 7),
}  # fmt: skip
_LONG = ("内蒙古", "黑龙江")
FILLS = {
    "high": "#c92a2a", "medium": "#f08c00", "low": "#ffe066", "listed": "#9cc3ef", "": "#eef2f7",
}  # fmt: skip
_DARK_TEXT = frozenset({"", "low", "listed", "medium"})


@dataclass(frozen=True, slots=True)
class Tile:
    """One division: its place in the picture, its counts, and where a click leads."""

    code: str
    name: str
    x: int
    y: int
    counts: dict[str, int]
    href: str

    @property
    def level(self) -> str:
        return next((level for level in LEVELS if self.counts.get(level)), "")

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def fill(self) -> str:
        return FILLS[self.level]

    @property
    def ink(self) -> str:
        return "#10315c" if self.level in _DARK_TEXT else "#ffffff"

    @property
    def short(self) -> str:
        """As much of the name as a tile holds."""
        if len(self.code) > 2:
            return self.name[:6]
        return self.name[: 3 if self.name.startswith(_LONG) else 2]

    @property
    def middle(self) -> int:
        return self.x + _WIDE // 2

    @property
    def first_line(self) -> int:
        return self.y + 23

    @property
    def second_line(self) -> int:
        return self.y + 43


@dataclass(frozen=True, slots=True)
class TileMap:
    """A picture of tiles; `here` counts areas that no tile holds: the place itself, or parts of it
    that are no division (经开区)."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    here: dict[str, int]
    tile_width: int = _WIDE
    tile_height: int = _HIGH


def tile_map(rows: QuerySet[SourceArea], under: str, asked: dict[str, str]) -> TileMap:
    """The areas of `rows` by the divisions below `under` (digits of a code; empty: provinces)."""
    below = _children(under)
    known = dict.fromkeys(code for code, _ in below)
    width = max(map(len, known), default=0)
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    here: Counter[str] = Counter()
    found = rows.filter(code__startswith=under).annotate(part=Substr(F("code"), 1, width or 2))
    for part, level, number in (
        found.order_by().values_list("part", "level").annotate(n=Count("pk"))
    ):
        tile = next((part[:n] for n in WIDTHS if n <= len(part) and part[:n] in known), "")
        (told[tile] if tile else here)[level] += number
    tiles = tuple(
        Tile(
            code, name, x * (_WIDE + _GAP), y * (_HIGH + _GAP), dict(told[code]), _href(code, asked)
        )
        for (code, name), (x, y) in zip(below, _spots(below), strict=True)
    )
    wide = max((tile.x for tile in tiles), default=0) + _WIDE
    high = max((tile.y for tile in tiles), default=0) + _HIGH
    return TileMap(tiles, wide, high, dict(here))


def _children(under: str) -> list[tuple[str, str]]:
    """Digits and names of the divisions below, through levels that are no place (市辖区)."""
    found: list[tuple[str, str]] = []
    for each in places.children(under.ljust(12, "0") if under else ""):
        code = significant(each.code)
        if len(code) == 4 and each.name in NO_PLACE:
            found += _children(code)
        elif len(code) < WIDTHS[-1]:
            found.append((code, each.name))
    return found


def _spots(below: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    return [
        _PLACES.get(code, (number % _COLUMNS, number // _COLUMNS)) if len(code) == 2
        else (number % _COLUMNS, number // _COLUMNS)
        for number, (code, _) in enumerate(below)
    ]  # fmt: skip


def _href(code: str, asked: dict[str, str]) -> str:
    view = "risk:area_timeline" if len(code) > 6 else "risk:area_map"
    return f"{reverse(view)}?{urlencode({**asked, 'under': code})}"


def way_down(under: str) -> list[tuple[str, str]]:
    """Digits and names of the divisions from the province down to a place."""
    steps = places.way_to(under.ljust(12, "0")) if under else []
    return [(significant(step.code), step.name) for step in steps]
