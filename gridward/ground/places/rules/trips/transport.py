"""Means of transport and the numbers of trains, flights and buses in Chinese prose."""

import re
from dataclasses import dataclass

TRAIN, FLIGHT, BUS, CAR, OTHER = "train", "flight", "bus", "car", "other"

_MODES = (
    (TRAIN, r"高铁动车|高速动车|高铁|动车组?|火车|列车|城际|城轨|卧铺|绿皮车"),
    (FLIGHT, r"航班|飞机|客机|乘机|飞抵|飞往|飞至|飞到|转机"),
    (BUS, r"大巴车?|客车|班车|中巴车?|汽车(?!站)|长途车|巴士|公交车?(?!站)|旅游车|\d+路车?"),
    (
        CAR,
        r"自驾车?|自行驾车|自行开车|驾驶?私家车|私家车|驾车|开车|出租车|网约车|拼车|打车|专车|"
        r"小轿车|轿车|商务车|面包车|自家车",
    ),
    (OTHER, r"轮船|轮渡|渡轮|客轮|邮轮|摩托车|电动车|电瓶车|三轮车|自行车|步行|地铁|轻轨|坐船"),
)
_MODE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _MODES))
# G1234, D3012次, C6418/5, Z204; CZ3456, 3U8731, 9C8922, CA1674次航班.
_FLIGHT = r"(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\s?\d{3,4}"
_TRAIN = r"[GDCZTKYLS]\s?\d{1,4}(?:/[GDCZTKYLS]?\d{1,4})?"
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9*.])(?:(?P<train>{_TRAIN})|"
    rf"(?P<flight>{_FLIGHT}))(?![A-Za-z0-9*.%])(?P<tail>次|航班|列车)?"
)
_BARE = re.compile(
    r"(?<![A-Za-z0-9.:：-])(?P<bare>\d{2,4})(?=次(?:航班|高铁|动车|火车|列车)|航班|次[^数日检])"
)
_BUS_LINE = re.compile(
    r"(?<![A-Za-z0-9.:：-])(?P<line>[A-Z]?\d{1,4})(?=路(?:公交|车|转|到|$|[，,、]))"
)
_SAYS_TRAIN = re.compile(r"高铁|动车|火车|列车|车次|次列|车厢|城际")
_SAYS_FLIGHT = re.compile(r"航班|飞机|乘机|客机|航空|飞|机场")
_WINDOW = 14
_CLEAR = 4  # characters of a number that can be nothing else


@dataclass(frozen=True, slots=True)
class Ride:
    """A means of transport (`number` empty) or a number; `mode` is one of the five."""

    start: int
    end: int
    mode: str
    number: str = ""


def rides(text: str) -> list[Ride]:
    """All means and numbers, in the order of the text. Numbers are in capitals without blanks."""
    found = [Ride(m.start(), m.end(), m.lastgroup or OTHER) for m in _MODE.finditer(text)]
    found += [ride for m in _NUMBER.finditer(text) if (ride := _numbered(text, m))]
    for match in _BARE.finditer(text):
        mode = _mode_beside(text, match.start(), match.end())
        if mode:
            found.append(Ride(match.start(), match.end(), mode, match["bare"]))
    found += [Ride(m.start(), m.end(), BUS, f"{m['line']}路") for m in _BUS_LINE.finditer(text)]
    return sorted(found, key=lambda ride: (ride.start, -ride.end))


def _numbered(text: str, match: re.Match[str]) -> Ride | None:
    kind = TRAIN if match["train"] else FLIGHT
    start, end = match.span(kind)
    beside = _mode_beside(text, start, end)
    # K8, T2 and S1 also name rows, terminals and lines: words around must say it is a train.
    taken = match["tail"] or text[max(0, start - 1) : start] in {"乘", "坐"}
    if kind == TRAIN and not beside and not taken and end - start < _CLEAR:
        return None
    mode = beside if kind == TRAIN and beside == FLIGHT else kind
    return Ride(start, end, mode, re.sub(r"\s", "", match[kind]))


def _mode_beside(text: str, start: int, end: int) -> str:
    """Whether the words beside say train or flight; the nearer side behind the number counts."""
    for part in (text[end : end + _WINDOW // 2], text[max(0, start - _WINDOW) : start]):
        if _SAYS_FLIGHT.search(part):
            return FLIGHT
        if _SAYS_TRAIN.search(part):
            return TRAIN
    return ""
