"""``gridward risk check-pack PACK``: read a policy pack, try its examples, say what is doubtful.

PACK is a folder (``pack.toml`` and ``table.csv``) or a workbook (.xlsx); ``--to`` writes the other
form. Exit code 0 when it can be used, 1 when something must be mended, 2 when it is no pack.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from gridward.ground.places.rules import NOWHERE, Gazetteer
from gridward.response.risk.formats import pack_workbook
from gridward.response.risk.formats.pack_workbook import BadWorkbook
from gridward.response.risk.rules.pack_file import examine
from gridward.web.read_list import WORDS, words


def main(arguments: Sequence[str]) -> int:
    """Check the pack named in `arguments`; the exit code."""
    parser = argparse.ArgumentParser(prog="gridward risk check-pack", description=__doc__)
    parser.add_argument("pack", type=Path, help="a folder, or a workbook (.xlsx)")
    parser.add_argument("--to", type=Path, default=None, help="write a folder, or a workbook")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the findings")
    wish = parser.parse_args(list(arguments))
    say = words(WORDS, wish.language)
    try:
        toml, table = _texts(wish.pack)
    except (BadWorkbook, OSError, UnicodeDecodeError) as refused:
        sys.stderr.write(f"gridward: {refused}\n")
        return 2
    places = Gazetteer()

    def name_of(code: str) -> str:
        node = places.today(code)
        return "" if node == NOWHERE else places.name[node]

    pack, findings = examine(toml, table, name_of)
    for each in findings:
        line = (each.where, each.column, each.value, say(each.reason), say(each.todo))
        sys.stdout.write("\t".join(line).rstrip() + "\n")
    if pack is None or any(each.fatal for each in findings):
        return 1
    sys.stdout.write(f"{pack.code}: {len(pack.rows)} + {len(pack.examples)} ok\n")
    if wish.to is not None:
        _write(wish.to, toml, table)
    return 0


def _texts(path: Path) -> tuple[str, str]:
    if path.suffix.lower() == ".xlsx":
        return pack_workbook.from_workbook(path.read_bytes())
    return (
        (path / "pack.toml").read_text(encoding="utf-8-sig"),
        (path / "table.csv").read_text(encoding="utf-8-sig"),
    )


def _write(path: Path, toml: str, table: str) -> None:
    if path.suffix.lower() == ".xlsx":
        path.write_bytes(pack_workbook.to_workbook(toml, table))
        return
    path.mkdir(parents=True, exist_ok=True)
    (path / "pack.toml").write_text(pack_workbook.canonical(toml), encoding="utf-8")
    (path / "table.csv").write_text(table, encoding="utf-8")
