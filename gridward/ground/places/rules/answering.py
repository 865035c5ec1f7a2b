"""What the kernel found, as the values that others read."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gridward.core.decision import Reason
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.index import Index
from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.tables import Numbers
from gridward.ground.places.rules.reasons import (
    IN_OWN_AREA,
    like_reason,
    name_reason,
    upper_candidate,
    village_reason,
)
from gridward.ground.places.rules.values import Candidate, Match, Verdict

_VERDICTS = (Verdict.NONE, Verdict.REVIEW, Verdict.ACCEPT)
Explain = Callable[[str], tuple[Candidate, ...]]


class Answering:
    """Reads the desk of the kernel."""

    def __init__(self, gazetteer: Gazetteer, index: Index) -> None:
        self._g = gazetteer
        self._t = index.tables
        self._alphabet = index.alphabet

    def matches(
        self,
        texts: list[str],
        answers: Numbers,
        confidences: NDArray[np.float64],
        explain: Explain,
    ) -> Iterator[Match]:
        """One for each text and its row of answers; `explain` works its candidates out."""
        g = self._g
        rows = zip(texts, answers.tolist(), confidences.tolist(), strict=True)
        for text, (node, village, level, decision, rest, certain, sure), confidence in rows:
            if village != NOWHERE:
                code, name = self._village(village)
            elif node != NOWHERE:
                code, name = g.code[node], g.name[node]
            else:
                yield Match("", 0, "", 0.0, Verdict.NONE, text, "")
                continue
            above = code if sure != NOWHERE else g.code[certain] if certain != NOWHERE else ""
            yield Match(
                code, level, name, confidence, _VERDICTS[decision], text[rest:], above, None,
                partial(explain, text),
            )  # fmt: skip

    def _village(self, village: int) -> tuple[str, str]:
        name, shape, tail, county = self._t.villages[village].tolist()
        letters = self._t.letters[name : name + (shape >> 8 & 0xFF)]
        return f"{self._g.code[county][:6]}{tail:06}", self._alphabet.text(letters)

    def candidates(self, text: str, desk: on.Desk) -> tuple[Candidate, ...]:
        """All that the desk shows for the text."""
        made: list[Candidate | None] = []
        for at in range(desk.counts[on.SHOWN]):
            row, score = desk.shown[at].tolist(), float(desk.shown_scores[at])
            reasons = self._reasons(text, desk, row)
            if row[on.C_VILLAGE] == NOWHERE:
                made.append(upper_candidate(self._g, row[on.C_NODE], score, reasons))
            else:
                made.append(self._village_candidate(row, score, reasons))
        return tuple(each for each in made if each is not None)

    def _village_candidate(
        self, row: list[int], score: float, reasons: tuple[Reason, ...]
    ) -> Candidate | None:
        code, name = self._village(row[on.C_VILLAGE])
        town = self._g.node(code[:9])
        if town == NOWHERE:
            return None
        why = village_reason(name, by_sound=row[on.C_WHY] == on.SOUNDS_LIKE)
        full = self._g.full_name(town) + name
        return Candidate(code, 5, name, full, round(score, 3), (*reasons, why))

    def _reasons(self, text: str, desk: on.Desk, row: list[int]) -> tuple[Reason, ...]:
        """One reason for each name that was found, topmost first; the own area; likenesses."""
        made = []
        slot, skip = row[on.C_SLOT], row[on.C_SKIP]
        if slot != NOWHERE:
            used = desk.used[slot, skip : desk.slots[slot, on.USED]].tolist()
            made = [self._why(text, desk.hits[hit].tolist()) for hit in reversed(used)]
        if row[on.C_OWN]:
            made.append(IN_OWN_AREA)
        for k in range(row[on.C_LIKES]):
            start, end, node = row[on.C_LIKE + 3 * k : on.C_LIKE + 3 * k + 3]
            made.append(like_reason(text[start:end], self._g.name[node]))
        return tuple(made)

    def _why(self, text: str, hit: list[int]) -> Reason:
        typed = text[hit[on.START] : hit[on.STOP]]
        former = int(self._t.entries[hit[on.ENTRY], of.FORMER])
        return name_reason(self._g, typed, hit[on.NODE], former, by_sound=bool(hit[on.BY_SOUND]))
