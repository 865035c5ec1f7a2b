"""Which division a text means.

Every division found is scored with the best hits of its ancestors beside its own; a rival is the
best division that is neither above nor below the winner. Too small a margin, or evidence that is
only a likeness of sound, goes to a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.hits import Index
from gridward.ground.places.rules.judge import Judgement, Settled
from gridward.ground.places.rules.local import with_register
from gridward.ground.places.rules.openings import OPEN, Openings
from gridward.ground.places.rules.reasons import DECIDED_BEFORE, candidate
from gridward.ground.places.rules.register import Register
from gridward.ground.places.rules.score import Scorer
from gridward.ground.places.rules.text import normalise
from gridward.ground.places.rules.values import NOTHING, Match, Verdict


class Matcher:
    """Matches texts against the gazetteer. Thread-safe; built in about half a second."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._index = Index(gazetteer)
        self._openings = Openings(self._index, self._opening)

    def match(
        self,
        text: str,
        *,
        near: str | None = None,
        aliases: Mapping[str, str] | None = None,
        at: date | None = None,
        register: Register | None = None,
    ) -> Match:
        """The division that `text` names.

        `near`: code or path of the own jurisdiction, preferred among equals. `aliases`: normalised
        text -> code, learned from earlier decisions. `at`: the day the text was true; former names
        that had ended by then weigh less. `register`: the street's own estates and roads.
        """
        typed = normalise(text)
        if not typed:
            return NOTHING
        known = aliases.get(typed) if aliases else None
        if known is not None:
            return self._learned(known)
        home = self.gazetteer.nearest(near) if near else NOWHERE
        found = self.short_way(typed, home, at) or self.long_way(typed, home, at)
        return with_register(self.gazetteer, typed, found, register) if register else found

    def match_many(
        self,
        texts: Iterable[str],
        *,
        near: str | None = None,
        aliases: Mapping[str, str] | None = None,
        at: date | None = None,
        register: Register | None = None,
    ) -> list[Match]:
        """`match` for each text, in their order; equal texts are worked out once and share it."""
        rows = texts if isinstance(texts, list) else list(texts)
        known = {
            text: self.match(text, near=near, aliases=aliases, at=at, register=register)
            for text in dict.fromkeys(rows)
        }
        return list(map(known.__getitem__, rows))

    def short_way(self, typed: str, home: int, at: date | None) -> Match | None:
        """The same answer in a tenth of the time, None where a text is not plain enough."""
        if home == NOWHERE and self._openings.says_nothing(typed):
            return replace(NOTHING, rest=typed)
        return self._openings.match(typed, home, at)

    def long_way(self, typed: str, home: int, at: date | None) -> Match:
        """The full scoring of a normalised text; `home` is the division of the own jurisdiction."""
        found = self._judgement(typed, home, at).verdict()
        return replace(NOTHING, rest=typed) if found is NOTHING else found

    def _opening(self, typed: str, home: int, at: date | None) -> Settled | None:
        return self._judgement(typed, home, at).opening(len(typed.rstrip(OPEN)))

    def _judgement(self, typed: str, home: int, at: date | None) -> Judgement:
        ranked = Scorer(self.gazetteer, self._index.hits(typed, home, at), home).ranked()
        return Judgement(self.gazetteer, typed, home, ranked)

    def _learned(self, code: str) -> Match:
        found = candidate(self.gazetteer, code, 1.0, (DECIDED_BEFORE,))
        if found is None:
            return NOTHING
        return Match(
            found.code, found.level, found.name, 1.0, Verdict.ACCEPT, (found,), "", found.code
        )
