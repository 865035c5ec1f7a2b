"""Invented people for the batch benchmarks: n persons, about one stay each, 0.8 % exposures.

Division codes are real, everything else is drawn by a hash of the person's number, so that the
same n gives the same rows everywhere. Written by DuckDB straight into Parquet.
"""

import random
import re
from datetime import date
from pathlib import Path

import duckdb

from gridward.ground.places.rules import Gazetteer

AS_OF = date(2022, 7, 20)
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
SELECT n AS stay, (hash(n, 'who') % @last)::BIGINT AS person,
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
  CASE WHEN h // 7 % 9 = 0 THEN NULL ELSE 35.5 + h // 13 % 40 / 10 END AS temperature,
  ['', '', '', 'cough', 'cough,fever', 'fatigue'][1 + h // 17 % 6] AS symptoms
FROM (SELECT range AS n, (hash(range, 'r') % 1000000007)::BIGINT AS h
  FROM range(@first // 50, @last // 50))"""
_AREAS = """
SELECT n AS area, 'national' AS scheme, ['high', 'medium', 'low'][1 + h // 7 % 3] AS level,
  @fine[1 + h % len(@fine)] AS code, h // 11 % 7 > 0 AS whole,
  CASE WHEN h // 11 % 7 > 0 THEN '' ELSE '某地' || (h // 5 % 1000)::VARCHAR || '号' END AS text,
  @as_of - (h // 13 % 60)::INT AS since,
  CASE WHEN h // 17 % 2 = 0 THEN NULL
    ELSE @as_of - (h // 13 % 60)::INT + 3 + (h // 19 % 20)::INT END AS until
FROM (SELECT range AS n, (hash(range, 'a') % 1000000007)::BIGINT AS h FROM range(@areas))"""
TABLES = {
    "persons": _PERSONS, "stays": _STAYS, "exposures": _EXPOSURES, "codes": _CODES,
    "reports": _REPORTS, "areas": _AREAS,
}  # fmt: skip


def make(folder: Path, people: int) -> dict[str, list[Path]]:
    """Write one Parquet file per table, unless they are there; the files by table."""
    files = {name: [folder / f"{name}.parquet"] for name in TABLES}
    if all(path.exists() for paths in files.values() for path in paths):
        return files
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        values = places() | {"as_of": AS_OF, "first": 0, "last": people, "areas": AREAS}
        for name, value in values.items():
            connection.execute(f"SET VARIABLE {name} = $value", {"value": value})
        for name, query in TABLES.items():
            target, asked = files[name][0], re.sub(r"@(\w+)", r"getvariable('\1')", query)
            connection.execute(f"COPY ({asked}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return files


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
