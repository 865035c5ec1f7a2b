"""Which stays touch which source areas."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from gridward.core.decision import Reason
from gridward.response.risk.rules.values import Area, Stay, Visit

WIDTHS = (2, 4, 6, 9, 12)  # digits of province, prefecture, county, township, village
_NAMED = 3  # a doubt names this many areas and counts the rest
_MIN_TEXT = 3  # shorter area texts ("东区") say too little to be found in what people type


def significant(code: str) -> str:
    """The digits of a 12-digit division code that say something: 420000000000 -> 42."""
    return next((code[:width] for width in WIDTHS if not code[width:].strip("0")), code)


class AreaIndex:
    """Areas by the digits of their division: one look-up per level and stay, for any number of
    areas (44,966 stood in the national list at once)."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._at: defaultdict[str, list[Area]] = defaultdict(list)
        self._below: defaultdict[str, list[Area]] = defaultdict(list)
        for area in areas:
            self._at[area.code].append(area)
            for width in WIDTHS:
                if width < len(area.code):
                    self._below[area.code[:width]].append(area)

    def holding(self, code: str) -> list[Area]:
        """Areas of the divisions that hold `code`, itself included."""
        widths = (width for width in WIDTHS if width <= len(code))
        return [area for width in widths for area in self._at.get(code[:width], ())]

    def inside(self, code: str) -> list[Area]:
        """Areas of smaller divisions inside `code`."""
        return self._below.get(code, [])


def match(
    stays: Iterable[Stay], index: AreaIndex, on: date
) -> tuple[tuple[Visit, ...], tuple[Reason, ...]]:
    """The visits that are certain, and a question for each stay that is not.

    An area counts when it is in force on `on`, or was in force on a day of the stay. A stay that
    is less exact than the area (湖北省, while one town is listed), or lies in a division of which
    only a part is listed, is not taken for a visit: the person is to be asked.
    """
    visits: list[Visit] = []
    doubts: list[Reason] = []
    for stay in stays:
        if not stay.code:
            doubts.append(
                Reason.of("Which place is “{place}”? It is not resolved.", place=stay.text)
            )
            continue
        certain, unsure = _touching(stay, index, on)
        visits += certain
        if unsure:
            doubts.append(_question(stay, unsure))
    return tuple(visits), tuple(doubts)


def _touching(stay: Stay, index: AreaIndex, on: date) -> tuple[list[Visit], list[Area]]:
    visits: list[Visit] = []
    unsure = [area for area in index.inside(stay.code) if exposure(stay, area, on)]
    for area in index.holding(stay.code):
        last = exposure(stay, area, on)
        if last is None:
            continue
        if area.whole or _says(stay.text, area.text):
            visits.append(Visit(stay, area, last))
        else:
            unsure.append(area)
    return visits, unsure


def exposure(stay: Stay, area: Area, on: date) -> date | None:
    """The last day of the stay that counts for the area; None when the two never meet.

    Leaving before the area was listed still counts while it is listed: cases there are found
    days after people were exposed.
    """
    if stay.since is not None and stay.since > on:
        return None
    last = min(stay.until or on, on)
    if area.since > on:
        return None
    if area.until is None or area.until > on:
        return last
    lifted = area.until - timedelta(days=1)
    begins = max(stay.since or area.since, area.since)
    ends = min(last, lifted)
    return ends if begins <= ends else None


def _says(typed: str, area: str) -> bool:
    """Whether what somebody typed names the listed part (and so is no coarser than it)."""
    return len(area) >= _MIN_TEXT and "".join(area.split()) in "".join(typed.split())


def _question(stay: Stay, areas: list[Area]) -> Reason:
    names = "; ".join(sorted({area.label for area in areas})[:_NAMED])
    return Reason.of(
        "“{place}” may lie in a source area: {areas} ({count} in all). Ask for the exact place.",
        place=stay.text, areas=names, count=len(areas),
    )  # fmt: skip
