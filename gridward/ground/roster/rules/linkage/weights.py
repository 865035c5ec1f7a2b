"""The trained weights, and how common names are: two versioned files of the room.

Made by `bench/train_linkage.py`; shape in docs/reference/linkage.md.
"""

import itertools
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from gridward.ground.roster.rules.linkage.levels import ASIDE, CHAINS, LEVELS, NONE
from gridward.ground.roster.rules.linkage.profile import Profile

DATA = Path(__file__).resolve().parents[2] / "data"
_RAREST = 2.0  # a name nobody has counts as if this many had it

Pair = tuple[float, float]  # bits against a stranger, bits against family
Table = Mapping[str, Mapping[str, Pair]]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often a person bears a surname, a given name, a given name of that sound (0 to 1)."""

    people: int
    surnames: Mapping[str, float]
    givens: Mapping[str, float]
    sounds: Mapping[str, float]

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> "Frequencies":
        """Counted in a roster."""
        surnames: Counter[str] = Counter()
        givens: Counter[str] = Counter()
        sounds: Counter[str] = Counter()
        people = 0
        for each in profiles:
            people += 1
            surnames[each.name.surname_sound] += 1
            givens[each.name.given] += 1
            sounds[each.name.heard] += 1
        return cls(people, _shares(surnames, people), _shares(givens, people),
                   _shares(sounds, people))  # fmt: skip

    @property
    def rarest(self) -> float:
        return _RAREST / max(self.people, 1)


def _shares(counts: Counter[str], people: int) -> dict[str, float]:
    return {name: count / people for name, count in counts.items()}


@dataclass(frozen=True, slots=True)
class Weights:
    """`listed`: share of reports whose person is in the roster; `related`: share that come from
    unlisted relatives of a listed household. `average` holds, for levels weighed by how common
    the name is, the chance of agreement the table was made with. `review_unplaced` is `review`
    where no village is known: most of these say a name alone and would soon fill the queue.
    `by_source` has limits of their own for some sources."""

    version: str
    table: Table
    average: Mapping[str, float]
    listed: float
    related: float
    household: float
    same: float
    same_by_area: float
    review: float
    review_unplaced: float
    by_source: Mapping[str, Mapping[str, float]]
    margin: float
    shown: int
    people: int
    names: Frequencies

    def on(self, names: Frequencies) -> "Weights":
        """For a roster with its own names. One smaller than that of the training counts as large:
        chances of meeting the same door by accident were taken there."""
        return replace(self, names=names, people=max(names.people, self.people))

    def of(self, source: str) -> "Weights":
        """With the limits of a source."""
        own = self.by_source.get(source)
        if not own:
            return self
        return replace(self, same=own["same"], same_by_area=own["same_by_area"])

    @property
    def priors(self) -> Pair:
        """Bits before anything is compared: against any stranger, against any relative."""
        return _priors(self.listed, self.related, self.household, max(self.people, 1))


@lru_cache(maxsize=8)
def _priors(listed: float, related: float, household: float, people: int) -> Pair:
    each, kin = listed / people, related * household / people
    return math.log2(each / (1 - listed)), math.log2(each / kin)


def read(weights: Path, names: Path) -> Weights:
    """Raises `ValueError` when a level is missing or weighs more than one of fuller agreement."""
    told: dict[str, Any] = json.loads(weights.read_text("utf-8"))
    table = {
        feature: {level: (float(pair[0]), float(pair[1])) for level, pair in rows.items()}
        for feature, rows in told["levels"].items()
    }
    check(table)
    common = json.loads(names.read_text("utf-8"))
    return Weights(
        version=told["version"],
        table={feature: {**rows, NONE: (0.0, 0.0)} for feature, rows in table.items()},
        average=told["average"],
        **told["prior"],
        **told["decide"],
        people=common["people"],
        names=Frequencies(common["people"], common["surnames"], common["givens"],
                          common["sounds"]),
    )  # fmt: skip


def check(table: Table) -> None:
    """More agreement never weighs less."""
    for feature, known in LEVELS.items():
        rows, chain = table[feature], CHAINS[feature]
        missing = [level for level in known if level not in rows]
        if missing:
            raise ValueError(f"{feature} has no weight for {', '.join(missing)}")
        aside = [(chain[0], level, chain[-1]) for level in ASIDE.get(feature, ())]
        for ordered in (chain, *aside):
            for above, below in itertools.pairwise(ordered):
                if any(more < less for more, less in zip(rows[above], rows[below], strict=True)):
                    raise ValueError(f"{feature}: {below} weighs more than {above}")


@lru_cache(maxsize=1)
def current() -> Weights:
    """The weights in force."""
    return read(DATA / "linkage.json", DATA / "linkage_names.json")
