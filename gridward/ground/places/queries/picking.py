"""What a place field proposes while somebody types, the tree below it, and what a phone keeps."""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gridward.ground.places.queries.estates import Entry
from gridward.ground.places.queries.names import (
    children,
    find,
    full_name,
    gazetteer,
    match,
    name_of,
)
from gridward.ground.places.rules import NOWHERE, Gazetteer, Verdict, pack
from gridward.ground.places.rules.names import is_placeholder
from gridward.ground.places.rules.picking import Named, Names, Picker
from gridward.ground.places.rules.spelling import Spelling, has_characters

SHOWN = 10
TOWN = 4
OWN = 6  # the level of a line of the street's own register


_OFFICE = re.compile(r"(?<=村|区)(?:居民委员会|居委会|村民委员会|村委会|委员会|委会)$")
# as in frontend/src/place/search.js


def spoken(name: str) -> str:
    """A village as people say it in an address: 灰汤村委会 is 灰汤村, 诚信社区居委会 诚信社区."""
    return _OFFICE.sub("", name)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list: what is stored, what is read, and whether something lies below.

    `rest`: what was typed beyond the place. `address`: how an address of the own township begins
    with it; "" for places elsewhere.
    """

    code: str
    level: int
    name: str
    full_name: str
    rest: str = ""

    @property
    def opens(self) -> bool:
        return self.level < 5

    def address(self, near: str) -> str:
        """How an address begins with it, seen from a path: 灰汤村, 灰汤村东方家园."""
        town = near.replace("/", "")[:9]
        if len(town) < 9 or not self.code.startswith(town) or self.level < TOWN:
            return spoken(self.full_name)
        if self.level < OWN:
            return spoken(self.name)
        return (spoken(name_of(self.code)) if self.code[9:] != "000" else "") + self.name


class _Loaded:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._picker: Picker | None = None
        self._registers: dict[tuple[Entry, ...], Names] = {}

    def picker(self) -> Picker:
        with self._lock:
            if self._picker is None:
                self._picker = Picker(gazetteer(), Spelling(pack.read_sounds()))
            return self._picker

    def register(self, entries: tuple[Entry, ...]) -> Names:
        known = self._registers.get(entries)
        if known is None:
            rows = [Named(each.code, OWN, each.shown) for each in entries]
            others = [
                (n, text)
                for n, each in enumerate(entries)
                for text in (*each.spoken[1:], *_with_village(each))
            ]
            known = self.picker().names(rows, others)
            with self._lock:
                if len(self._registers) >= SHOWN:
                    self._registers.clear()
                self._registers[entries] = known
        return known


_LOADED = _Loaded()


def picker() -> Picker:
    """The index of names; the first call of a process takes a fifth of a second."""
    return _LOADED.picker()


def suggestions(
    text: str, *, near: str = "", under: str = "", own: Sequence[Entry] = ()
) -> list[Option]:
    """Places for what is typed so far: whole pinyin, initials, characters or sounds alike.

    What the text means beyond doubt comes first, then the own area, then the rest. `under`: only
    what lies in this code. `own`: lines of the street's register.
    """
    names = _LOADED.register(tuple(own)) if own else None
    found = picker().search(text, near=near, under=under, own=names, limit=SHOWN)
    options = [_option(each) for each in found]
    if has_characters(text) and not under:
        meant = match(text, near=near)
        sure = meant.decision is Verdict.ACCEPT
        guesses = [
            _option(Named(c.code, c.level, c.name), rest=meant.rest if n == 0 else "")
            for n, c in enumerate(meant.candidates[:SHOWN])
        ]
        options = [*guesses[:1], *options] if sure else [*options, *guesses]
    kept = {(each.code, each.name): each for each in reversed(options)}
    ordered = [each for each in options if kept.pop((each.code, each.name), None) is not None]
    return ordered[:SHOWN]


def _option(named: Named, rest: str = "") -> Option:
    whole = full_name(named.code)
    shown = whole + named.name if named.level == OWN else whole
    return Option(named.code, named.level, named.name, shown, rest)


def _with_village(entry: Entry) -> Iterable[str]:
    """灰汤村东方家园, as addresses have it."""
    if not entry.code.endswith("000"):
        village = spoken(name_of(entry.code))
        yield from (f"{village}{name}" for name in entry.spoken)


def below(code: str) -> list[Option]:
    """The divisions right below a code, for picking from the tree. Rows that are no place (市辖区),
    and a county that is its city (东莞), are passed through."""
    places = gazetteer()
    node = places.today(code) if code else NOWHERE
    if code and (node == NOWHERE or places.level[node] == 4):
        return [_option(Named(each.code, each.level, each.name)) for each in children(code)]
    return [
        _option(Named(places.code[n], places.level[n], places.name[n]))
        for n in _right_below(places, node)
    ]


def _right_below(places: Gazetteer, node: int) -> Iterable[int]:
    start, end = (0, len(places.code)) if node == NOWHERE else (node, places.end[node])
    for n in range(start, end):
        if places.parent[n] == node:
            same = node != NOWHERE and places.code[n] == places.code[node]
            if same or is_placeholder(places.name[n]):
                yield from _right_below(places, n)
            else:
                yield n


def way_to(code: str) -> list[Option]:
    """The divisions from the province down to a code."""
    found = find(code)
    if found is None:
        return []
    tail = (found.code[:width].ljust(12, "0") for width in (2, 4, 6, 9, 12))
    steps: dict[str, Option] = {}
    for each in tail:
        step = find(each)
        if step is not None and not is_placeholder(step.name):
            steps.setdefault(step.code, _option(Named(step.code, step.level, step.name)))
    return list(steps.values())


def kept_offline(county: str, own: Iterable[Entry] = ()) -> dict[str, object]:
    """What a phone needs to propose places of the own county without a network.

    ``{"county", "name", "names": [[code, level, name, pinyin, ..further names]], "sounds":
    {syllable: characters}}``: the provinces, the cities of the own province, the counties of the
    own city, towns, villages and the register.
    """
    spelling = picker().spelling
    rows = [*_around(county), *((each.code, OWN, each.spoken) for each in own)]
    listed: list[list[object]] = []
    syllables: set[str] = set()
    for code, level, spoken in rows:
        readings = spelling.readings(spoken[0])
        syllables.update(*(each.split() for each in readings))
        line: list[object] = [code.rstrip("0"), level, spoken[0], readings[-1]]
        for alias in spoken[1:]:
            line += [alias, spelling.pinyin(alias)]
        listed.append(line)
    sounds = {each: spelling.written(each) for each in sorted(syllables)}
    known = find(county)
    return {
        "county": county, "name": known.name if known else "", "names": listed,
        "sounds": {each: signs for each, signs in sounds.items() if signs},
    }  # fmt: skip


def _around(county: str) -> Iterable[tuple[str, int, tuple[str, ...]]]:
    found: dict[str, Option] = {}
    for upper in ("", county[:2], county[:4], county[:6]):
        found.update((each.code, each) for each in below(upper))
    for town in [each for each in found.values() if each.level == TOWN]:
        found.update((each.code, each) for each in below(town.code))
    for each in found.values():
        yield each.code, each.level, (each.name,)
