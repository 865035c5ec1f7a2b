"""Which division a text means.

Every division found is scored with the best hits of its ancestors beside its own; a rival is the
best division that is neither above nor below the winner. Too small a margin, or evidence that is
only a likeness of sound, goes to a person. All that is worked out in `kernel`; here are the doors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import accumulate

import numpy as np

from gridward.ground.places.rules.answering import Answering
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.index import Index
from gridward.ground.places.rules.kernel import Desk, judge_all, new_desk
from gridward.ground.places.rules.kernel.tables import Numbers, Reals
from gridward.ground.places.rules.local import with_register
from gridward.ground.places.rules.reasons import DECIDED_BEFORE, candidate
from gridward.ground.places.rules.register import Register
from gridward.ground.places.rules.text import normalise
from gridward.ground.places.rules.values import NOTHING, Candidate, Match, Verdict

_CHUNK = 4_096  # texts worked out in one go


class Matcher:
    """Matches texts against the gazetteer. Thread-safe; ready in half a second.

    Where it never ran, the index and the machine code are made first (a minute) and kept.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._index = Index(gazetteer)
        self._answering = Answering(gazetteer, self._index)
        self._desks: list[Desk] = []
        self.match("村")  # brings the machine code into memory, or makes it

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
        return self.match_many([text], near=near, aliases=aliases, at=at, register=register)[0]

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
        typed = {text: normalise(text) for text in dict.fromkeys(rows)}
        found: dict[str, Match] = {"": NOTHING}
        if aliases:
            learned = {text for text in typed.values() if text in aliases}
            found |= {text: self._learned(aliases[text]) for text in learned}
        home = self.gazetteer.nearest(near) if near else NOWHERE
        fresh = [text for text in dict.fromkeys(typed.values()) if text not in found]
        for first in range(0, len(fresh), _CHUNK):
            chunk = fresh[first : first + _CHUNK]
            found.update(zip(chunk, self._judged(chunk, home, at, register), strict=True))
        return [found[typed[text]] for text in rows]

    def _judged(
        self, texts: list[str], home: int, at: date | None, register: Register | None
    ) -> Iterable[Match]:
        year = at.year if at else 0
        answers, confidences, desk = self._run(texts, home, year)
        self._desks.append(desk)
        explain = partial(self._explain, home=home, year=year)
        made = self._answering.matches(texts, answers, confidences, explain)
        if register is None:
            return made
        return [
            with_register(self.gazetteer, text, match, register)
            for text, match in zip(texts, made, strict=True)
        ]

    def _run(self, texts: list[str], home: int, year: int) -> tuple[Numbers, Reals, Desk]:
        ends = np.fromiter(accumulate(map(len, texts)), np.int64, len(texts))
        answers = np.empty((len(texts), 7), np.int64)
        confidences = np.empty(len(texts))
        signs = self._index.alphabet.signs("".join(texts))
        try:
            desk = self._desks.pop()
        except IndexError:
            desk = new_desk(len(self.gazetteer.code))
        judge_all(self._index.tables, desk, signs, ends, home, year, answers, confidences)
        return answers, confidences, desk

    def _explain(self, text: str, *, home: int, year: int) -> tuple[Candidate, ...]:
        """The candidates of a text with their reasons: it is worked out once more."""
        _, _, desk = self._run([text], home, year)
        shown = self._answering.candidates(text, desk)
        self._desks.append(desk)
        return shown

    def _learned(self, code: str) -> Match:
        found = candidate(self.gazetteer, code, 1.0, (DECIDED_BEFORE,))
        if found is None:
            return NOTHING
        known = Match(found.code, found.level, found.name, 1.0, Verdict.ACCEPT, "", found.code)
        return replace(known, shown=lambda: (found,))
