"""Where a row of a list belongs in the grid tree. Pure: the tree comes in as values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gridward.core.decision import Reason
from gridward.ground.grid.rules import path_of
from gridward.ground.roster.rules.doors import Door, Village, find_village, number
from gridward.ground.roster.rules.text import normal

NOWHERE = Reason("No village of ours is named here. Write the village's name in front.")
_NUMBER = re.compile(r"[0-9零〇一二两三四五六七八九十百]+")


@dataclass(frozen=True, slots=True)
class Tree:
    """The part of the grid tree that a list may touch.

    `leaves`: path -> name of the grids without grids below. `neighbours`: (village path, estate,
    building) -> the grid in which most doors of that estate and building lie.
    """

    villages: Sequence[Village]
    leaves: Mapping[str, str]
    neighbours: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    _found: dict[str, tuple[list[Village], bool]] = field(default_factory=dict)

    def village(self, *texts: str) -> Village | Reason:
        """The one village that the first telling text names, or why there is none."""
        for text in texts:
            if not text:
                continue
            found, certain = self._villages(text)
            if certain:
                return found[0]
            if found:
                return Reason.of(
                    "{text} may be {names}. Write the name as it stands in the grid list.",
                    text=text, names="、".join(v.name for v in found),
                )  # fmt: skip
        if len(self.villages) == 1:
            return self.villages[0]
        return NOWHERE

    def _villages(self, text: str) -> tuple[list[Village], bool]:
        if text not in self._found:
            self._found[text] = find_village(text, self.villages)
        return self._found[text]

    def leaf(self, village: str, grid: str, door: Door, address: str = "") -> str | Reason:
        """The path of the leaf grid of a row, or why it is not known."""
        code = normal(grid).replace(" ", "").replace("/", "")
        if code.isdecimal() and len(code) in {15, 17}:
            path = path_of(code)
            return (
                path
                if path in self.leaves
                else Reason.of("There is no grid {code} here.", code=code)
            )
        home = self.village(village, grid, address)
        if isinstance(home, Reason):
            return home
        inside = {path: name for path, name in self.leaves.items() if path.startswith(home.path)}
        if code:
            named = [
                path for path, name in inside.items() if self._is_named(path, name, code, home.name)
            ]
            if len(named) == 1:
                return named[0]
            return Reason.of("{village} has no grid called {grid}.", village=home.name, grid=grid)
        if len(inside) == 1:
            return next(iter(inside))
        known = self.neighbours.get((home.path, door.estate, door.building))
        return known or Reason.of(
            "The list does not say in which grid of {village} this is. Add a column with the grid.",
            village=home.name,
        )

    def _is_named(self, path: str, name: str, typed: str, village: str) -> bool:
        short = typed.replace(village, "")
        if normal(name).replace(" ", "") in {typed, short}:
            return True
        typed_number, own_number = _NUMBER.search(short), _NUMBER.search(name)
        if not typed_number:
            return False
        own = number(own_number[0]) if own_number else str(int(path.rstrip("/").rsplit("/", 1)[-1]))
        return number(typed_number[0]) == own
