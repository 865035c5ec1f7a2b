"""Invented people for the batch benchmarks: n persons, about one stay each, 0.8 % exposures.

Division codes are real, everything else is drawn by a hash of the person's number, so that the
same n gives the same rows everywhere. Written by DuckDB straight into a snapshot.
"""

import random
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from gridward.core.batch.fingerprint import Fingerprint
from gridward.core.batch.snapshot import SHARED, Partition, Plan, Snapshot, finish, part_of
from gridward.ground.places.rules import Gazetteer
from gridward.hq.dashboard.rules.rollup import FIGURES
from gridward.response.risk.rules.published import INPUTS

AS_OF = date(2022, 7, 20)
OPENED = datetime(2022, 7, 18, 1, tzinfo=UTC)
AREAS = 8_082
_COUNTIES = 120  # whose villages are used
_WIDTHS = {2: 2, 3: 4, 4: 6, 5: 9, 6: 12}

_PERSONS = """
SELECT n AS person, @towns[1 + h % len(@towns)] || '/' || lpad((201 + h // 7 % 18)::VARCHAR, 3, '0')
    || '/' || lpad((1 + h // 131 % 20)::VARCHAR, 3, '0') || '/' AS path,
  CASE WHEN h // 17 % 50 = 0 THEN NULL ELSE DATE '1930-01-01' + (h // 3 % 33000)::INT END AS born,
  CASE WHEN h // 19 % 3 = 0 THEN NULL ELSE h // 23 % 4 END AS doses,
  CASE WHEN h // 19 % 3 = 0 THEN NULL ELSE @as_of - (h // 29 % 500)::INT END AS last_dose,
  CASE WHEN h // 31 % 40 = 0 THEN 'port' ELSE '' END AS worker
FROM (SELECT range AS n, (hash(range, 'p') % 1000000007)::BIGINT AS h FROM range(@first, @last))"""
_STAYS = """
SELECT n AS stay, @first + (hash(n, 'who') % (@last - @first))::BIGINT AS person,
  CASE WHEN h // 7 % 50 = 0 THEN '' ELSE @codes[1 + h % len(@codes)] END AS code,
  '某地' || (h // 5 % 1000)::VARCHAR || '号' AS text,
  @as_of - (h // 11 % 45)::INT - (h // 13 % 10)::INT AS since,
  CASE WHEN h // 17 % 20 = 0 THEN NULL ELSE @as_of - (h // 11 % 45)::INT END AS until
FROM (SELECT range AS n, (hash(range, 's') % 1000000007)::BIGINT AS h FROM range(@first, @last))"""
_EXPOSURES = """
SELECT n AS exposure, n * 125 + h % 125 AS person,
  ['close', 'secondary', 'casual', 'colocated'][1 + h // 7 % 4] AS kind,
  @as_of - (h // 11 % 30)::INT AS "on"
FROM (SELECT range AS n, (hash(range, 'e') % 1000000007)::BIGINT AS h
  FROM range(@first // 125, @last // 125))"""
_CODES = """
SELECT n AS seen, n * 100 + h % 100 AS person, ['red', 'yellow', 'grey'][1 + h // 7 % 3] AS colour,
  'province' AS issuer, @as_of - (h // 11 % 20)::INT AS "on"
FROM (SELECT range AS n, (hash(range, 'c') % 1000000007)::BIGINT AS h
  FROM range(@first // 100, @last // 100))"""
_REPORTS = """
SELECT n AS report, n * 50 + h % 50 AS person, @as_of - (h // 11 % 5)::INT AS "on",
  CASE WHEN h // 7 % 9 = 0 THEN NULL
    ELSE (35.5 + h // 13 % 40 / 10)::DECIMAL(4, 1) END AS temperature,
  ['', '', '', 'cough', 'cough,fever', 'fatigue'][1 + h // 17 % 6] AS symptoms
FROM (SELECT range AS n, (hash(range, 'r') % 1000000007)::BIGINT AS h
  FROM range(@first // 50, @last // 50))"""
_AREAS = """
SELECT n AS area, 'national' AS scheme,
  ['high', 'medium', 'low', 'listed'][1 + h // 7 % 4] AS level,
  @fine[1 + h % len(@fine)] AS code, h // 11 % 7 > 0 AS whole,
  CASE WHEN h // 11 % 7 > 0 THEN '' ELSE '某地' || (h // 5 % 1000)::VARCHAR || '号' END AS text,
  @as_of - (h // 13 % 60)::INT AS since,
  CASE WHEN h // 17 % 2 = 0 THEN NULL
    ELSE @as_of - (h // 13 % 60)::INT + 3 + (h // 19 % 20)::INT END AS until
FROM (SELECT range AS n, (hash(range, 'a') % 1000000007)::BIGINT AS h FROM range(@areas))"""
# Doors of two rounds, the second of which was closed; three visits a door, some taken back.
_ITEMS = """
SELECT n AS item, 1 + h % 2 AS round, 'door_sweep' AS kind,
  @towns[1 + h // 3 % 5] || '/' || (201 + h // 7 % 3) || '/00' || (1 + h // 5 % 4) || '/' AS path,
  CASE WHEN h // 17 % 20 = 0 THEN @opened + to_hours((h // 13 % 30)::INT) END AS added_at,
  @opened AS opened_at, CASE WHEN h % 2 = 1 THEN @opened + INTERVAL 30 HOUR END AS closed_at
FROM (SELECT range AS n, (hash(range, 'd') % 1000000007)::BIGINT AS h FROM range(@first, @last))"""
_ATTEMPTS = """
SELECT n AS attempt, @first + n % (@last - @first) AS item,
  @opened + to_hours((h // 7 % 12)::INT) AS at,
  @opened + to_hours((h // 7 % 12 + h // 11 % 40)::INT) AS recorded_at,
  ['done', 'absent', 'absent', 'taken_back', 'moved', 'refused'][1 + h % 6] AS outcome,
  ['morning', 'afternoon', 'evening'][1 + h // 3 % 3] AS part
FROM (SELECT range AS n, (hash(range, 'v') % 1000000007)::BIGINT AS h
  FROM range(@first * 3, @last * 3))"""
