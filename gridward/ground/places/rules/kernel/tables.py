"""What the index is made of: flat arrays, read-only, mapped from one file.

Texts are signs: the 16-bit code of a character; the few rarer ones have places of the surrogates.
Columns of the tables have names in capitals.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Signs: TypeAlias = NDArray[np.uint16]
Reals: TypeAlias = NDArray[np.float64]
Bytes: TypeAlias = NDArray[np.uint8]

# Tables.nodes
LEVEL, END, PARENT, CITY, COUNTY, NAME, SIZE, CORE, TOWN, VILLAGES, VILLAGES_END = range(11)
# Tables.entries: a name of a division; FORMER is NOWHERE for a name in force
ENTRY_NODE, ENTRY_LEVEL, ENTRY_NAME, ENTRY_SIZE, ENTRY_CORE, FORMER, GENERIC, UNLIKELY = range(8)
# Tables.spellings: where its entries of levels 1 to 3 and of towns begin in Tables.listed
UPPER, TOWNS, TOWNS_END = range(3)
# Tables.formers
ONCE_ABOVE, LAST = range(2)
# Tables.villages: SHAPE is the length of the core, of the name << 8, and 1 << 16 for a village
VILLAGE_NAME, SHAPE, TAIL, VILLAGE_COUNTY = range(4)
# Tables.signs: how it sounds, roughly and by syllable; what it is
FUZZY, EXACT, KIND = range(3)
# states of a trie: a node, and in the low bits the value of the word that ends there (0: none)
VALUE_BITS = 20
VALUE_MASK = (1 << VALUE_BITS) - 1
SPREAD = 0x9E3779B1
# Tables.roots: which trie
CORES, SOUNDS, ROADS, FIRMS, ENDED = range(5)  # ENDED + level: endings as typed
SEGMENTED = ENDED + 6  # SEGMENTED + level - 3: endings of what is looked at one by one
ROOTS = SEGMENTED + 2
# kinds of a sign
HAN, DIGIT, STRETCH, ENDING, BEFORE, FOLLOWS, ROADLIKE, NUMERAL, PART, TEAM = (
    1 << n for n in range(10)
)
# values of words in ROADS and FIRMS, and of endings of a village
WORD, NOT_BEFORE_WAY, NOT_BEFORE_TOWN = 1, 2, 3  # 街 but not 街道; 城 but not 城镇
OF_COMMUNITY, OF_VILLAGE = 1, 2
NOWHERE = -1
RARE = 0xD800  # signs from here stand for characters beyond 16 bits
UNKNOWN = 0xDFFF
LONGEST_VILLAGE = 10
MULTIPLIER = 1_000_003


class Tables(NamedTuple):
    """The index. Integers are 64 bits wide, so that each loop is compiled for one kind only."""

    nodes: Numbers
    letters: Signs
    signs: Signs  # [sign, FUZZY | EXACT | KIND]
    kin_at: Numbers  # where the other sounds and the shapes of a sign begin in `kin`
    kin: Signs
    roots: Numbers  # [sign, trie] -> state, 0 for none
    steps: Numbers  # hashed: a node and a sign -> state
    spellings: Numbers
    listed: Numbers  # entries by spelling, towns in the order of their divisions
    entries: Numbers
    formers: Numbers
    villages: Numbers  # in the order of their codes
    hashes: NDArray[np.uint32]  # of how villages sound, sorted within each county
    hashed: Numbers  # the village of each


Given: TypeAlias = NDArray[Any]
