"""The figures of recognition that were measured when the weights were made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[1] / "data" / "linkage_quality.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures per source on made-up people, and how the thresholds were chosen. `rows` is empty
    when the weights came without figures."""

    version: str
    rows: Sequence[Mapping[str, Any]]
    thresholds: Mapping[str, Any]
    note: str


@lru_cache(maxsize=1)
def measured() -> Measured:
    """The file of the weights in force."""
    if not _FILE.exists():
        return Measured("", (), {}, "")
    told = json.loads(_FILE.read_text("utf-8"))
    return Measured(
        str(told.get("version", "")), told.get("sources", ()), told.get("thresholds", {}),
        str(told.get("note", "")),
    )  # fmt: skip
