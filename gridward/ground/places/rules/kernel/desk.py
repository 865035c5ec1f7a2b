"""Where one text is worked out: arrays made once and used again for the next text."""

from typing import NamedTuple

import numpy as np

from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.tables import Bytes, Numbers, Reals, Signs

LONGEST = 200  # characters of a text
ROOM = LONGEST + 24  # zeros behind the text: what is read beyond its end is no character
MOST = 2_048  # names found in a text, villages found, ...; more are left aside
DEEPEST = 16  # names that support each other

# Desk.counts
HITS, SLOTS, SPANS, WRITTEN, RANGES, POOL, SHOWN, SAID = range(8)
# Desk.hits: a name found; NEXT is the next one of the same division
NODE, START, STOP, ENTRY, BY_SOUND, ENDED_, PLAIN, NEXT = range(8)
# Desk.slots: a division found, its first and last hit, how many hits speak for it
SLOT_NODE, HEAD, TAIL_, USED = range(4)
# Desk.marks
ENDS, ELSEWHERE = range(2)
# Desk.pool: a village found
VILLAGE, V_START, V_END, V_SOUND, V_ENDING, V_KIN, V_TWINS = range(7)
# Desk.shown: a candidate and why it is one
C_NODE, C_VILLAGE, C_SLOT, C_SKIP, C_OWN, C_LIKES, C_LIKE, C_WHY = 0, 1, 2, 3, 4, 5, 6, 12
NAMED, SOUNDS_LIKE = 1, 2  # C_WHY
# Desk.answer
A_NODE, A_VILLAGE, A_LEVEL, A_DECISION, A_REST, A_CERTAIN, A_CERTAIN_VILLAGE = range(7)
NONE, REVIEW, ACCEPT = range(3)
# Desk.reals
CONFIDENCE = 0


class Desk(NamedTuple):
    """The arrays; not to be shared between threads at one time."""

    text: Signs
    sound: Signs
    marks: Bytes  # [position, ENDS | ELSEWHERE]
    found: Numbers  # [match, start end spelling]: as written, then from MOST on as it sounds
    hits: Numbers
    weights: Reals
    slot_of: Numbers  # of each division; NOWHERE for those not found
    slots: Numbers
    used: Numbers  # [slot, hits]
    scores: Reals  # [slot, score nearness]
    spans: Numbers  # where a whole name is plainly written
    written: Numbers  # [end, level] of those
    ranges: Numbers  # divisions below which towns are looked for
    rivals: Numbers
    pool: Numbers
    pool_weights: Reals
    said: Numbers  # [name, start end ended] of what is settled
    shown: Numbers
    shown_scores: Reals
    counts: Numbers
    answer: Numbers
    reals: Reals


@compiled
def copy_row(rows: Numbers, to: int, source: int) -> None:
    """One row over another."""
    for column in range(rows.shape[1]):
        rows[to, column] = rows[source, column]


def new_desk(nodes: int) -> Desk:
    """A desk for an index with so many divisions."""

    def numbers(*shape: int) -> Numbers:
        return np.zeros(shape, np.int64)

    return Desk(
        text=np.zeros(ROOM, np.uint16),
        sound=np.zeros(ROOM, np.uint16),
        marks=np.zeros((ROOM, 2), np.uint8),
        found=numbers(2 * MOST, 3),
        hits=numbers(MOST, 8),
        weights=np.zeros(MOST),
        slot_of=np.full(nodes, -1, np.int64),
        slots=numbers(MOST, 4),
        used=numbers(MOST + 1, DEEPEST),
        scores=np.zeros((MOST, 2)),
        spans=numbers(MOST, 2),
        written=numbers(MOST, 2),
        ranges=numbers(MOST, 2),
        rivals=numbers(MOST),
        pool=numbers(2 * MOST, 7),
        pool_weights=np.zeros(2 * MOST),
        said=numbers(2 * DEEPEST, 3),
        shown=numbers(MOST, 13),
        shown_scores=np.zeros(MOST),
        counts=numbers(8),
        answer=numbers(7),
        reals=np.zeros(1),
    )
