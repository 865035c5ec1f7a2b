"""Trains the weights of record linkage with Splink and writes the two files of the roster.

``python -m bench.train_linkage [seed] [people] [reports]``; needs the extra `train` (Splink 5),
best in an environment of its own. Two models: against strangers (u by random sampling and by
counting, m by expectation maximisation inside blocks of equal name and number, or name and phone)
and against family (blocks of one door; u starts from the roster's own families, who are known to
be different people). The comparison levels are the very functions that run in production, called
from DuckDB. Labels are used only to choose the thresholds, never for the weights.
"""

import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from itertools import combinations
from random import Random
from typing import Any

import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI
from splink.comparison_library import CustomComparison

from bench import identity_records as records
from bench.linkage_thresholds import rewritten, sizes
from bench.mistakes import Rates
from bench.people import Maker
from gridward.ground.roster.rules.linkage import Index
from gridward.ground.roster.rules.linkage.levels import (
    ASIDE,
    CHAINS,
    FEATURES,
    LEVELS,
    NONE,
    birth,
    levels,
)
from gridward.ground.roster.rules.linkage.profile import Profile
from gridward.ground.roster.rules.linkage.weights import DATA, Frequencies

SAMPLED = 400_000  # random pairs for u; rarer agreements are counted over all pairs
_REMEMBERED = 20_000
_LEAST = 2.0**-12  # of an event that was never seen among family
_SLIP = 0.003  # of a mistake that was never seen: somebody will make it
_RARE = 1e-8
_NUMBER, _PHONE = 1e-8, 1e-6  # that a stranger's number or phone is just this one
# Reports tell birth dates only through numbers; shares of slips as in other registers.
_BIRTH = {"equal": 0.95, "near": 0.03, "apart": 0.02}
_COLUMNS = {
    "surname": "surname_sound", "given": "name_sound", "id": "number", "birth": "number",
    "sex": "number", "phone": "phone", "house": "door",
}  # fmt: skip
Chances = dict[str, dict[str, float]]
Known = Mapping[str, Mapping[str, float]] | None


class Trained:
    """Both sides' profiles, and Splink over them."""

    def __init__(self, told: Sequence[Profile], listed: Sequence[Profile]) -> None:
        self.told, self.listed = told, listed
        self.people: list[Profile] = [*told, *listed]
        self._seen: dict[tuple[int, int], tuple[str, ...]] = {}

    def level(self, feature: int, one: int, other: int) -> str:
        """For DuckDB: the level of one feature of the pair at two places."""
        pair = (one, other)
        found = self._seen.get(pair)
        if found is None:
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            found = self._seen[pair] = levels(self.people[one], self.people[other])
        return found[feature]

    def linker(self, given: Known = None, sure: Known = None) -> Linker:
        """`given` are the u to start from, `sure` the m."""
        api = DuckDBAPI()
        api.duckdb_con.execute("SET threads = 1")
        api.duckdb_con.create_function(
            "agree", lambda feature, one, other, _a, _b: self.level(feature, one, other),
            ["INTEGER", "INTEGER", "INTEGER", "VARCHAR", "VARCHAR"], "VARCHAR",
            null_handling="special",
        )  # fmt: skip
        start = len(self.told)
        tables = [api.register(self._table(0, start), dataset_display_name="told"),
                  api.register(self._table(start, len(self.people)),
                               dataset_display_name="listed")]  # fmt: skip
        settings = SettingsCreator(
            link_type="link_only",
            comparisons=[self._comparison(n, given, sure) for n in range(len(FEATURES))],
            probability_two_random_records_match=0.85 / len(self.listed),
        )
        return Linker(tables, settings, log_level=None)

    def _table(self, start: int, end: int) -> pa.Table:
        part = self.people[start:end]
        return pa.table({
            "unique_id": pa.array(range(start, end), pa.int32()),
            "place": pa.array(range(start, end), pa.int32()),
            "name_sound": [each.name.sound or None for each in part],
            "number": [each.id_number or None for each in part],
            "phone": [each.phone or None for each in part],
            "surname_sound": [each.name.surname_sound or None for each in part],
            "door": [f"{p.village}/{p.door}" if p.door else None for p in part],
        })  # fmt: skip

    def _comparison(self, n: int, given: Known, sure: Known) -> Any:
        feature, column = FEATURES[n], _COLUMNS[FEATURES[n]]
        asked = f"agree({n}, place_l, place_r, {column}_l, {column}_r)"
        rows: list[dict[str, Any]] = [
            {"sql_condition": f"{asked} = '{NONE}'", "label_for_charts": NONE,
             "is_null_level": True}
        ]  # fmt: skip
        for level in LEVELS[feature]:
            row: dict[str, Any] = {"sql_condition": f"{asked} = '{level}'",
                                   "label_for_charts": level}  # fmt: skip
            if given:
                row["u_probability"] = given[feature][level]
            if sure:
                row["m_probability"] = max(sure[feature].get(level) or 0, _SLIP)
            rows.append(row)
        rows[-1]["sql_condition"] = "ELSE"
        return CustomComparison(rows, output_column_name=feature)