_VALID = """
SELECT round, state FROM (SELECT unnest([1, 2])::BIGINT AS round),
  (SELECT unnest(['done', 'moved']) AS state) WHERE @first = 0"""
_DECLARATIONS = """
SELECT n AS declaration, @towns[1 + h % 5] || '/' || (201 + h // 7 % 3) || '/' AS path,
  @opened + to_hours((h // 7 % 40)::INT) AS at,
  @opened + to_hours((h // 7 % 40 + h // 11 % 9)::INT) AS received_at
FROM (SELECT range AS n, (hash(range, 't') % 1000000007)::BIGINT AS h FROM range(@first, @last))"""
DOORS = {
    "items": _ITEMS, "attempts": _ATTEMPTS, "valid": _VALID, "declarations": _DECLARATIONS,
}  # fmt: skip
TABLES = {
    "persons": _PERSONS, "stays": _STAYS, "exposures": _EXPOSURES, "codes": _CODES,
    "reports": _REPORTS, "areas": _AREAS,
}  # fmt: skip


def make(folder: Path, people: int, parts: int = 4, *, doors: bool = False) -> Snapshot:
    """A snapshot of `people` in `parts` jurisdictions, unless it is there; as many `doors`."""
    if not (folder / "manifest.json").exists():
        names = tuple(f"99000{number:04}" for number in range(parts))
        plan = Plan(AS_OF, "benchmark", date.max, names)
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            values = places() | {"as_of": AS_OF, "areas": AREAS, "opened": OPENED}
            for name, value in values.items():
                connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
            connection.execute("SET TimeZone = 'UTC'")
            tables = TABLES | DOORS if doors else TABLES
            partitions = [_partition(connection, folder, SHARED, (0, 0), people, tables)]
            for number, name in enumerate(names):
                bounds = (people * number // parts, people * (number + 1) // parts)
                partitions.append(_partition(connection, folder, name, bounds, people, tables))
        schemas = {**FIGURES.inputs, **INPUTS} if doors else INPUTS
        finish(folder, plan, schemas, partitions)
    return Snapshot(folder)


def _partition(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    bounds: tuple[int, int],
    people: int,
    tables: Mapping[str, str],
) -> Partition:
    written = []
    for variable, value in zip(("first", "last"), bounds, strict=True):
        connection.execute(f"SET VARIABLE {variable} = $value", {"value": value})
    for table, query in tables.items():
        if (table == "areas") != (name == SHARED):
            continue
        path = f"{table}/jurisdiction={name}/date={AS_OF}/part-0.parquet"
        (folder / path).parent.mkdir(parents=True)
        asked = re.sub(r"@(\w+)", r"getvariable('\1')", query)
        into = f"'{folder / path}' (FORMAT parquet, COMPRESSION zstd)"
        told = connection.execute(f"COPY ({asked}) TO {into}").fetchone()
        # The rows follow from the numbers: hashing ten millions of them would prove nothing more.
        content = Fingerprint(int(told[0]) if told else 0, f"{people}-{name}-{table}")
        written.append(part_of(folder, table, path, content))
    return Partition(name, "", "", tuple(written))


def places() -> dict[str, list[str]]:
    """Real codes: towns of homes, divisions people stayed in, divisions with source areas."""
    dice, all_ = random.Random(20220720), Gazetteer()
    widths = {1: 2, 2: 4, 3: 6, 4: 9}
    by_level: dict[int, list[str]] = {level: [] for level in widths}
    for node, code in enumerate(all_.code[: all_.beyond]):
        if all_.level[node] in widths:
            by_level[all_.level[node]].append(code[: widths[all_.level[node]]])
    counties = [n for n in range(all_.beyond) if all_.level[n] == 3]
    villages: list[str] = []
    for county in dice.sample(counties, _COUNTIES):
        villages += all_.villages(county).by_code
    stays = [
        *dice.choices(by_level[2], k=800), *dice.choices(by_level[3], k=3_000),
        *dice.choices(by_level[4], k=4_000), *dice.choices(villages, k=2_200),
    ]  # fmt: skip
    fine = [
        *dice.choices(by_level[3], k=100), *dice.choices(by_level[4], k=2_000),
        *dice.choices(villages, k=3_000),
    ]  # fmt: skip
    towns = dice.sample(by_level[4], 200)
    return {"towns": towns, "codes": stays, "fine": fine}
