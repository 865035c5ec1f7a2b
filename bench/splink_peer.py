"""What Splink links by itself on the same records: the family-aware model that measured best.

Surname and given name apart with term frequency and sound, one joint comparison for everything
that a household shares, numbers by spelling. Needs the extra `train`; without it `link` is None.
"""

import importlib
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from gridward.ground.roster.rules.linkage import Index
from gridward.ground.roster.rules.linkage.profile import Profile

_HOUSEHOLD = (
    ("phone_l = phone_r AND door_l = door_r", "phone and door"),
    ("phone_l = phone_r", "phone"),
    ("door_l = door_r", "door"),
    ("block_l = block_r", "building"),
)
Found = tuple[float, str]


def installed() -> str:
    """Splink's version, empty where it is not installed."""
    try:
        return version("splink") if find_spec("splink") else ""
    except PackageNotFoundError:
        return ""


def link(asked: Index, listed: Index) -> tuple[dict[str, list[Found]], float]:
    """Report -> (match weight in bits, key), best first; seconds taken, training included."""
    splink, api = (
        importlib.import_module("splink"),
        importlib.import_module("splink.backends.duckdb"),
    )
    start = time.perf_counter()
    made = api.DuckDBAPI()
    tables = [made.register(_table(each.profiles), dataset_display_name=name)
              for each, name in ((asked, "told"), (listed, "listed"))]  # fmt: skip
    linker = splink.Linker(tables, _settings(splink, len(listed)), log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=3_000_000, seed=1)
    for columns in (("number",), ("given", "phone"), ("given_sound", "door")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            splink.block_on(*columns)
        )
    pairs = linker.inference.predict(threshold_match_weight=-2)
    found: dict[str, list[Found]] = {}
    rows = made.duckdb_con.execute(
        "SELECT unique_id_l, unique_id_r, source_dataset_l, match_weight "
        f"FROM {pairs.physical_name}"
    ).fetchall()
    for left, right, source, weight in rows:
        report, person = (left, right) if source == "told" else (right, left)
        found.setdefault(report, []).append((weight, person))
    for each in found.values():
        each.sort(reverse=True)
    return found, time.perf_counter() - start


def _table(profiles: Sequence[Profile]) -> Any:
    pa = importlib.import_module("pyarrow")
    columns: dict[str, list[str | None]] = {
        "unique_id": [each.key for each in profiles],
        "surname": [each.name.surname or None for each in profiles],
        "surname_sound": [each.name.surname_sound or None for each in profiles],
        "given": [each.name.given or None for each in profiles],
        "given_sound": [each.name.heard or None for each in profiles],
        "number": [each.id_number or None for each in profiles],
        "tail": [each.tail or None for each in profiles],
        "phone": [each.phone or None for each in profiles],
        "block": [f"{p.village}/{p.building}" if p.building else None for p in profiles],
        "door": [f"{p.village}/{p.door}" if p.door else None for p in profiles],
    }
    return pa.table(columns)


def _level(condition: str, label: str) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label}


def _null(condition: str) -> dict[str, Any]:
    return {**_level(condition, "missing"), "is_null_level": True}


def _often(level: dict[str, Any], column: str) -> dict[str, Any]:
    return {**level, "tf_adjustment_column": column, "tf_adjustment_weight": 1.0}


def _settings(splink: Any, people: int) -> Any:
    custom = importlib.import_module("splink.comparison_library").CustomComparison
    other = _level("ELSE", "different")
    comparisons = [
        custom([_null("surname_l IS NULL OR surname_r IS NULL"),
                _often(_level("surname_l = surname_r", "exact"), "surname"),
                _level("surname_sound_l = surname_sound_r", "sound"), other], "surname"),
        custom([_null("given_l IS NULL OR given_r IS NULL"),
                _often(_level("given_l = given_r", "exact"), "given"),
                _often(_level("given_sound_l = given_sound_r", "sound"), "given_sound"),
                _level("levenshtein(given_l, given_r) = 1", "one off"), other], "given"),
        custom([_null("tail_l IS NULL OR tail_r IS NULL"),
                _level("number_l = number_r", "equal"),
                _level("damerau_levenshtein(number_l, number_r) <= 2", "near"),
                _level("tail_l = tail_r", "tail"), other], "number"),
        custom([_null("(phone_l IS NULL OR phone_r IS NULL) AND "
                      "(door_l IS NULL OR door_r IS NULL)"),
                *(_level(*each) for each in _HOUSEHOLD), other], "household"),
    ]  # fmt: skip
    rules = (("number",), ("phone",), ("door",), ("surname_sound", "given_sound"))
    return splink.SettingsCreator(
        link_type="link_only", comparisons=comparisons,
        blocking_rules_to_generate_predictions=[splink.block_on(*each) for each in rules],
        probability_two_random_records_match=0.85 / people,
    )  # fmt: skip
