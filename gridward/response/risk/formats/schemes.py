"""The rule sets of lists (data/schemes.toml) and of zones (data/zone_schemes.toml)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gridward.response.risk.rules.schemes import Scheme
from gridward.response.risk.rules.zones import Requirement, ZoneLevel, ZoneScheme

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


@cache
def zone_schemes() -> Mapping[str, ZoneScheme]:
    """The schemes by which zones are drawn, by code (data/zone_schemes.toml)."""
    with (FOLDER / "zone_schemes.toml").open("rb") as file:
        told = tomllib.load(file)["scheme"]
    return {
        each["code"]: ZoneScheme(
            each["code"], each["title"]["zh"], each["title"]["en"], each["source"],
            tuple(_level(level) for level in each["level"]),
        )
        for each in told
    }  # fmt: skip


def _level(told: dict[str, Any]) -> ZoneLevel:
    needs = tuple(Requirement(need["kind"], need["days"]) for need in told["evidence"])
    title, rules = told["title"], told["rules"]
    return ZoneLevel(
        told["code"], title["zh"], title["en"], rules["zh"], rules["en"], told["review_days"], needs
    )
