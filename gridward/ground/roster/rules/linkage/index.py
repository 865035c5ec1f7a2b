"""The roster in memory: for a batch, and for one report on arrival."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from gridward.ground.roster.rules.linkage.compare import weigh
from gridward.ground.roster.rules.linkage.decide import Ranked, decide, ranked
from gridward.ground.roster.rules.linkage.keys import WIDEST, keys_of, leads_home
from gridward.ground.roster.rules.linkage.profile import Profile, profile
from gridward.ground.roster.rules.linkage.values import Outcome, Record
from gridward.ground.roster.rules.linkage.weights import Frequencies, Weights

_FAMILY = 15  # a "household" with more members is a dormitory


class Index:
    """Records by their blocking keys. Not thread-safe while records are added."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
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
        for key in keys_of(one):
            self._by_key[key].append(at)
        if one.household:
            self._homes[one.household].append(at)

    def frequencies(self) -> Frequencies:
        """How common the names of these records are."""
        return Frequencies.of(self.profiles)

    def near(self, one: Profile) -> set[int]:
        """Places in `profiles` of all that may be the same person."""
        found: set[int] = set()
        for key in keys_of(one):
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
        return ranked([
            Ranked(other.key, weigh(one, other, weights))
            for other in (self.profiles[at] for at in self.near(one))
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
        yield report, decide(found, fitted), found
