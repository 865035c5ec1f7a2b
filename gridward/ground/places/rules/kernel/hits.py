"""Finds every name of the index in a text, as written and as it sounds."""

from gridward.ground.places.rules.kernel import desk as on
from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.desk import Desk
from gridward.ground.places.rules.kernel.tables import NOWHERE, Numbers, Signs, Tables
from gridward.ground.places.rules.kernel.towns import add_towns, find_ranges, in_range
from gridward.ground.places.rules.kernel.weigh import add_hit
from gridward.ground.places.rules.kernel.words import step


@compiled
def find_hits(t: Tables, d: Desk, size: int, home: int, year: int) -> None:
    """All hits of a text: counties and above first, they say which towns are worth a look."""
    d.marks[0, on.ENDS] = 1
    written = _spelt(t.steps, t.roots, of.CORES, d.text, size, d.found, 0)
    heard = _spelt(t.steps, t.roots, of.SOUNDS, d.sound, size, d.found, on.MOST)
    _add_upper(t, d, 0, written, size, year, by_sound=False)
    _drop_inaudible(t, d, heard)
    _add_upper(t, d, on.MOST, on.MOST + heard, size, year, by_sound=True)
    find_ranges(t, d, home)
    _add_districts(t, d, written, size, year)
    for match in range(written):
        add_towns(t, d, match, size, year, by_sound=False)
    for match in range(on.MOST, on.MOST + heard):
        if d.found[match, 2] != NOWHERE:
            add_towns(t, d, match, size, year, by_sound=True)


@compiled
def _add_upper(
    t: Tables, d: Desk, first: int, end: int, size: int, year: int, by_sound: bool
) -> None:
    """The names of levels 1 to 3; those that are words (开发区) only where they are misspelt."""
    for match in range(first, end):
        spelling = d.found[match, 2]
        if spelling == NOWHERE:
            continue
        for listed in range(t.spellings[spelling, of.UPPER], t.spellings[spelling, of.TOWNS]):
            entry = t.listed[listed]
            if by_sound or not t.entries[entry, of.GENERIC]:
                add_hit(t, d, entry, d.found[match, 0], d.found[match, 1], size, year, by_sound)


@compiled
def _add_districts(t: Tables, d: Desk, written: int, size: int, year: int) -> None:
    """新城区 is a district of 西安 and a word everywhere else: only below what is looked at."""
    for match in range(written):
        spelling = d.found[match, 2]
        for listed in range(t.spellings[spelling, of.UPPER], t.spellings[spelling, of.TOWNS]):
            entry = t.listed[listed]
            if not t.entries[entry, of.GENERIC] or t.entries[entry, of.FORMER] != NOWHERE:
                continue
            if in_range(t, d, t.entries[entry, of.ENTRY_NODE]):
                add_hit(t, d, entry, d.found[match, 0], d.found[match, 1], size, year, False)


@compiled
def _drop_inaudible(t: Tables, d: Desk, heard: int) -> None:
    """A likeness of sound counts before an ending, or right behind another name."""
    for match in range(on.MOST, on.MOST + heard):
        start, end = d.found[match, 0], d.found[match, 1]
        if not d.marks[start, on.ENDS] and not t.signs[d.text[end], of.KIND] & of.ENDING:
            d.found[match, 2] = NOWHERE


@compiled
def _spelt(
    steps: Numbers, roots: Numbers, which: int, text: Signs, size: int, found: Numbers, first: int
) -> int:
    """Start, end and spelling of every name, the longest of a start first; how many."""
    count = 0
    for start in range(size):
        state, end, begun = roots[text[start], which], start, count
        while state:
            end += 1
            if state & of.VALUE_MASK and count < on.MOST:
                found[first + count, 0] = start
                found[first + count, 1] = end
                found[first + count, 2] = (state & of.VALUE_MASK) - 1
                count += 1
            state = step(steps, state, text[end])
        low, high = first + begun, first + count - 1
        while low < high:
            for column in range(1, 3):
                swapped = found[low, column]
                found[low, column] = found[high, column]
                found[high, column] = swapped
            low += 1
            high -= 1
    return count
