"""The expression on the embedded engine: who gets what, and why."""

from datetime import date
from pathlib import Path

import ibis
import pytest

from gridward.response.risk.rules import expression
from gridward.response.risk.rules.pack_file import read_pack
from tests.risk.tables import judged, tables

POLICIES = Path(__file__).parents[2] / "policies"
ON = date(2022, 8, 3)
AREAS = [
    {"area": 7, "level": "high", "code": "460203", "since": date(2022, 8, 1)},
    {"area": 8, "level": "medium", "code": "4602", "since": date(2022, 7, 1),
     "until": date(2022, 8, 2)},
    {"area": 9, "level": "high", "code": "460204", "since": date(2022, 8, 1), "whole": False,
     "text": "江山小区"},
]  # fmt: skip


@pytest.fixture(scope="module")
def engine():
    return ibis.duckdb.connect()


def test_everybody_gets_one_line_with_the_reason(engine):
    pack = read_pack(POLICIES / "2022-06-28-v9")
    stay = {"stay": 3, "person": 1, "code": "460203", "until": date(2022, 8, 2)}
    met = {"exposure": 5, "person": 2, "kind": "secondary", "on": date(2022, 8, 1)}
    found = judged(
        engine, pack, ON, persons=[{"person": n} for n in (1, 2, 3)], stays=[stay],
        exposures=[met], areas=AREAS,
    )  # fmt: skip
    assert {p: (line["measure"], line["row"]) for p, line in found.items()} == {
        1: ("central_isolation", "2"), 2: ("home_isolation", "3"), 3: ("none", "9"),
    }  # fmt: skip
    first = found[1]
    assert (first["starts_on"], first["ends_on"]) == (date(2022, 8, 2), date(2022, 8, 9))
    why = [first[name] for name in ("fact", "source", "source_id", "area", "code")]
    assert why == ["days_since_high", "stay", 3, 7, "460203"]
    assert found[2]["source_id"] == 5
    assert found[3]["ends_on"] is None


def test_what_is_not_certain_is_a_question(engine):
    stays = [
        {"stay": 1, "person": 1, "code": "46", "until": ON},
        {"stay": 2, "person": 1, "code": ""},
        {"stay": 3, "person": 2, "code": "460204", "text": "天涯区江山小区3栋", "until": ON},
    ]
    asked = expression.questions(tables(engine, stays=stays, areas=AREAS), ON)
    found = {line["stay"]: line for line in engine.to_pyarrow(asked).to_pylist()}
    assert set(found) == {1, 2}
    assert (found[1]["areas"], found[1]["area_1"], found[1]["area_3"]) == (3, 7, 9)
    assert found[2]["areas"] == 0


@pytest.mark.parametrize("folder", sorted(POLICIES.iterdir()), ids=lambda folder: folder.name)
def test_every_shipped_pack_compiles_for_every_engine(folder):
    pack = read_pack(folder)
    made = expression.judge(expression.unbound(), pack, expression.as_of())
    assert {name: str(kind) for name, kind in made.schema().items()} == expression.JUDGEMENTS
    for dialect in ("duckdb", "postgres", "pyspark"):
        assert ibis.to_sql(made, dialect=dialect)
