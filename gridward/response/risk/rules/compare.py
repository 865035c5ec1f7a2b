"""Two editions of a policy side by side: what the head says otherwise, and which rows differ."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

_LEFT_OUT = frozenset({"example"})  # examples test a pack; they are no part of what it asks


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of a row, or a key of the head, as both editions have it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row: added | removed | changed | moved | same. `place` counts from 1 in the newer edition
    (in the older one, when it was removed). `cells` are those that differ."""

    kind: str
    name: str
    place: int
    cells: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    head: tuple[Difference, ...]
    rows: tuple[RowDifference, ...]

    @property
    def is_same(self) -> bool:
        return not self.head and all(row.kind == "same" for row in self.rows)


def compare(before: tuple[str, str], after: tuple[str, str]) -> Comparison:
    """The differences of two editions, each as its two texts (`pack.toml`, `table.csv`)."""
    return Comparison(_heads(before[0], after[0]), _rows(_table(before[1]), _table(after[1])))


def _heads(before: str, after: str) -> tuple[Difference, ...]:
    old, new = _flat(tomllib.loads(before)), _flat(tomllib.loads(after))
    names = dict.fromkeys([*old, *new])
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _flat(head: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in head.items():
        if key in _LEFT_OUT:
            continue
        if isinstance(value, dict):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            is_list = isinstance(value, list)
            found[f"{prefix}{key}"] = ", ".join(map(str, value)) if is_list else str(value)  # type: ignore[call-overload]  # TOML
    return found


_Table = dict[str, dict[str, str]]


def _table(text: str) -> _Table:
    """``row -> column -> cell``, in the order of the table; empty cells left out."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    return {
        (line.get("row") or "").strip(): {
            name.strip(): value.strip()
            for name, value in line.items()
            if name and isinstance(value, str) and value.strip() and name.strip() != "row"
        }
        for line in reader
    }


def _rows(before: _Table, after: _Table) -> tuple[RowDifference, ...]:
    shared = [name for name in before if name in after]
    order = [name for name in after if name in before]
    moved = {name for old, name in zip(shared, order, strict=True) if old != name}
    found = [
        _row(name, place, before.get(name), after[name], is_moved=name in moved)
        for place, name in enumerate(after, 1)
    ]
    removed = [
        RowDifference("removed", name, place, _cells(cells, {}))
        for place, (name, cells) in enumerate(before.items(), 1)
        if name not in after
    ]
    return (*found, *removed)


def _row(
    name: str, place: int, before: dict[str, str] | None, after: dict[str, str], *, is_moved: bool
) -> RowDifference:
    if before is None:
        return RowDifference("added", name, place, _cells({}, after))
    cells = _cells(before, after)
    kind = "changed" if cells else ("moved" if is_moved else "same")
    return RowDifference(kind, name, place, cells)


def _cells(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    names = dict.fromkeys([*before, *after])
    return tuple(
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )
