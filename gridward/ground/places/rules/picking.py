"""Finding a place while somebody types: as written, as it sounds, in pinyin or initials."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from gridward.ground.places.rules import names
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.sound import Sounds
from gridward.ground.places.rules.spelling import Spelling, has_characters, has_letters
from gridward.ground.places.rules.text import normalise

WHOLE, BEGINS, LIKE, INSIDE = 0.0, 1.0, 2.0, 3.0  # how well a name fits what was typed
_FAR = {1: 2.0, 2: 2.2, 3: 3.0, 4: 4.0, 5: 5.0}  # elsewhere: the larger, the likelier
_KEPT = 200  # counties
TOWN = 4  # with one letter typed, towns of other counties are left out: thousands begin with it


class Named(NamedTuple):
    """A name that can be picked. `level` 1 to 5; 6 is a line of the street's own register."""

    code: str
    level: int
    name: str


class Hit(NamedTuple):
    """The number of a row and how well it fits (0 best)."""

    row: int
    fit: float


class Names:
    """Rows searchable by all the ways people write. Read-only after it is built."""

    def __init__(
        self,
        rows: Sequence[Named],
        sounds: Sounds,
        spelling: Spelling,
        *,
        others: Iterable[tuple[int, str]] = (),
    ) -> None:
        """`others`: further names of a row, by its number (aliases)."""
        self.rows = rows
        self._sounds = sounds
        self._spelling = spelling
        written = [*enumerate(row.name for row in rows), *others]
        self._text = _Lines(written)
        self._sound = _Lines((n, sounds.fuzzy(name)) for n, name in written)
        by_letter: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for n, name in written:
            for reading in spelling.readings(name):
                if reading:
                    by_letter[reading[0]].append((n, reading))
        self._pinyin = {letter: _Lines(lines) for letter, lines in by_letter.items()}
        self._spelt = {
            letter: [_Spelt.of(reading) for _row, reading in lines]
            for letter, lines in by_letter.items()
        }

    def find(self, typed: str) -> list[Hit]:
        """All rows that fit, each with its best fit."""
        best: dict[int, float] = {}
        for row, fit in self._found(typed):
            if fit < best.get(row, 9.0):
                best[row] = fit
        return [Hit(row, fit) for row, fit in best.items()]

    def _found(self, typed: str) -> Iterator[tuple[int, float]]:
        if has_letters(typed):
            yield from self._by_pinyin(typed)
            return
        plain = normalise(typed)
        if not plain:
            return
        for row, begins in self._text.holding(plain):
            if begins or len(plain) > 1:
                yield row, self._fit(row, plain) if begins else INSIDE
        if has_characters(plain):
            for row, begins in self._sound.holding(self._sounds.fuzzy(plain)):
                if begins or len(plain) > 1:
                    yield row, LIKE if begins else INSIDE + 1.0

    def _fit(self, row: int, plain: str) -> float:
        name = self.rows[row].name
        level = min(self.rows[row].level, 5)
        core = names.village_core(name) if level == 5 else names.core(name, level)
        return WHOLE if plain in {name, core} else BEGINS

    def _by_pinyin(self, typed: str) -> Iterator[tuple[int, float]]:
        pattern = self._spelling.pattern(typed)
        if pattern is None:
            return
        joined = "".join(typed.split())
        for letter in self._first_letters(joined[0]):
            lines = self._pinyin.get(letter)
            if lines is not None:
                for at, row in lines.matching(pattern):
                    yield row, self._spelt[letter][at].fit(joined)

    def _first_letters(self, sign: str) -> str:
        letter = (self._spelling.of(sign) or sign)[0]
        return "nl" if letter in "nl" else letter


class _Spelt(NamedTuple):
    """A reading without gaps, and its initials; each also without the last syllable (镇, 村)."""

    full: str
    initials: str
    whole: tuple[str, str, str, str]

    @classmethod
    def of(cls, reading: str) -> Self:
        syllables = reading.split(" ")
        full, initials = "".join(syllables), "".join(each[0] for each in syllables)
        return cls(full, initials, (full, initials, full[: -len(syllables[-1])], initials[:-1]))

    def fit(self, typed: str) -> float:
        """How exactly letters were typed."""
        if len(typed) > 1 and typed in self.whole:
            return WHOLE
        exact = self.full.startswith(typed) or self.initials.startswith(typed)
        return BEGINS if exact else LIKE


