"""One text, or many behind each other, to answers."""

import numpy as np

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled, kept
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.hits import find_hits
from gridward.ground.places.rules.kernel.outdated import drop_outdated
from gridward.ground.places.rules.kernel.tables import NOWHERE, Numbers, Reals, Signs, Tables
from gridward.ground.places.rules.kernel.verdict import give_verdict


@compiled
def _judge(t: Tables, d: Desk, signs: Signs, home: int, year: int) -> None:
    """The answer to one text of at most `LONGEST` signs, and its candidates, come to the desk."""
    for slot in range(d.counts[on.SLOTS]):
        d.slot_of[d.slots[slot, on.SLOT_NODE]] = NOWHERE
    size = min(len(signs), on.LONGEST)
    for at in range(size + on.ROOM - on.LONGEST):  # zeros behind it
        sign = signs[at] if at < size else np.uint16(0)
        d.text[at] = sign
        d.sound[at] = t.signs[sign, of.FUZZY]
        d.marks[at, on.ENDS] = 0
        d.marks[at, on.ELSEWHERE] = 0
    d.counts[on.HITS] = 0
    d.counts[on.SLOTS] = 0
    d.counts[on.WRITTEN] = 0
    d.counts[on.SHOWN] = 0
    find_hits(t, d, size, home, year)
    drop_outdated(t, d)
    give_verdict(t, d, size, home)


@kept
def judge_all(
    t: Tables, d: Desk, signs: Signs, ends: Numbers, home: int, year: int, answers: Numbers,
    confidences: Reals,
) -> None:  # fmt: skip
    """The answers to texts behind each other, each ending where `ends` says: a row each.

    `home`: the division of the own jurisdiction or NOWHERE; `year` of the fact, 0 for today. The
    desk shows the candidates of the last text.
    """
    start = 0
    for row in range(len(ends)):
        _judge(t, d, signs[start : ends[row]], home, year)
        for column in range(len(d.answer)):
            answers[row, column] = d.answer[column]
        confidences[row] = d.reals[on.CONFIDENCE]
        start = ends[row]
