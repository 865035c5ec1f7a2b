"""The rule sets under which lists of one series were made (data/schemes.toml)."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from gridward.response.risk.rules.schemes import Scheme

FOLDER = Path(__file__).parents[1] / "data"


@cache
def shipped_schemes() -> tuple[Scheme, ...]:
    """All shipped schemes, the oldest first."""
    with (FOLDER / "schemes.toml").open("rb") as file:
        told = tomllib.load(file)["scheme"]
    return tuple(sorted((_scheme(each) for each in told), key=lambda each: each.since))


def _scheme(told: dict[str, object]) -> Scheme:
    since, title, levels = told["since"], told["title"], told["levels"]
    assert isinstance(since, date)
    assert isinstance(title, dict)
    assert isinstance(levels, list)
    return Scheme(
        str(told["code"]), str(told["series"]), since, title["zh"], title["en"],
        str(told["source"]), tuple(levels),
    )  # fmt: skip
