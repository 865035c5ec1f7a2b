"""Makes the arrays of the index out of the gazetteer; what they hold says `kernel.tables`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridward.ground.places.rules import names, pack
from gridward.ground.places.rules.alike import Alike
from gridward.ground.places.rules.alphabet import Alphabet
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.kernel import tables as t

Arrays: TypeAlias = dict[str, NDArray[Any]]
_BEFORE = "从自到在由往回去于至住来经赴返是"
_KINDS = (
    (t.DIGIT, "0123456789"), (t.STRETCH, names.STRETCH), (t.ENDING, names.ENDING_FIRST),
    (t.BEFORE, _BEFORE), (t.FOLLOWS, "村社居嘎0123456789第一二三四五六七八九十组队片区号屯栋"),
    (t.ROADLIKE, "路街道巷弄"), (t.NUMERAL, "一二三四五六七八九十"), (t.PART, "组队社片区号屯栋"),
    (t.TEAM, "组队屯片"),
)  # fmt: skip


class Letters:
    """All names behind each other, equal ones once."""

    def __init__(self) -> None:
        self.at: dict[str, int] = {}
        self._size = 0

    def place(self, name: str) -> int:
        """Where the name begins."""
        known = self.at.get(name)
        if known is None:
            known = self.at[name] = self._size
            self._size += len(name)
        return known


class Tries:
    """Several tries as one table of steps. A state is a node and the value of the word there."""

    def __init__(self) -> None:
        self._steps: dict[int, int] = {}  # node and sign -> node; the first nodes are the roots
        self._values = [0] * t.ROOTS

    def add(self, which: int, words: Iterable[tuple[t.Signs, int]]) -> None:
        """`words`: signs and the value above 0."""
        for signs, value in words:
            node = which
            for sign in signs.tolist():
                below = self._steps.setdefault(node << 16 | sign, len(self._values))
                if below == len(self._values):
                    self._values.append(0)
                node = below
            self._values[node] = value

    def tables(self) -> Arrays:
        """``roots``: the first step by sign; ``steps``: the others, hashed, half of it empty."""
        roots = np.zeros((1 << 16, t.ROOTS), np.int64)
        bits = (2 * len(self._steps)).bit_length()
        steps = np.zeros((1 << bits, 2), np.int64)
        taken = bytearray(1 << bits)
        for key, node in self._steps.items():
            state = node << t.VALUE_BITS | self._values[node]
            if key >> 16 < t.ROOTS:
                roots[key & 0xFFFF, key >> 16] = state
                continue
            at = key * t.SPREAD >> 20 & (1 << bits) - 1
            while taken[at]:
                at = at + 1 & (1 << bits) - 1
            taken[at] = 1
            steps[at] = key, state
        return {"roots": roots, "steps": steps}


def build(g: Gazetteer) -> Arrays:
    """All arrays of `Tables`, and ``rare``: the characters beyond 16 bits."""
    letters = Letters()
    nodes = _nodes(g, letters)
    entries, cores, sounds = _entries(g, letters)
    villages, hashed_cores = _villages(g, letters, nodes)
    spelling = Alphabet.of([*letters.at, *g.sounds.characters()])
    signs = _signs(g, spelling)
    tries = Tries()
    spellings: list[tuple[int, int, int]] = []
    listed: list[int] = []
    for which, found in ((t.CORES, cores), (t.SOUNDS, sounds)):
        tries.add(which, _listed(found, entries, spellings, listed, spelling))
    _words(tries, spelling)
    hashes, hashed = _hashes(nodes, hashed_cores, signs, spelling)
    kin_at, kin = _kin(g, spelling)
    return {
        "nodes": nodes,
        "letters": spelling.signs("".join(letters.at)),
        "signs": signs,
        "kin_at": kin_at,
        "kin": kin,
        **tries.tables(),
        "spellings": np.array(spellings, np.int64),
        "listed": np.array(listed, np.int64),
        "entries": np.array(entries, np.int64),
        "formers": _formers(g),
        "villages": villages,
        "hashes": hashes,
        "hashed": hashed,
        "rare": spelling.rare,
    }


def _nodes(g: Gazetteer, letters: Letters) -> NDArray[np.int64]:
    rows = []
    for node, (name, level) in enumerate(zip(g.name, g.level, strict=True)):
        county = g.at_level(node, 3)
        near = county != NOWHERE and g.code[node][:6] == g.code[county][:6]
        town = int(g.code[node][6:9]) if level == 4 and near else -2
        rows.append((
            level, g.end[node], g.parent[node], g.at_level(node, 2), county, letters.place(name),
            len(name), len(names.core(name, level)), town, 0, 0,
        ))  # fmt: skip
    return np.array(rows, np.int64)


def _entries(
    g: Gazetteer, letters: Letters
) -> tuple[list[tuple[int, ...]], dict[str, list[int]], dict[str, list[int]]]:
    """The entries, and which of them bear a spelling: as written, as it sounds."""
    rows: list[tuple[int, ...]] = []
    cores: dict[str, list[int]] = defaultdict(list)
    sounds: dict[str, list[int]] = defaultdict(list)
    for node, name, level, former in _named(g):
        core = names.core(name, level)
        whole = core == name and len(core) < 3 and not name.endswith("县")
        beyond = node >= g.beyond and g.code[node].startswith("71")
        unlikely = level >= 3 and (whole or beyond)  # 中区, 城区, 白镇; 大社区 of 高雄
        cores[core].append(len(rows))
        for sound in g.sounds.spellings(name, len(core)):
            sounds[sound].append(len(rows))
        rows.append((
            node, level, letters.place(name), len(name), len(core), former,
            names.is_generic(name), unlikely,
        ))  # fmt: skip
    for short, code in names.SHORT_CITIES.items():
        cores[short].append(len(rows))
        rows.append((g.node(code), 2, letters.place(short), 2, 2, NOWHERE, 0, 0))
    return rows, cores, sounds


def _named(g: Gazetteer) -> Iterator[tuple[int, str, int, int]]:
    for node, name in enumerate(g.name):
        if not names.is_placeholder(name):
            yield node, name, g.level[node], NOWHERE
    for number, old in enumerate(g.former):
        for code in old.became:
            yield g.node(code), old.name, old.level, number


def _listed(
    found: dict[str, list[int]],
    entries: list[tuple[int, ...]],
    spellings: list[tuple[int, int, int]],
    listed: list[int],
    spelling: Alphabet,
) -> Iterator[tuple[t.Signs, int]]:
    for word, bearers in found.items():
        upper = [e for e in bearers if entries[e][t.ENTRY_LEVEL] < 4]
        towns = [e for e in bearers if entries[e][t.ENTRY_LEVEL] == 4]
        towns.sort(key=lambda e: entries[e][t.ENTRY_NODE])
        first = len(listed)
        listed += upper + towns
        spellings.append((first, first + len(upper), len(listed)))
        yield spelling.signs(word), len(spellings)


def _words(tries: Tries, spelling: Alphabet) -> None:
    barred = {"街": t.NOT_BEFORE_WAY, "城": t.NOT_BEFORE_TOWN}
    sets: list[tuple[int, tuple[str, ...]]] = [(t.ROADS, names.ROADS), (t.FIRMS, names.FIRMS)]
    for which, words in sets:
        tries.add(which, [(spelling.signs(word), barred.get(word, t.WORD)) for word in words])
    for level, typed in names.TYPED_ENDINGS.items():
        tries.add(t.ENDED + level, [(spelling.signs(word), of_village(word)) for word in typed])
    for level, closing in names.SEGMENT_ENDINGS.items():
        tries.add(t.SEGMENTED + level - 3, [(spelling.signs(word), t.WORD) for word in closing])


def of_village(name: str) -> int:
    """Whether an ending is that of a village or of a community."""
    village = name.endswith(("村", "村委会", "村民委员会", "嘎查"))
    return t.OF_VILLAGE if village else t.OF_COMMUNITY


def _formers(g: Gazetteer) -> NDArray[np.int64]:
    parents = [g.node(old.parent) if old.parent else NOWHERE for old in g.former]
    years = [int(old.last) if old.last else 0 for old in g.former]
    return np.array([parents, years], np.int64).T.copy()


def _villages(
    g: Gazetteer, letters: Letters, nodes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], list[str]]:
    rows: list[tuple[int, int, int, int]] = []
    cores: list[str] = []
    source = pack.VillagePack(g.folder)
    for county in range(g.beyond):
        if g.level[county] != 3:
            continue
        nodes[county, t.VILLAGES] = len(rows)
        listed = source.county(g.code[county][:6])
        for code, name, core in zip(listed.codes, listed.names, listed.cores, strict=True):
            shape = len(core) | len(name) << 8 | (of_village(name) == t.OF_VILLAGE) << 16
            rows.append((letters.place(name), shape, int(code[6:]), county))
        cores += listed.cores
        nodes[county, t.VILLAGES_END] = len(rows)
    return np.array(rows, np.int64), cores


def _signs(g: Gazetteer, spelling: Alphabet) -> NDArray[np.uint16]:
    signs = np.zeros((1 << 16, 3), np.uint16)
    signs[:, t.FUZZY] = signs[:, t.EXACT] = np.arange(1 << 16)
    heard = "".join(g.sounds.characters())
    places = spelling.signs(heard)
    signs[places, t.FUZZY] = spelling.signs(g.sounds.fuzzy(heard))
    signs[places, t.EXACT] = spelling.signs(g.sounds.exact(heard))
    signs[0x3400:0xA000, t.KIND] = t.HAN
    for kind, characters in _KINDS:
        signs[spelling.signs("".join(characters)), t.KIND] |= kind
    return signs


def _hashes(
    nodes: NDArray[np.int64], cores: list[str], signs: NDArray[np.uint16], spelling: Alphabet
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """How the cores sound as numbers, sorted within each county, and whose they are."""
    width = t.LONGEST_VILLAGE
    short = ["" if len(core) > width else core for core in cores]
    lengths = np.fromiter(map(len, short), np.int64, len(short))
    sounds = signs[spelling.signs("".join(short)), t.FUZZY].astype(np.uint64)
    ends = lengths.cumsum()
    made, power = np.zeros(len(short), np.uint64), 1
    for k in range(width):
        there = lengths > k
        made[there] += sounds[ends[there] - 1 - k] * np.uint64(power)
        power = power * t.MULTIPLIER & 0xFFFFFFFF
    hashes = (made & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    hashed = np.arange(len(short), dtype=np.int64)
    for first, end in nodes[nodes[:, t.LEVEL] == 3][:, [t.VILLAGES, t.VILLAGES_END]].tolist():
        order = first + np.argsort(hashes[first:end], kind="stable")
        hashed[first:end] = order
        hashes[first:end] = hashes[order]
    return hashes, hashed


def _kin(g: Gazetteer, spelling: Alphabet) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """The other sounds and the shapes of each sign, as numbers that equal ones share."""
    kin: dict[int, list[int]] = {}
    numbers: dict[str, int] = {}
    alike = Alike(g.sounds, g.characters)
    for character in alike.characters():
        found = alike.of(character)
        kin[int(spelling.signs(character)[0])] = sorted(
            numbers.setdefault(each, len(numbers)) for each in found
        )
    counts = np.zeros((1 << 16) + 1, np.int64)
    for place, found_numbers in kin.items():
        counts[place + 1] = len(found_numbers)
    flat = [number for place in sorted(kin) for number in kin[place]]
    return counts.cumsum(dtype=np.int64), np.array(flat, np.uint16)