def learnt(linker: Linker, side: str) -> Chances:
    """The `m` or `u` of every level that Splink has."""
    made: Chances = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        made[comparison["output_column_name"]] = {
            row["label_for_charts"]: row[f"{side}_probability"]
            for row in comparison["comparison_levels"]
            if row.get(f"{side}_probability") is not None
        }
    return made


def family(listed: Sequence[Profile]) -> Chances:
    """How the roster's own families agree among themselves: all known to be different people."""
    homes: dict[str, list[Profile]] = {}
    for each in listed:
        homes.setdefault(each.household or each.key, []).append(each)
    return _agreeing(pair for members in homes.values() for pair in combinations(members, 2))


def guests(told: Sequence[Profile], listed: Sequence[Profile]) -> Chances:
    """How people behind a listed door agree with those listed there, when their own valid number
    shows that they are not listed: pairs of one surname, the ones easily taken for each other."""
    behind: dict[str, list[Profile]] = {}
    for each in listed:
        behind.setdefault(f"{each.village}/{each.door}", []).append(each)
    numbers = {each.id_number for each in listed}
    pairs = []
    for one in told:
        if not one.is_valid or one.id_number in numbers or not one.door:
            continue
        members = behind.get(f"{one.village}/{one.door}", [])
        if all(one.name.given_sounds != each.name.given_sounds for each in members):
            pairs += [(one, each) for each in members
                      if one.name.surname_sound == each.name.surname_sound]  # fmt: skip
    return _agreeing(pairs)


def _agreeing(pairs: Iterable[tuple[Profile, Profile]]) -> Chances:
    seen: dict[str, Counter[str]] = {feature: Counter() for feature in FEATURES}
    for one, other in pairs:
        for feature, level in zip(FEATURES, levels(one, other), strict=True):
            seen[feature][level] += 1
    return {feature: _shares(seen[feature], chain) for feature, chain in LEVELS.items()}


def _shares(seen: Counter[str], chain: Sequence[str]) -> dict[str, float]:
    whole = sum(seen[level] for level in chain)
    return {level: max(seen[level] / max(whole, 1), _LEAST) for level in chain}


def birthdays(listed: Sequence[Profile], dice: Random) -> tuple[dict[str, float], dict[str, float]]:
    """How birth dates agree between strangers, and within families, whatever told them."""
    told = [replace(each, birth_from_id=False) for each in listed if each.birth]
    homes: dict[str, list[Profile]] = {}
    for each in told:
        homes.setdefault(each.household or each.key, []).append(each)
    near = [(members[n - 1], members[n]) for members in homes.values()
            for n in range(1, len(members))]  # fmt: skip
    met = {"equal": 1 / (365 * 75)}  # too rare for a sample
    far = [(dice.choice(told), dice.choice(told)) for _ in range(SAMPLED)]
    by_chance, kin = (_shares(Counter(birth(*pair) for pair in pairs), CHAINS["birth"])
                      for pairs in (far, near))  # fmt: skip
    return by_chance | met, kin


def bits(m: float, u: float) -> float:
    return math.log2(max(m, _SLIP) / max(u, _RARE))


def falling(chain: Sequence[str], raw: Mapping[str, float]) -> dict[str, float]:
    """Weights that never rise along the chain: what would weigh more weighs the same."""
    made, top = {}, math.inf
    for level in chain:
        top = min(top, raw[level])
        made[level] = round(top, 2)
    return made


def table(m: Chances, stranger: Chances, kin: Chances) -> dict[str, dict[str, list[float]]]:
    made: dict[str, dict[str, list[float]]] = {}
    for feature, chain in CHAINS.items():
        sides = []
        for n, u in enumerate((stranger, kin)):
            raw = {level: bits(m[feature].get(level) or 0, u[feature].get(level) or 0)
                   for level in LEVELS[feature]}  # fmt: skip
            if feature == "house" and n == 1:
                raw = dict.fromkeys(chain, 0.0)
            if feature == "surname" and n == 1:  # family are those of one surname
                raw = {**dict.fromkeys(chain, 0.0), "apart": raw["apart"]}
            side = falling(chain, raw)
            for level in ASIDE.get(feature, ()):
                side[level] = round(min(max(raw[level], side[chain[-1]]), side[chain[0]]), 2)
            sides.append(side)
        made[feature] = {level: [side[level] for side in sides] for level in LEVELS[feature]}
    return made