class _Lines:
    """Many short strings as one, so that C code searches them all at once."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self._starts: list[int] = []
        self._rows: list[int] = []
        parts: list[str] = []
        at = 0
        for row, line in lines:
            self._starts.append(at)
            self._rows.append(row)
            parts.append(f"\n{line}")
            at += len(line) + 1
        self._all = "".join([*parts, "\n"])

    def _row(self, at: int) -> int:
        return self._rows[bisect_right(self._starts, at) - 1]

    def holding(self, wanted: str) -> Iterator[tuple[int, bool]]:
        """Rows whose line contains `wanted`, and whether it begins with it."""
        at = self._all.find(wanted)
        while at >= 0:
            yield self._row(at), self._all[at - 1] == "\n"
            at = self._all.find(wanted, at + 1)

    def matching(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """The lines that begin as the pattern says: their numbers and rows."""
        for found in pattern.finditer(self._all):
            at = bisect_right(self._starts, found.start()) - 1
            yield at, self._rows[at]


class Picker:
    """All divisions of China down to towns, and the villages of one county at a time."""

    def __init__(self, gazetteer: Gazetteer, spelling: Spelling) -> None:
        self._g = gazetteer
        self.spelling = spelling
        rows = [
            Named(code, level, name)
            for code, level, name in zip(
                gazetteer.code, gazetteer.level, gazetteer.name, strict=True
            )
            if not names.is_placeholder(name)
        ]
        large = [row for row in rows if row.level < TOWN]
        self._large = Names(large, gazetteer.sounds, spelling)
        self._towns = Names([row for row in rows if row.level == TOWN], gazetteer.sounds, spelling)
        self._counties: dict[str, Names] = {}

    def of_county(self, code: str) -> Names:
        """The towns and villages of a county (6 digits), kept."""
        known = self._counties.get(code)
        if known is None:
            county = self._g.node(code)
            rows = [] if county == NOWHERE else self._inside_county(county)
            known = Names(rows, self._g.sounds, self.spelling)
            if len(self._counties) > _KEPT:
                self._counties.clear()
            self._counties[code] = known
        return known

    def _inside_county(self, county: int) -> list[Named]:
        g = self._g
        towns = [n for n in range(county + 1, g.end[county]) if g.level[n] == TOWN]
        villages = g.villages(county).by_code.values()
        return [
            *(Named(g.code[n], TOWN, g.name[n]) for n in towns),
            *(Named(v.code, 5, v.name) for v in villages),
        ]

    def names(self, rows: Sequence[Named], others: Iterable[tuple[int, str]] = ()) -> Names:
        """A list of somebody's own, searchable in the same way."""
        return Names(rows, self._g.sounds, self.spelling, others=others)

    def search(
        self,
        typed: str,
        *,
        near: str = "",
        under: str = "",
        own: Names | None = None,
        limit: int = 10,
    ) -> list[Named]:
        """The best places for what was typed so far, best first.

        `near`: path or code of the own area, preferred; `under`: only what lies in this code;
        `own`: further names, such as the street's register. Several words: the last one is the
        place, those before name what it lies in (湖南 灰汤, hn ht).
        """
        text = typed.lower().strip()[:60]
        found = self._ranked(text, near, under, own)
        *above, last = text.split() or [""]
        if len(found) < limit and above:
            outer = [self._inside(word) for word in above]
            within = self._ranked(last, near, under, own)
            found += [
                (score, named)
                for score, named in within
                if all(any(named.code.startswith(o) for o in each) for each in outer)
            ]
        kept: dict[tuple[str, str], Named] = {}
        for _score, named in found:
            kept.setdefault((named.code, named.name), named)
        return list(kept.values())[:limit]

    def _inside(self, word: str) -> set[str]:
        """The leading digits of all divisions above towns that a word may begin."""
        rows = self._large.rows
        return {
            rows[hit.row].code[: 2 * rows[hit.row].level]
            for hit in self._large.find(word)
            if hit.fit < INSIDE
        }

    def _ranked(
        self, text: str, near: str, under: str, own: Names | None
    ) -> list[tuple[tuple[float, int, str], Named]]:
        if not text:
            return []
        home = self._g.nearest(near) if near else NOWHERE
        county = self._g.at_level(self._g.nearest(under) if under else home, 3)
        inside = _leading(under)
        lists = [self._large, *([own] if own else [])]
        if len(text) > 1 or not has_letters(text):
            lists.append(self._towns)
        if county != NOWHERE:
            lists.append(self.of_county(self._g.code[county][:6]))
        shared = [self._g.code[n][: _width(self._g.level[n])] for n in self._g.chain(home)]
        scored = []
        for each in lists:
            for row, fit in each.find(text):
                named = each.rows[row]
                if inside and not (named.code.startswith(inside) and named.code != under):
                    continue
                distance = _distance(named, shared)
                scored.append(((fit + distance, len(named.name), named.code), named))
        scored.sort(key=lambda one: one[0])
        return scored


def _width(level: int) -> int:
    return {1: 2, 2: 4, 3: 6, 4: 9}[level]


def _leading(code: str) -> str:
    """A code without the zeros that only fill it up."""
    digits = code.partition("/")[0].ljust(12, "0")[:12]
    for width in (2, 4, 6, 9):
        if not digits[width:].strip("0"):
            return digits[:width] if code else ""
    return digits


def _distance(named: Named, shared: Sequence[str]) -> float:
    """How far from the own area: 0 in the own town .. 5 for something small elsewhere."""
    widths = {9: 0.0, 6: 0.5, 4: 1.5, 2: 2.3}
    for outer in shared:  # deepest first
        if named.code.startswith(outer):
            here = widths[len(outer)]
            return min(here, _FAR.get(named.level, 5.0)) if here >= 1.5 else here
    return _FAR.get(named.level, 5.0)
