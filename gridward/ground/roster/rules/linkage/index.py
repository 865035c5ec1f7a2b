"""The roster in memory: for a batch, and for one report on arrival."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from gridward.ground.roster.rules.linkage.compare import are_two, weigh
from gridward.ground.roster.rules.linkage.decide import Ranked, decide, ranked
from gridward.ground.roster.rules.linkage.keys import WIDEST, keys_of, leads_home
from gridward.ground.roster.rules.linkage.profile import Profile, profile
from gridward.ground.roster.rules.linkage.values import Outcome, Record
from gridward.ground.roster.rules.linkage.weights import Frequencies, Weights

_FAMILY = 15  # a "household" with more members is a dormitory


class Index:
    """Records by their blocking keys. Not thread-safe while records are added."""

    def __init__(
        self, records: Iterable[Record] = (), keys: Callable[[Profile], Iterable[str]] = keys_of
    ) -> None:
        self._keys = keys
        self.profiles: list[Profile] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._homes: dict[str, list[int]] = defaultdict(list)
        for record in records:
            self.add(record)

    def __len__(self) -> int:
        return len(self.profiles)

    def add(self, record: Record) -> None:
        one = profile(record)
        at = len(self.profiles)
        self.profiles.append(one)
        for key in self._keys(one):
            self._by_key[key].append(at)
        if one.household:
            self._homes[one.household].append(at)

    def frequencies(self) -> Frequencies:
        """How common the names of these records are."""
        return Frequencies.of(self.profiles)

    def near(self, one: Profile) -> set[int]:
        """Places in `profiles` of all that may be the same person."""
        found: set[int] = set()
        for key in self._keys(one):
            places = self._by_key.get(key)
            if not places or len(places) > WIDEST:
                continue
            found.update(places)
            if leads_home(key):
                for at in places:
                    home = self._homes.get(self.profiles[at].household, ())
                    if len(home) <= _FAMILY:
                        found.update(home)
        return found

    def candidates(self, record: Record, weights: Weights) -> list[Ranked]:
        """Who may be meant, best first, never the record itself."""
        one = profile(record)
        return self._ranked(one, (self.profiles[at] for at in self.near(one)), weights)

    def twins(self, one: Profile, weights: Weights) -> list[Ranked]:
        """As `candidates`, for a record of the index itself; without those who are somebody else
        beyond doubt, mostly family."""
        near = (self.profiles[at] for at in self.near(one))
        return self._ranked(one, (other for other in near if not are_two(one, other)), weights)

    def _ranked(self, one: Profile, others: Iterable[Profile], weights: Weights) -> list[Ranked]:
        return ranked([
            Ranked(other.key, weigh(one, other, weights))
            for other in others
            if other.key != one.key
        ])  # fmt: skip


def link_all(
    reports: Iterable[Record], roster: Iterable[Record] | Index, weights: Weights
) -> Iterator[tuple[Record, Outcome, list[Ranked]]]:
    """Each report with what becomes of it and the candidates, in the order given."""
    index = roster if isinstance(roster, Index) else Index(roster)
    fitted = weights.on(index.frequencies())
    for report in reports:
        found = index.candidates(report, fitted)
        yield report, decide(found, fitted.of(report.source)), found
