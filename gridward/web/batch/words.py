"""What a run is about, out of the words of the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gridward.response.risk.rules import published
from gridward.response.risk.rules.pack_file import parse_pack
from gridward.web.batch.places import ROOT

_FILES = ("pack.toml", "table.csv")


class Refused(Exception):
    """The command cannot be carried out; the text says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`policy` names a pack (its folder, or a shipped one)."""

    policy: str = ""


def words_of(job: str, wish: Wish, on: date) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """What goes into the expression, and what the header says of it."""
    if job == published.JUDGE.name:
        toml, table = _pack(wish.policy)
        pack = parse_pack(toml, table)
        return published.words_of(toml, table, on), {"policy": pack.code, "edition": pack.digest}
    return {"on": on.isoformat()}, {}


def _pack(policy: str) -> tuple[str, str]:
    folder = next((p for p in (Path(policy), ROOT / "policies" / policy) if p.is_dir()), None)
    if not policy or folder is None:
        shipped = ", ".join(sorted(path.name for path in (ROOT / "policies").iterdir()))
        raise Refused(f"--policy must name a folder or one of: {shipped}")
    toml, table = ((folder / name).read_text("utf-8-sig") for name in _FILES)
    return toml, table
