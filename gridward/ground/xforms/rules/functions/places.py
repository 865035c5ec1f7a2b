"""Functions of places (``latitude longitude [height accuracy]``): lines, areas, fences."""

import math
from collections.abc import Sequence
from itertools import pairwise

from gridward.ground.xforms.rules.functions.registry import ANY, NUMBER, TEXT, TRUTH, Function
from gridward.ground.xforms.rules.nodes import Value, texts_of

_RADIUS = 6_378_100.0  # metres at the equator, as phones reckon
_Place = tuple[float, float]


def _places(values: Sequence[Value]) -> list[_Place] | None:
    """Of a line, an area or a list of points; None when one of them cannot be read."""
    found = []
    for text in texts_of(values):
        for point in text.split(";"):
            if not point.strip():
                continue
            try:
                latitude, longitude = (float(part) for part in point.split()[:2])
            except ValueError:
                return None
            if not (abs(latitude) <= 90 and abs(longitude) <= 180):
                return None
            found.append((latitude, longitude))
    return found


def _between(start: _Place, end: _Place) -> float:
    """Metres on the sphere (haversine, which holds for near places too)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(a), math.radians(b)) for a, b in (start, end))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _RADIUS * math.asin(math.sqrt(min(1.0, half)))


def _distance(*values: Value) -> float:
    places = _places(values)
    if places is None:
        return math.nan
    return math.fsum(_between(a, b) for a, b in pairwise(places))


def _area(*values: Value) -> float:
    places = _places(values)
    if places is None:
        return math.nan
    if len(places) < 3:
        return 0.0
    total = 0.0
    for (lat1, lon1), (lat2, lon2) in pairwise([*places, places[0]]):
        total += math.radians(lon2 - lon1) * (
            2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2))
        )
    return abs(total * _RADIUS * _RADIUS / 2)


def _geofence(point: str, fence: str) -> bool:
    """Whether the point lies in the closed area."""
    at, corners = _places([point]), _places([fence])
    if not at or not corners or len(corners) < 3:
        return False
    (y, x), inside = at[0], False
    for (y1, x1), (y2, x2) in pairwise([*corners, corners[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _intersects(text: str) -> bool:
    """Whether a line or an outline crosses itself."""
    places = _places([text]) or []
    edges = [edge for edge in pairwise(places) if edge[0] != edge[1]]
    closed = len(places) > 1 and places[0] == places[-1]
    for first in range(len(edges)):
        for second in range(first + 1, len(edges)):
            next_to = second == first + 1 or (closed and first == 0 and second == len(edges) - 1)
            if _cross(*edges[first], *edges[second], touching=not next_to):
                return True
    return False


def _turn(a: _Place, b: _Place, c: _Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _on(a: _Place, b: _Place, c: _Place) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _cross(a: _Place, b: _Place, c: _Place, d: _Place, *, touching: bool) -> bool:
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    if not touching:  # neighbours share a corner; only going back on the line crosses
        return not any(turns) and (_on(a, b, d) or _on(c, d, a))
    ends = ((turns[0], a, b, c), (turns[1], a, b, d), (turns[2], c, d, a), (turns[3], c, d, b))
    return any(turn == 0 and _on(start, end, at) for turn, start, end, at in ends)


TABLE = (
    Function("distance", _distance, rest=ANY, gives=NUMBER, least=1),
    Function("area", _area, rest=ANY, gives=NUMBER, least=1),
    Function("enclosed-area", _area, rest=ANY, gives=NUMBER, least=1),
    Function("geofence", _geofence, "tt", TRUTH),
    Function("intersects", _intersects, TEXT, TRUTH),
)
