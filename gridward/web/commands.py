"""The command line: ``gridward places match``, ``gridward risk read-list``, ``gridward risk
check-pack`` and ``gridward batch`` (but for its snapshots) need no database; all other words go to
Django.

Also ``python -m gridward.web.commands``. How-to: docs/how-to/match-place-names.md; what read-list
prints: docs/reference/risk-areas.md.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.core.management import execute_from_command_line

from gridward.ground.places import formats
from gridward.ground.places.rules import NOWHERE, Gazetteer, Matcher
from gridward.web import check_pack, read_list

_CHUNK, _MEMO = 20_000, 500_000
_WORDS = Path(formats.__file__).parent / "locale"


class Refused(Exception):
    """The command cannot be carried out; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:2] == ["risk", "read-list"]:
        return read_list.main(given[2:])
    if given[:2] == ["risk", "check-pack"]:
        return check_pack.main(given[2:])
    if given[:1] == ["batch"]:
        return int(
            import_module("gridward.web.batch.command").main(given[1:])
        )  # Ibis is slow to come
    if given[:1] != ["places"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
        execute_from_command_line(["gridward", *given])
        return 0
    wish = _parser().parse_args(given)
    try:
        _match(wish)
    except (Refused, formats.NotAList, OSError) as refused:
        sys.stderr.write(f"gridward: {refused}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gridward", description=__doc__)
    rooms = parser.add_subparsers(dest="room", required=True)
    verbs = rooms.add_parser("places", help="place names").add_subparsers(
        dest="verb", required=True
    )
    match = verbs.add_parser("match", help="which division does each row of a list mean?")
    match.add_argument(
        "--in", dest="source", type=Path, required=True, help="CSV, UTF-8 or GB18030"
    )
    match.add_argument("--text", required=True, help="the column with the place or address")
    match.add_argument("--near", default="", help="code of the own division, preferred if in doubt")
    match.add_argument("--at", type=date.fromisoformat, help="day of the facts: 2020-02-01")
    match.add_argument("--out", type=Path, default=None, help="CSV in UTF-8; default: the terminal")
    match.add_argument("--language", choices=("zh", "en"), default="zh", help="of the reasons")
    return parser


@cache
def _matcher() -> Matcher:
    return Matcher(Gazetteer())


def _match(wish: argparse.Namespace) -> None:
    table = formats.read(wish.source)
    if wish.text not in table.head:
        raise Refused(f"{wish.source} has no column {wish.text}, but: {', '.join(table.head)}")
    matcher = _matcher()
    if wish.near and matcher.gazetteer.nearest(wish.near) == NOWHERE:
        raise Refused(f"There is no division with the code {wish.near}.")
    with ExitStack() as stack:
        out: TextIO = sys.stdout
        if wish.out is not None:
            out = stack.enter_context(wish.out.open("w", encoding="utf-8-sig", newline=""))
        _answer(wish, table, matcher, out)


def _answer(wish: argparse.Namespace, table: formats.Table, matcher: Matcher, out: TextIO) -> None:
    write = formats.writer(out)
    write(formats.head_with(table.head))
    column, width = table.head.index(wish.text), len(table.head)
    say = read_list.words(_WORDS, wish.language)
    known: dict[str, list[str]] = {}
    begun, done = time.monotonic(), 0
    while chunk := list(islice(table.rows, _CHUNK)):
        rows = [[*row[:width], *[""] * (width - len(row))] for row in chunk]
        if len(known) > _MEMO:
            known.clear()
        fresh = [text for text in dict.fromkeys(row[column] for row in rows) if text not in known]
        found = matcher.match_many(fresh, near=wish.near or None, at=wish.at)
        known.update(
            (text, formats.cells(match, say)) for text, match in zip(fresh, found, strict=True)
        )
        for row in rows:
            write([*row, *known[row[column]]])
        done += len(rows)
        sys.stderr.write(f"{done:,} rows, {done / (time.monotonic() - begun):,.0f} rows/s\n")


if __name__ == "__main__":
    sys.exit(main())
