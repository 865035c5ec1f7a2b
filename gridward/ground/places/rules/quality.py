"""How good the matching is: measured figures as shipped, and what people decided here.

The shipped file (``data/quality.json``, written by ``python -m bench.places_report``)::

    {"measured_on": "2026-11-22", "edition": "2023-06-30", "limit": 0.6,
     "sets": [{"name": "..", "source": "form", "rows": 120, "wanted": 120, "right": 110,
               "accepted": 100, "accepted_right": 99, "wrong": 1,
               "bands": [[0.95, 80, 80, 0], ..], "peers": {"cpca": {"right": 40, "wrong": 30}}}]}

`source` is one of `choices.Source`. `wanted`: rows that name a place which can be known (of names
read where nobody could know them, none). `right`: the first answer is the wanted one, accepted or
asked. `wrong`: accepted, and neither right nor something that holds it. A band is [lowest
confidence, rows, right, wrong if they were accepted]; rows without any answer stand in the band 0.
All counts are of rows that were never looked at while the rules were made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "quality.json"
LIMITS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
BANDS = 20  # of 0.05 each


@dataclass(frozen=True, slots=True)
class Band:
    """Rows whose first answer has a confidence from `low` on, up to the next band."""

    low: float
    rows: int
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set of texts, or of all sets of one source."""

    name: str
    source: str
    rows: int
    right: int
    accepted: int
    accepted_right: int
    wrong: int
    wanted: int
    bands: tuple[Band, ...] = ()
    peers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def recall(self) -> float | None:
        """Of the texts that can be known, how many were recognised rightly without a person."""
        return share(self.accepted_right, self.wanted)

    @property
    def precision(self) -> float | None:
        """Of the accepted ones, how many are not wrong."""
        return share(self.accepted - self.wrong, self.accepted)

    @property
    def wrong_share(self) -> float | None:
        return share(self.wrong, self.rows)

    @property
    def asked(self) -> float | None:
        """How many go to a person."""
        return share(self.rows - self.accepted, self.rows)

    @property
    def first_right(self) -> float | None:
        """How often the first answer is right, whether accepted or asked."""
        return share(self.right, self.rows)

    def peer_shares(self) -> list[tuple[str, float | None, float | None]]:
        """Other tools on the same rows: name, right, wrong (they accept whatever they find)."""
        return [
            (name, share(told["right"], self.rows), share(told["wrong"], self.rows))
            for name, told in sorted(self.peers.items())
        ]


@dataclass(frozen=True, slots=True)
class Report:
    measured_on: str
    edition: str
    limit: float
    sets: tuple[Measured, ...]

    def by_source(self) -> list[Measured]:
        """The sets of each source taken together."""
        sources = dict.fromkeys(each.source for each in self.sets)
        return [_sum(name, [s for s in self.sets if s.source == name]) for name in sources]

    def whole(self) -> Measured:
        return _sum("", self.sets)


@dataclass(frozen=True, slots=True)
class AtLimit:
    """What would happen if everything from `limit` on were accepted."""

    limit: float
    accepted: float | None
    wrong: float | None
    in_force: bool


def share(part: int, whole: int) -> float | None:
    """None where nothing was counted: no share of nothing."""
    return part / whole if whole else None


def read(path: Path = FILE) -> Report | None:
    """The shipped figures; None when none were shipped."""
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return Report(
        told["measured_on"], told["edition"], told["limit"],
        tuple(
            Measured(**{**each, "bands": tuple(Band(*band) for band in each["bands"])})
            for each in told["sets"]
        ),
    )  # fmt: skip


def bands(answers: Iterable[tuple[float, bool, bool]]) -> list[Band]:
    """Counts by confidence: of each answer its confidence, whether it is right, and whether it
    would be wrong to accept it."""
    counts = [[0, 0, 0] for _ in range(BANDS)]
    for confidence, right, wrong in answers:
        band = counts[min(BANDS - 1, int(confidence * BANDS + 1e-9))]
        band[0] += 1
        band[1] += right
        band[2] += wrong
    return [Band(n / BANDS, *band) for n, band in enumerate(counts) if band[0]]


def at_limits(found: Measured, in_force: float) -> list[AtLimit]:
    """The table "if the limit were x": accepted and wrong as shares of all texts."""
    return [
        AtLimit(
            limit,
            share(sum(b.rows for b in found.bands if b.low >= limit - 1e-9 and b.low), found.rows),
            share(sum(b.wrong for b in found.bands if b.low >= limit - 1e-9 and b.low), found.rows),
            abs(limit - in_force) < 1e-9,
        )
        for limit in LIMITS
    ]  # fmt: skip


def _sum(source: str, sets: Sequence[Measured]) -> Measured:
    lows: dict[float, list[int]] = {}
    for band in (band for each in sets for band in each.bands):
        counts = lows.setdefault(band.low, [0, 0, 0])
        for n, value in enumerate((band.rows, band.right, band.wrong)):
            counts[n] += value
    return Measured(
        source, source, sum(s.rows for s in sets), sum(s.right for s in sets),
        sum(s.accepted for s in sets), sum(s.accepted_right for s in sets),
        sum(s.wrong for s in sets), sum(s.wanted for s in sets),
        tuple(Band(low, *counts) for low, counts in sorted(lows.items())),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision of a person: `chosen` is the number of the right candidate from 1, 0 for another
    place, None for no place at all."""

    source: str
    confidence: float
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Decisions of one kind: how often the first candidate was right."""

    key: str
    low: float
    count: int
    first: int
    other: int
    elsewhere: int
    none: int

    @property
    def first_share(self) -> float | None:
        return share(self.first, self.count)


def by_confidence(settled: Sequence[Settled]) -> list[Calibration]:
    """In steps of a tenth, surest first; only steps with decisions."""
    steps = sorted({int(each.confidence * 10 + 1e-9) for each in settled}, reverse=True)
    return [
        _calibrated("", step / 10, [s for s in settled if int(s.confidence * 10 + 1e-9) == step])
        for step in steps
    ]


def by_source(settled: Sequence[Settled]) -> list[Calibration]:
    sources = sorted({each.source for each in settled})
    return [_calibrated(key, 0.0, [s for s in settled if s.source == key]) for key in sources]


def _calibrated(key: str, low: float, settled: Sequence[Settled]) -> Calibration:
    chosen = [each.chosen for each in settled]
    return Calibration(
        key, low, len(chosen), chosen.count(1), sum(1 for c in chosen if c is not None and c > 1),
        chosen.count(0), chosen.count(None),
    )  # fmt: skip