def met_by_chance(listed: Sequence[Profile], names: Frequencies) -> Chances:
    """How a stranger who is in no roster would meet a listed person. Numbers are long: counting
    pairs would count relatives and the matches themselves, so these are taken as given."""
    shared = sum(each.phone in each.kin_phones for each in listed) / len(listed)
    kin_phones = sum(len(each.kin_phones - {each.phone}) for each in listed) / len(listed)
    kin_ids = sum(len(each.kin_ids) for each in listed) / len(listed)
    doors = len({f"{each.village}/{each.door}" for each in listed if each.door})
    return {
        "id": {"equal": _NUMBER, "near": 200 * _NUMBER, "tail": 0.05e-4, "kin": kin_ids * _NUMBER},
        "phone": {"own": (1 - shared) * _PHONE, "shared": shared * _PHONE, "near": _PHONE,
                  "kin": kin_phones * _PHONE},
        "house": {"door": 1 / doors},
        "given": {"exact": sum(share**2 for share in names.givens.values())},
    }  # fmt: skip


def train(told: Sequence[Profile], listed: Sequence[Profile]) -> tuple[Chances, Chances, Chances]:
    """(m, u against strangers, u against family)."""
    made = Trained(told, listed)
    sampling = made.linker()
    sampling.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=1)
    sampled, given = learnt(sampling, "u"), met_by_chance(listed, Frequencies.of(listed))
    strangers = {f: {**sampled.get(f, {}), **given.get(f, {})} for f in FEATURES}
    strangers["birth"], births = birthdays(listed, Random(1))
    known = {f: {level: max(strangers[f].get(level) or 0, _RARE) for level in LEVELS[f]}
             for f in FEATURES}  # fmt: skip
    by_number = matched(made.linker(known), "number")
    by_phone = matched(made.linker(known), "phone")
    kin = family(listed)
    homes = made.linker(kin)
    homes.training.estimate_parameters_using_expectation_maximisation(
        block_on("door"), fix_u_probabilities=False
    )
    m, u = learnt(homes, "m"), learnt(homes, "u")
    m |= {"house": by_number["house"], "phone": by_number["phone"], "id": by_phone["id"],
          "birth": _BIRTH}  # fmt: skip
    # Listed relatives are candidates themselves. Who is left to tell apart are the unlisted ones.
    unlisted = guests(told, listed)
    u["phone"], u["birth"] = unlisted["phone"], births
    u["given"] = {level: max(unlisted["given"][level], kin["given"][level])
                  for level in LEVELS["given"]}  # fmt: skip
    u["id"]["kin"] = 2 * u["id"]["equal"]  # a relative's number is pasted: one of the others'
    return m, strangers, u


def matched(linker: Linker, column: str) -> Chances:
    """The m of what is not in the block: pairs of one name and one number are one person."""
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("name_sound", column)
    )
    return learnt(linker, "m")


def written(
    seed: int,
    rows: Mapping[str, object],
    names: Frequencies,
    averages: Mapping[str, float],
) -> None:
    today = date.fromtimestamp(time.time())  # noqa: DTZ012 - the day of the run, where it runs
    told = {
        "version": f"{today:%Y-%m-%d}.{time.strftime('%H%M')}.{seed}",
        "trained": {
            "on": f"{today}", "with": f"splink {version('splink')}", "seed": seed,
            "program": "bench/train_linkage.py", "people": names.people,
            "note": "m and u by expectation maximisation and counting, without labels; "
                    "thresholds by the labels of the same set",
        },
        "prior": {"listed": 0.85, "related": 0.05, "household": 3.1},
        "decide": {
            "same": 0.9, "review": 0.5, "review_unplaced": 0.5, "same_by_area": 0.95,
            "by_source": {}, "margin": 1.0, "shown": 5,
        },
        "average": averages,
        "levels": rows,
    }  # fmt: skip
    (DATA / "linkage.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    common = {
        "people": names.people,
        "surnames": _most(names.surnames, 400),
        "givens": _most(names.givens, 3_000),
        "sounds": _most(names.sounds, 3_000),
    }
    (DATA / "linkage_names.json").write_text(
        json.dumps(common, ensure_ascii=False, indent=0) + "\n", "utf-8"
    )


def _most(shares: Mapping[str, float], size: int) -> dict[str, float]:
    best = sorted(shares.items(), key=lambda each: (-each[1], each[0]))[:size]
    return {name: round(share, 7) for name, share in best if name}


def main() -> None:
    seed, people, count = sizes(sys.argv[1:])
    world = Maker(seed).world(people, count, [Rates(sex=0.5)])
    index, asked = Index(records.roster(world)), Index(records.reports(world))
    m, strangers, kin = train(asked.profiles, index.profiles)
    for feature in FEATURES:
        for level in LEVELS[feature]:
            print(f"{feature:8} {level:9}", *(f"{side[feature].get(level, 0) or 0:.7f}"
                                              for side in (m, strangers, kin)))  # fmt: skip
    names = index.frequencies()
    averages = {
        "surname": sum(share**2 for share in names.surnames.values()),
        "given.exact": strangers["given"]["exact"],
        "given.sound": sum(share**2 for share in names.sounds.values()),
    }
    written(seed, table(m, strangers, kin), names, averages)
    rewritten(seed, people, count)


if __name__ == "__main__":
    main()
