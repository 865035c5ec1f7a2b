"""The figures of recognition that were measured when the weights were made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from gridward.ground.roster.rules.linkage.weights import DATA

_FILE = DATA / "linkage_quality.json"  # shape: docs/reference/linkage.md
Figures: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures on made-up people: all records, by source, by kind of mistake, other ways on the same
    records; `chosen` are the thresholds. All empty when the weights came without figures."""

    version: str
    on: str
    people: int
    sources: Sequence[Figures]
    kinds: Sequence[Figures]
    others: Sequence[Figures]
    chosen: Figures


@lru_cache(maxsize=1)
def measured() -> Measured:
    """The file of the weights in force."""
    if not _FILE.exists():
        return Measured("", "", 0, (), (), (), {})
    told = json.loads(_FILE.read_text("utf-8"))
    whole = {key: told[key] for key in ("overall", "without_area")}
    return Measured(
        told["version"], told["measured_on"], told["people"],
        _named(whole | told["by_source"]), _named(told["by_kind"]), _named(told["others"]),
        told["chosen"],
    )  # fmt: skip


def _named(rows: Mapping[str, Figures]) -> list[Figures]:
    return [{"name": name, **row} for name, row in rows.items()]
