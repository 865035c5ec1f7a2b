"""What a run is about, out of the words of the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gridward.hq.dashboard.rules.rollup import words_of as figures_of
from gridward.response.canvass.rules.rollup import COVERAGE, LEVELS
from gridward.response.canvass.rules.rollup import words_of as coverage_of
from gridward.response.risk.rules import published
from gridward.response.risk.rules.pack_file import parse_pack
from gridward.web.batch.places import ROOT

_FILES = ("pack.toml", "table.csv")


class Refused(Exception):
    """The command cannot be carried out; the text says why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`policy` names a pack (its folder, or a shipped one); roll-ups: `at` is the cut-off, `since`
    that of the bulletin before."""

    policy: str = ""
    at: datetime | None = None
    since: datetime | None = None
    levels: tuple[str, ...] = ("township", "village", "grid")


def words_of(job: str, wish: Wish, on: date) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """What goes into the expression, and what the header says of it."""
    if job == published.JUDGE.name:
        toml, table = _pack(wish.policy)
        pack = parse_pack(toml, table)
        return published.words_of(toml, table, on), {"policy": pack.code, "edition": pack.digest}
    if job == published.QUESTIONS.name:
        return {"on": on.isoformat()}, {}
    if wish.at is None or wish.at.tzinfo is None:
        raise Refused("--at must be a moment with its zone, such as 2020-02-20T16:00+08:00")
    if unknown := sorted(set(wish.levels) - set(LEVELS)):
        raise Refused(f"{', '.join(unknown)}: no level; there are {', '.join(LEVELS)}")
    told = {"cut_off": wish.at.isoformat(), "levels": " ".join(wish.levels)}
    if job == COVERAGE.name:
        return coverage_of(wish.at, *wish.levels), told
    return figures_of(wish.at, wish.since, *wish.levels), told


def _pack(policy: str) -> tuple[str, str]:
    folder = next((p for p in (Path(policy), ROOT / "policies" / policy) if p.is_dir()), None)
    if not policy or folder is None:
        shipped = ", ".join(sorted(path.name for path in (ROOT / "policies").iterdir()))
        raise Refused(f"--policy must name a folder or one of: {shipped}")
    toml, table = ((folder / name).read_text("utf-8-sig") for name in _FILES)
    return toml, table
