"""Repeats on a second sheet, joined by a key: its rows become further columns of their row."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridward.core import tables
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.fields import FORM, questions_of
from gridward.ground.roster.rules import layout, survey
from gridward.ground.roster.rules.columns import guess, plain
from gridward.ground.roster.rules.text import normal

_PARENTS = {"_parent_index": "_index", "parent_key": "key", "_submission__id": "_id"}
_MOST = 20  # rows of one repeat that are taken over
_SAMPLE = 50
Joined = dict[str, Any]  # sheet, header_row, key (column), fields by column, main (heading), width


def second_sheet(content: bytes, target: str, headings: Sequence[str]) -> Joined | None:
    """The sheet that holds the rows of a repeat of the form, with what its columns hold; None when
    there is none. Its key is a column whose heading the first sheet has too, or its parent's."""
    inside = [each for each in questions_of(target) if "." in each.key] if _may(target) else []
    names = tables.sheets(content)[1:] if inside else []
    for name in names:
        head = _head(content, name)
        found = _read(name, head, headings, inside) if head else None
        if found:
            return {**found, "width": _width(content, found)}
    return None


def _may(target: str) -> bool:
    return target.startswith(FORM)


def _head(content: bytes, name: str) -> list[tables.Numbered]:
    found: list[tables.Numbered] = []
    for row in tables.rows(content, name):
        found.append(row)
        if len(found) > _SAMPLE:
            break
    return found


def _read(
    name: str,
    head: Sequence[tables.Numbered],
    headings: Sequence[str],
    inside: Sequence[survey.Asked],
) -> Joined | None:
    number, own = head[0]
    pair = _key(own, headings)
    if pair is None:
        return None
    known = [column for column in survey.columns(inside) if column.key not in survey.APART]
    fields = guess(own, [cells for _n, cells in head[1:]], known)
    fields[pair[0]] = ""
    if not any(fields):
        return None
    return {
        "sheet": name, "header_row": number, "key": pair[0], "fields": fields, "main": pair[1],
        "headings": own,
    }  # fmt: skip


def _key(own: Sequence[str], headings: Sequence[str]) -> tuple[int, str] | None:
    """The key's column on the second sheet, and its heading on the first."""
    main = {plain(heading): heading for heading in headings if heading.strip()}
    for place, heading in enumerate(own):
        parent = _PARENTS.get(normal(heading).lower())
        if parent in main:
            return place, main[parent]
    for place, heading in enumerate(own):
        if plain(heading) in main and heading.strip():
            return place, main[plain(heading)]
    return None


def _width(content: bytes, joined: Mapping[str, Any]) -> int:
    counted: Counter[str] = Counter()
    for number, cells in tables.rows(content, joined["sheet"]):
        if number > joined["header_row"] and joined["key"] < len(cells):
            counted[normal(cells[joined["key"]])] += 1
    return min(max(counted.values(), default=0), _MOST)


def virtual(item: Import, fields: Sequence[str]) -> list[tuple[str, str]]:
    """Field and heading of the columns that the second sheet adds, row by row of the repeat."""
    joined = item.mapping.get("joined")
    if not joined or survey.KEY not in fields:
        return []
    held = [(n, field) for n, field in enumerate(joined["fields"]) if field]
    return [
        (layout.numbered(field, row + 1), f"{joined['headings'][n]} {row + 1}")
        for row in range(joined["width"])
        for n, field in held
        if layout.numbered(field, row + 1) not in fields
    ]


def with_second_sheet(item: Import, rows: Iterator[tables.Numbered]) -> Iterator[tables.Numbered]:
    """The rows with the cells of `virtual` behind them."""
    joined, fields = item.mapping.get("joined"), item.mapping.get("fields", [])
    own = item.mapping.get("own", len(fields))
    more = fields[own:]
    if not joined or not more:
        yield from rows
        return
    inner = _inner(bytes(item.content or b""), joined)
    key = fields.index(survey.KEY)
    for number, cells in rows:
        told = inner.get(normal(cells[key]), ()) if key < len(cells) else ()
        values = {
            layout.numbered(field, n + 1): text
            for n, row in enumerate(told)
            for field, text in row.items()
        }
        padded = [*cells[:own], *[""] * (own - len(cells))]
        yield number, [*padded, *(values.get(field, "") for field in more)]


def _inner(content: bytes, joined: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for number, cells in tables.rows(content, joined["sheet"]):
        if number <= joined["header_row"] or joined["key"] >= len(cells):
            continue
        row = {f: c for f, c in zip(joined["fields"], cells, strict=False) if f and c.strip()}
        found[normal(cells[joined["key"]])].append(row)
    return found
