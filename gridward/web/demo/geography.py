"""A drawn map: 134 cells that tile a plausible patch around 灰汤, seven or eight to a village."""

from random import Random

_SIDE = 12
_WEST, _SOUTH = 112.300, 27.930  # degrees, WGS 84
_WIDTH, _HEIGHT = 0.0125, 0.0105  # of one cell
_CUT = {(0, 0), (0, 1), (1, 0), (0, 11), (11, 0), (10, 0), (11, 11), (11, 10), (10, 11), (0, 10)}

Ring = list[list[float]]


def cells(seed: int) -> list[dict[str, object]]:
    """134 GeoJSON polygons in an order in which neighbours follow one another."""
    dice = Random(seed)
    corner = {
        (x, y): [
            round(_WEST + _WIDTH * (x + _wobble(dice, x)), 6),
            round(_SOUTH + _HEIGHT * (y + _wobble(dice, y)), 6),
        ]
        for x in range(_SIDE + 1)
        for y in range(_SIDE + 1)
    }
    polygons: list[dict[str, object]] = []
    for band in range(_SIDE // 2):  # two rows at a time, so that a village is not one long strip
        columns = range(_SIDE) if band % 2 == 0 else range(_SIDE - 1, -1, -1)
        for x in columns:
            pair = ((x, 2 * band), (x, 2 * band + 1))
            polygons += [_polygon(corner, *at) for at in pair if at not in _CUT]
    return polygons


def _wobble(dice: Random, at: int) -> float:
    return dice.uniform(-0.28, 0.28) if 0 < at < _SIDE else dice.uniform(-0.1, 0.1)


def _polygon(corner: dict[tuple[int, int], list[float]], x: int, y: int) -> dict[str, object]:
    around = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
    ring: Ring = [corner[each] for each in around]
    return {"type": "Polygon", "coordinates": [ring]}


def centre(polygon: dict[str, object]) -> tuple[float, float]:
    """Longitude and latitude of the middle of a cell."""
    rings = polygon["coordinates"]
    assert isinstance(rings, list)
    ring = rings[0][:-1]
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
